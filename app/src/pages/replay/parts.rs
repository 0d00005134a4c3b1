//! The part of the replay page whose code comes when it is needed: the chat, with all that a message can have in it, boards, and
//! the drawing of formulas.

use std::sync::OnceLock;

use domain::ids::BoardId;
use domain::replay::Replay;
use domain::words::Words;
use leptos::prelude::*;

use crate::features::board::{BoardInReplay, InkInReplay, SlidePlace};
use crate::features::chat::replay::Chat;
use crate::markup::{Formulas, formula as draw_formula};
use crate::mount::later::{Coming, Load, come, here, on_its_way};
use crate::playback::watching::Watching;

/// What draws it.
#[derive(Clone, Copy)]
pub struct Parts {
    chat: fn() -> AnyView,
    board: fn(Option<BoardId>) -> AnyView,
    ink: fn(Memo<Option<SlidePlace>>) -> AnyView,
    formula: fn(&str) -> AnyView,
}

/// How the page's program loads it.
static LOAD: OnceLock<Load<Parts>> = OnceLock::new();

/// Says how the page's program loads it: [`parts`], split off the program. A program that says nothing has none.
pub fn load_parts_with(load: Load<Parts>) {
    let _ = LOAD.set(load);
}

/// The part. Nothing but the function that is split off may call this: what is called is in the program from the start.
#[must_use]
pub fn parts() -> Parts {
    Parts {
        chat: || view! { <Chat/> }.into_any(),
        board: |board| view! { <BoardInReplay board/> }.into_any(),
        ink: |place| view! { <InkInReplay place/> }.into_any(),
        formula: draw_formula,
    }
}

/// Where the part's code is.
type ComingParts = ReadSignal<Coming<Parts>>;

/// Lets every part of the page find it. It is asked for when the chat is opened, and at once where something may have a
/// formula in it.
pub(super) fn provide(watching: Watching) {
    let formulas = watching.opened.with_value(|replay| texts(replay).any(|text| text.contains(['$', '\\'])));
    let boards = watching.opened.with_value(|replay| !replay.view.board.boards.is_empty());
    let wanted = Signal::derive(move || formulas || boards || watching.tab.get() == "chat");
    provide_context::<ComingParts>(come(wanted, LOAD.get().copied()));
    provide_context(Formulas(formula));
}

/// What is shown of a replay beside its chat that people wrote.
fn texts(replay: &Replay) -> impl Iterator<Item = &str> {
    let questions = replay.view.question.questions.values().flat_map(|question| {
        let answer = question.answer.as_ref().map(|answer| answer.text.text());
        std::iter::once(question.text.text()).chain(answer)
    });
    let polls = replay.view.poll.polls.values().flat_map(|poll| {
        let explanations = poll.key.iter().map(|key| key.explanation.text());
        let shown = poll.shown.iter().map(|shown| shown.explanation.text());
        let groups = poll.groups.values().map(Words::text);
        let groups_shown =
            poll.shown.iter().flat_map(|shown| shown.groups.values().map(|(title, _)| title.text()));
        let written = poll.votes.values().map(|vote| vote.text.text());
        let wording = poll.wording.options.iter().chain([&poll.wording.question]).map(String::as_str);
        wording.chain(explanations).chain(shown).chain(groups).chain(groups_shown).chain(written)
    });
    let chapters = replay.chapters.iter().map(|chapter| chapter.title.text());
    let found = replay.found.iter().map(|chapter| chapter.title.as_str());
    questions.chain(polls).chain(chapters).chain(found).chain([replay.class.title.as_str()])
}

/// A formula: as it was written until what draws it is here.
fn formula(source: String) -> AnyView {
    let Some(parts) = use_context::<ComingParts>() else { return source.into_any() };
    let drawn = move || match parts.get() {
        Coming::Here(parts) => (parts.formula)(&source),
        Coming::Soon | Coming::Late => source.clone().into_any(),
    };
    drawn.into_any()
}

/// A board on the stage.
pub(super) fn board(board: Option<BoardId>) -> AnyView {
    let Some(parts) = use_context::<ComingParts>() else { return ().into_any() };
    view! {
        {on_its_way(parts)}
        {here(parts, move |parts| (parts.board)(board))}
    }
    .into_any()
}

/// What is drawn on the slides of the stage.
pub(super) fn ink(place: Memo<Option<SlidePlace>>) -> AnyView {
    let Some(parts) = use_context::<ComingParts>() else { return ().into_any() };
    here(parts, move |parts| (parts.ink)(place)).into_any()
}

/// The tab of the chat.
pub(super) fn chat() -> AnyView {
    let Some(parts) = use_context::<ComingParts>() else { return ().into_any() };
    view! {
        {on_its_way(parts)}
        {here(parts, |parts| (parts.chat)())}
    }
    .into_any()
}
