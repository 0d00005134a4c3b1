//! The ballot: choosing, voting, and voting anew until voting is closed.

use domain::ids::PollId;
use domain::poll::{Form, LONGEST_ANSWER};
use domain::sorted::SortedSet;
use domain::{Command, poll};
use leptos::prelude::*;

use super::List;
use super::own::cast;
use crate::live::Link;
use crate::markup::with_formulas;
use crate::ui::{Button, ButtonKind, ButtonSize, CharactersLeft};

/// The form in an open poll.
pub(super) fn ballot(list: List, id: PollId) -> AnyView {
    let live = list.room.live;
    let asked = live.view.with_untracked(|view| {
        view.poll.polls.get(&id).map(|poll| (poll.form, poll.labels(), poll.anonymous))
    });
    let Some((form, labels, anonymous)) = asked else { return ().into_any() };
    let own = list.part(id, |card| card.own.clone());
    let marked = RwSignal::new(SortedSet::<u8>::new());
    let words = RwSignal::new(String::new());
    Effect::new(move || {
        if let Some(own) = own.get() {
            marked.set(own.cast.choice.places(form));
            words.set(own.cast.text.unwrap_or_default());
        }
    });
    let chosen = Memo::new(move |_| marked.with(|marked| words.with(|words| cast(form, marked, words))));
    let is_new = move || {
        chosen.with(|chosen| {
            chosen.is_some() && *chosen != own.with(|own| own.as_ref().map(|own| own.cast.clone()))
        })
    };
    let vote = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(cast) = chosen.get_untracked() {
            if anonymous {
                list.kept.keep(id, cast.clone());
            }
            live.send(Command::Poll(poll::Command::Vote { poll: id, choice: cast.choice, text: cast.text }));
        }
    };
    let state = move || match own.with(|own| own.as_ref().map(|own| own.unsent)) {
        None => "",
        Some(false) => "Your vote is in. You can change it until voting is closed.",
        Some(true) if live.paused.get() => "Your vote waits until the class goes on.",
        Some(true) if live.link.get() == Link::Open => "Sending your vote",
        Some(true) => "Your vote is unsent; it goes out by itself.",
    };
    let hint = match form {
        Form::Multiple { most } if usize::from(most) < labels.len() => Some(format!("Choose up to {most}.")),
        Form::Multiple { .. } => Some("Choose as many as you like.".to_owned()),
        _ => None,
    };
    let input = match form {
        Form::Text => view! {
            <textarea
                class="composer__input"
                rows="2"
                dir="auto"
                aria-label="Your answer"
                prop:value=move || words.get()
                on:input=move |event| words.set(event_target_value(&event))
            ></textarea>
            <CharactersLeft text=words most=LONGEST_ANSWER/>
        }
        .into_any(),
        _ => options(id, form, labels, marked),
    };
    view! {
        <form class="poll__ballot" on:submit=vote>
            {input}
            {hint.map(|hint| view! { <p class="poll__hint">{hint}</p> })}
            {anonymous.then(|| view! { <p class="poll__hint">"Nobody sees what you choose."</p> })}
            <div class="poll__actions">
                <Button
                    kind=ButtonKind::Primary
                    size=ButtonSize::Small
                    r#type="submit"
                    disabled=Signal::derive(move || !is_new())
                >
                    {move || if own.with(Option::is_some) { "Change my vote" } else { "Vote" }}
                </Button>
            </div>
            <p class="poll__hint" role="status">{move || state()}</p>
        </form>
    }
    .into_any()
}

fn options(id: PollId, form: Form, labels: Vec<String>, marked: RwSignal<SortedSet<u8>>) -> AnyView {
    let several = matches!(form, Form::Multiple { .. });
    let class = if matches!(form, Form::Scale { .. }) {
        "poll__options poll__options--scale"
    } else {
        "poll__options"
    };
    let choose = move |place: u8, on: bool| {
        marked.update(|marked| {
            if !several {
                marked.clear();
            }
            if on {
                marked.insert(place);
            } else {
                marked.remove(&place);
            }
        });
    };
    let option = move |(place, label): (u8, String)| {
        view! {
            <label class="poll__option">
                <input
                    type=if several { "checkbox" } else { "radio" }
                    name=format!("vote-{id}")
                    prop:checked=move || marked.with(|marked| marked.contains(&place))
                    on:change=move |event| choose(place, event_target_checked(&event))
                />
                <span dir="auto">{with_formulas(&label)}</span>
            </label>
        }
    };
    view! {
        <fieldset class=class>
            <legend class="visually-hidden">"Your vote"</legend>
            {(0..).zip(labels).map(option).collect_view()}
        </fieldset>
    }
    .into_any()
}
