//! One question of the list.

use domain::Command;
use domain::ids::QuestionId;
use leptos::prelude::*;

use super::List;
use super::act::Act;
use super::board::Mark;
use super::form::form;
use crate::live::Link;
use crate::pages::class::focus;
use crate::ui::{Button, ButtonKind, ButtonSize, Glyph, Icon};

/// How many of the things one may do have a button of their own; the others are in a menu.
const SHOWN: usize = 2;

/// A question with its votes, its words and what may be done with it. Each of these is drawn anew by itself, so that a vote
/// that comes closes no menu.
pub(super) fn row(list: List, id: QuestionId) -> AnyView {
    let said = list.part(id, |asked| asked.said.clone());
    let mark = Memo::new(move |_| said.with(|said| said.mark));
    let acts = list.part(id, |asked| asked.acts.clone());
    let writing =
        Memo::new(move |_| list.form.get().filter(|(question, _)| *question == id).map(|(_, act)| act));
    let class = move || match mark.get() {
        Mark::None => "question",
        Mark::Unsent => "question question--unsent",
        Mark::Waiting => "question question--waiting",
        Mark::Stage => "question question--stage",
        Mark::Settled => "question question--settled",
    };
    view! {
        <li class=class id=row_id(id) tabindex="-1">
            {votes(list, id)}
            <p class="question__text">{move || said.with(|said| said.text.clone())}</p>
            <p class="question__meta">
                {move || said.with(|said| said.meta.clone())}
                {move || (mark.get() == Mark::Unsent).then(|| on_the_way(list))}
            </p>
            {move || said.with(|said| said.answer.clone()).map(|(heading, text)| view! {
                <div class="question__answer"><b>{heading}</b><p>{text}</p></div>
            })}
            {move || match writing.get() {
                Some(act) => form(list, id, act),
                None => buttons(list, id, acts.get()),
            }}
        </li>
    }
    .into_any()
}

/// The id of a question's row.
pub(super) fn row_id(id: QuestionId) -> String {
    format!("question-{id}")
}

fn on_the_way(list: List) -> &'static str {
    let live = list.room.live;
    match (live.paused.get(), live.link.get()) {
        (true, _) => ", waits until the class goes on",
        (false, Link::Open) => ", sending",
        (false, _) => ", unsent, goes out by itself",
    }
}

fn votes(list: List, id: QuestionId) -> AnyView {
    let votes = list.part(id, |asked| asked.votes);
    let may = Memo::new(move |_| votes.get().may);
    let count = move || {
        view! {
            <b>{move || votes.get().count}</b>
            <span>{move || if votes.get().count == 1 { "vote" } else { "votes" }}</span>
        }
    };
    let vote = move |_| {
        let wish = match votes.get_untracked().voted {
            true => Command::UnvoteQuestion { question: id },
            false => Command::UpvoteQuestion { question: id },
        };
        list.room.live.send(wish);
    };
    let shown = move || match may.get() {
        true => view! {
            <button
                class="question__votes"
                type="button"
                title="I want to know, too"
                aria-pressed=move || if votes.get().voted { "true" } else { "false" }
                on:click=vote
            >
                {count()}
                <span class="visually-hidden">": I want to know, too"</span>
            </button>
        }
        .into_any(),
        false => view! { <div class="question__votes">{count()}</div> }.into_any(),
    };
    (move || shown()).into_any()
}

fn buttons(list: List, id: QuestionId, acts: Vec<Act>) -> AnyView {
    if acts.is_empty() {
        return ().into_any();
    }
    let more = acts.get(SHOWN..).unwrap_or_default().to_vec();
    let menu = format!("more-{id}");
    let shown = acts.into_iter().take(SHOWN).map(|act| {
        let kind = match act {
            Act::Approve | Act::Answered => ButtonKind::Primary,
            _ => ButtonKind::Plain,
        };
        view! { <Button kind size=ButtonSize::Small on:click=move |_| press(list, id, act)>{act.words()}</Button> }
    });
    let more = (!more.is_empty()).then(|| {
        let items = more.into_iter().map(|act| {
            view! {
                <button
                    class="menu__item"
                    type="button"
                    popovertarget=menu.clone()
                    popovertargetaction="hide"
                    on:click=move |_| press(list, id, act)
                >
                    {act.words()}
                </button>
            }
        });
        view! {
            <button class="button button--ghost button--small button--icon" type="button" aria-label="More" title="More" popovertarget=menu.clone()>
                <Icon glyph=Glyph::Ellipsis/>
            </button>
            <div class="menu__list" id=menu.clone() popover="auto">{items.collect_view()}</div>
        }
    });
    view! { <div class="question__actions">{shown.collect_view()}{more}</div> }.into_any()
}

fn press(list: List, id: QuestionId, act: Act) {
    match act.wish(id) {
        Some(wish) => {
            list.room.live.send(wish);
        }
        None => {
            list.words.set(String::new());
            list.form.set(Some((id, act)));
            focus::give(super::form::INPUT.to_owned());
        }
    }
}
