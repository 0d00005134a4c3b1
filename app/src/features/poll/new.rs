//! Writing a poll, and starting it with one press.

use domain::ids::PollId;
use domain::poll::{LONGEST_EXPLANATION, LONGEST_OPTION, LONGEST_TITLE, MOST_OPTIONS};
use domain::{Command, poll};
use leptos::prelude::*;
use uuid::Uuid;

use super::draft::{Draft, Kind};
use crate::room::Room;
use crate::room::focus;
use crate::ui::{Button, ButtonKind, ButtonSize, CharactersLeft, Dialog, DialogActions, Glyph, Icon, each};

/// The dialog. What was written stays until it was asked.
#[component]
pub(crate) fn NewPoll() -> impl IntoView {
    let room = Room::expect();
    let live = room.live;
    let open = room.dialogs.poll;
    let draft = RwSignal::new(Draft::default());
    let wrong = RwSignal::new(None::<String>);
    let asked = StoredValue::new(None::<(PollId, Draft)>);
    let other = Memo::new(move |_| live.view.with(|view| view.poll.open_poll().is_some()));
    Effect::new(move || {
        if open.get() {
            focus::give("poll-question".to_owned());
        }
    });
    // What the class did not take is there again, with the reason.
    Effect::new(move || {
        live.refused.with(|refused| {
            let Some(refused) = refused else { return };
            let Command::Poll(poll::Command::Open { poll, .. }) = &refused.command else { return };
            if let Some((_, back)) = asked.get_value().filter(|(id, _)| id == poll) {
                live.gave_back(refused.id);
                draft.set(back);
                wrong.set(Some(refused.reason.to_string()));
                open.set(true);
            }
        });
    });
    let start = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match draft.with_untracked(Draft::definition) {
            Err(bad) => wrong.set(Some(bad.to_string())),
            Ok(definition) => {
                let poll = PollId(Uuid::new_v4());
                asked.set_value(Some((poll, draft.get_untracked())));
                live.send(Command::Poll(poll::Command::Open { poll, definition }));
                draft.set(Draft::default());
                wrong.set(None);
                open.set(false);
                room.tab.set("polls");
            }
        }
    };
    let kind = Memo::new(move |_| draft.with(|draft| draft.kind));
    let quiz = Memo::new(move |_| kind.get() == Kind::Quiz);
    // What was wrong with one kind is no news of another.
    Effect::new(move |before: Option<Kind>| {
        let kind = kind.get();
        if before.is_some_and(|before| before != kind) {
            wrong.set(None);
        }
        kind
    });
    view! {
        <Dialog open title="New poll">
            <form class="dialog__body" on:submit=start>
                <div class="field">
                    <label class="field__label" for="poll-question">"Question"</label>
                    <input
                        class="field__input"
                        id="poll-question"
                        dir="auto"
                        autocomplete="off"
                        prop:value=move || draft.with(|draft| draft.question.clone())
                        on:input=move |event| draft.write().question = event_target_value(&event)
                    />
                    <CharactersLeft text=Signal::derive(move || draft.with(|draft| draft.question.clone())) most=LONGEST_TITLE/>
                </div>
                {kinds(draft)}
                <Show when=move || kind.get() == Kind::Scale>{scale(draft)}</Show>
                <Show when=move || kind.get().has_options()>{options(draft, quiz)}</Show>
                <Show when=move || kind.get() == Kind::Several>{most(draft)}</Show>
                <label class="poll-form__choice">
                    <input
                        type="checkbox"
                        prop:checked=move || draft.with(|draft| draft.anonymous)
                        on:change=move |event| draft.write().anonymous = event_target_checked(&event)
                    />
                    "Anonymous: nobody can see who chose what, you neither"
                </label>
                <p class="field__error" role="alert">
                    {move || wrong.get().map(|wrong| view! { <Icon glyph=Glyph::CircleAlert/>{wrong} })}
                </p>
                <Show when=move || other.get()>
                    <p class="muted">"Another poll is open. Close it, then start this one."</p>
                </Show>
                <DialogActions>
                    <Button on:click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary r#type="submit" disabled=other>"Start the poll"</Button>
                </DialogActions>
            </form>
        </Dialog>
    }
    .into_any()
}

fn kinds(draft: RwSignal<Draft>) -> AnyView {
    let options = (0..).zip(Kind::ALL).map(|(n, kind): (usize, Kind)| {
        let chosen = move || draft.with(|draft| draft.kind == kind);
        view! { <option value=n selected=chosen>{kind.words()}</option> }
    });
    let choose = move |event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|n: usize| Kind::ALL.get(n).copied());
        if let Some(kind) = chosen {
            draft.write().kind = kind;
        }
    };
    view! {
        <div class="field">
            <label class="field__label" for="poll-kind">"People answer with"</label>
            <div class="select">
                <select class="select__input" id="poll-kind" on:change=choose>{options.collect_view()}</select>
                <Icon glyph=Glyph::ChevronDown/>
            </div>
        </div>
    }
    .into_any()
}

