//! One question of the list.

use domain::ids::QuestionId;
use domain::{Command, question};
use leptos::prelude::*;

use super::List;
use super::act::Act;
use super::board::Mark;
use super::form::form;
use crate::live::Link;
use crate::markup::with_formulas;
use crate::room::focus;
use crate::ui::{Glyph, Icon};

/// How many of the things one may do have a button of their own; the others are in a menu.
const SHOWN: usize = 2;
/// How many things there are to do with a question, at most.
const MOST: usize = 7;

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
            <p class="question__text" dir="auto">{move || said.with(|said| with_formulas(&said.text))}</p>
            <p class="question__meta">
                {move || said.with(|said| said.meta.clone())}
                {move || (mark.get() == Mark::Unsent).then(|| on_the_way(list))}
            </p>
            {move || said.with(|said| said.answer.clone()).map(|(heading, text)| view! {
                <div class="question__answer"><b>{heading}</b><p dir="auto">{with_formulas(&text)}</p></div>
            })}
            {move || match writing.get() {
                Some(act) => form(list, id, act),
                None => buttons(list, id, acts),
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
        let command = match votes.get_untracked().voted {
            true => Command::Question(question::Command::Unvote { question: id }),
            false => Command::Question(question::Command::Upvote { question: id }),
        };
        list.room.live.send(command);
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

/// What one may do: the next things on buttons, the others in a menu. The buttons stay the same and what they do changes, so
/// that whoever has pressed one still has the focus on it.
fn buttons(list: List, id: QuestionId, acts: Memo<Vec<Act>>) -> AnyView {
    let menu = format!("more-{id}");
    let rest = Memo::new(move |_| acts.with(|acts| acts.len() > SHOWN));
    // Only staff have a menu: students have one thing to do at most.
    let most = if list.room.viewer.role.is_staff() { MOST } else { 1 };
    let slots = |places: std::ops::Range<usize>, menu: Option<&str>| {
        places.map(|place| slot(list, id, acts, place, menu.map(str::to_owned))).collect_view()
    };
    view! {
        <div class="question__actions" hidden=move || acts.with(Vec::is_empty)>
            {slots(0..most.min(SHOWN), None)}
            {(most > SHOWN).then(|| view! {
                <button
                    class="button button--ghost button--small button--icon"
                    type="button"
                    aria-label="More"
                    title="More"
                    popovertarget=menu.clone()
                    hidden=move || !rest.get()
                >
                    <Icon glyph=Glyph::Ellipsis/>
                </button>
                <div class="menu__list" id=menu.clone() popover="auto">{slots(SHOWN..most, Some(&menu))}</div>
            })}
        </div>
    }
    .into_any()
}

/// The button of the act at a place; hidden where there is none. `menu` is the one that it is in, and closes.
fn slot(list: List, id: QuestionId, acts: Memo<Vec<Act>>, place: usize, menu: Option<String>) -> AnyView {
    let act = move || acts.with(|acts| acts.get(place).copied());
    let in_menu = menu.is_some();
    let class = move || match act() {
        _ if in_menu => "menu__item",
        Some(Act::Approve | Act::Answered) => "button button--small button--primary",
        _ => "button button--small",
    };
    view! {
        <button
            class=class
            type="button"
            popovertarget=menu
            popovertargetaction=in_menu.then_some("hide")
            hidden=move || act().is_none()
            on:click=move |_| untrack(act).into_iter().for_each(|act| press(list, id, act))
        >
            {move || act().map(Act::words)}
        </button>
    }
    .into_any()
}

fn press(list: List, id: QuestionId, act: Act) {
    match act.command(id) {
        Some(command) => {
            list.room.live.send(command);
        }
        None => {
            list.words.set(String::new());
            list.form.set(Some((id, act)));
            focus::give(super::form::INPUT.to_owned());
        }
    }
}