fn options(draft: RwSignal<Draft>, quiz: Memo<bool>) -> AnyView {
    let keys = Memo::new(move |_| {
        draft.with(|draft| draft.options.iter().map(|option| option.key).collect::<Vec<_>>())
    });
    let add = move |_| {
        draft.write().add_option();
        if let Some(last) = keys.get_untracked().last() {
            focus::give(option_id(*last));
        }
    };
    view! {
        <fieldset class="field">
            <legend class="field__label">{move || if quiz.get() { "Options; mark those that are right" } else { "Options" }}</legend>
            <div class="poll-form__options">
                {each(move || keys.get(), |key| *key, move |key| option(draft, keys, key, quiz))}
            </div>
            <Button
                kind=ButtonKind::Ghost
                size=ButtonSize::Small
                glyph=Glyph::Plus
                disabled=Signal::derive(move || keys.with(Vec::len) >= MOST_OPTIONS)
                on:click=add
            >
                "Add an option"
            </Button>
        </fieldset>
        <Show when=move || quiz.get()>
            <div class="field">
                <label class="field__label" for="poll-explanation">
                    "Why that is right"<span class="field__optional">" (optional, shown with the result)"</span>
                </label>
                <textarea
                    class="composer__input"
                    id="poll-explanation"
                    rows="2"
                    dir="auto"
                    prop:value=move || draft.with(|draft| draft.explanation.clone())
                    on:input=move |event| draft.write().explanation = event_target_value(&event)
                ></textarea>
                <CharactersLeft
                    text=Signal::derive(move || draft.with(|draft| draft.explanation.clone()))
                    most=LONGEST_EXPLANATION
                />
            </div>
        </Show>
    }
    .into_any()
}

fn most(draft: RwSignal<Draft>) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for="poll-most">
                "How many may be chosen"<span class="field__optional">" (optional)"</span>
            </label>
            <input
                class="field__input"
                id="poll-most"
                type="number"
                min="1"
                max=MOST_OPTIONS
                placeholder="As many as they like"
                prop:value=move || draft.with(|draft| draft.most.clone())
                on:input=move |event| draft.write().most = event_target_value(&event)
            />
        </div>
    }
    .into_any()
}

fn option_id(key: u32) -> String {
    format!("poll-option-{key}")
}

fn option(draft: RwSignal<Draft>, keys: Memo<Vec<u32>>, key: u32, quiz: Memo<bool>) -> AnyView {
    let place = move || keys.with(|keys| keys.iter().position(|other| *other == key).unwrap_or_default() + 1);
    let find = move |draft: &Draft| draft.options.iter().find(|option| option.key == key).cloned();
    let text = move || draft.with(find).map(|option| option.text).unwrap_or_default();
    let right = move || draft.with(find).is_some_and(|option| option.right);
    let write = move |write: &dyn Fn(&mut super::draft::DraftOption)| {
        draft.write().options.iter_mut().filter(|option| option.key == key).for_each(write);
    };
    let remove = move |_| {
        draft.write().remove_option(key);
        focus::give("poll-kind".to_owned());
    };
    view! {
        <div class="poll-form__option">
            <Show when=move || quiz.get()>
                <input
                    type="checkbox"
                    aria-label=move || format!("Option {} is right", place())
                    prop:checked=right
                    on:change=move |event| {
                        let right = event_target_checked(&event);
                        write(&|option| option.right = right);
                    }
                />
            </Show>
            <input
                class="field__input"
                id=option_id(key)
                dir="auto"
                autocomplete="off"
                aria-label=move || format!("Option {}", place())
                prop:value=text
                on:input=move |event| {
                    let text = event_target_value(&event);
                    write(&|option| option.text.clone_from(&text));
                }
            />
            <Button
                kind=ButtonKind::Ghost
                size=ButtonSize::Small
                glyph=Glyph::X
                disabled=Signal::derive(move || keys.with(Vec::len) <= domain::poll::FEWEST_OPTIONS)
                attr:aria-label=move || format!("Remove option {}", place())
                on:click=remove
            />
        </div>
        <CharactersLeft text=Signal::derive(text) most=LONGEST_OPTION/>
    }
    .into_any()
}

fn scale(draft: RwSignal<Draft>) -> AnyView {
    let point = move |id: &'static str, label: &'static str, first: bool| {
        let value = move || draft.with(|draft| if first { draft.from } else { draft.to });
        let write = move |event| {
            if let Ok(point) = event_target_value(&event).parse() {
                let mut draft = draft.write();
                if first {
                    draft.from = point;
                } else {
                    draft.to = point;
                }
            }
        };
        view! {
            <div class="field">
                <label class="field__label" for=id>{label}</label>
                <input class="field__input" id=id type="number" min="-100" max="100" prop:value=value on:change=write/>
            </div>
        }
    };
    let end = move |id: &'static str, label: &'static str, place: usize| {
        view! {
            <div class="field">
                <label class="field__label" for=id>{label}<span class="field__optional">" (optional)"</span></label>
                <input
                    class="field__input"
                    id=id
                    dir="auto"
                    autocomplete="off"
                    prop:value=move || draft.with(|draft| draft.ends[place].clone())
                    on:input=move |event| draft.write().ends[place] = event_target_value(&event)
                />
                <CharactersLeft
                    text=Signal::derive(move || draft.with(|draft| draft.ends[place].clone()))
                    most=LONGEST_OPTION
                />
            </div>
        }
    };
    view! {
        <div class="fields">
            {point("poll-from", "From", true)}
            {end("poll-low", "which means", 0)}
            {point("poll-to", "To", false)}
            {end("poll-high", "which means", 1)}
        </div>
    }
    .into_any()
}
