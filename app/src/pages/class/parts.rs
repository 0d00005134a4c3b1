//! The parts of the class page whose code comes once the page is shown: what stands behind tabs, keys and buttons.

use std::sync::OnceLock;
#[cfg(not(test))]
use std::time::Duration;

use domain::ids::BoardId;
use leptos::prelude::*;

use super::before::Before;
use super::device_menu::DeviceMenu;
use super::dialogs::Dialogs;
use super::digest::DigestCard;
#[cfg(not(test))]
use super::digest::Missed;
use super::full_screen::FullScreen;
use super::look::PreviewLook;
use super::panel::not_taken;
use super::pop_out::PopOut;
use super::queue::Queue;
use super::trial::TrialDialog;
use crate::features::board::{BoardControl, BoardSurface, SlideInk, SlidePlace};
use crate::features::chapter::Chapters;
#[cfg(not(test))]
use crate::features::chat::Desk;
use crate::features::chat::{MessageMenu, TypingLine};
use crate::features::hand::Hands;
use crate::features::participant::People;
use crate::features::poll::{Polling, Polls};
use crate::features::question::{Ask, Questions};
use crate::features::scene::{CutButton, Rail};
use crate::features::share::{ShareControl, SharedNote};
use crate::features::slides::{Looking, SlideTools, last_for, turn};
use crate::markup::formula as draw_formula;
use crate::media::Source;
#[cfg(not(test))]
use crate::mount::later::come;
use crate::mount::later::{Coming, Load};
use crate::room::Room;

/// What draws them.
#[derive(Clone, Copy)]
pub struct Parts {
    pub(super) questions: fn() -> AnyView,
    pub(super) ask: fn() -> AnyView,
    pub(super) polls: fn(Polling) -> AnyView,
    pub(super) queue: fn() -> AnyView,
    pub(super) people: fn() -> AnyView,
    pub(super) hands: fn() -> AnyView,
    pub(super) chapters: fn() -> AnyView,
    pub(super) scenes: fn() -> AnyView,
    pub(super) cut: fn() -> AnyView,
    pub(super) digest: fn() -> AnyView,
    pub(super) dialogs: fn() -> AnyView,
    pub(super) message_menu: fn() -> AnyView,
    pub(super) before: fn() -> AnyView,
    pub(super) formula: fn(&str) -> AnyView,
    pub(super) slide_tools: fn(Looking) -> AnyView,
    pub(super) typing: fn() -> AnyView,
    pub(super) unheard: fn() -> AnyView,
    pub(super) board: fn(Option<BoardId>) -> AnyView,
    pub(super) board_control: fn() -> AnyView,
    pub(super) share: fn() -> AnyView,
    pub(super) shared_note: fn() -> AnyView,
    pub(super) device_menu: fn(Source) -> AnyView,
    pub(super) pop_out: fn() -> AnyView,
    pub(super) full_screen: fn() -> AnyView,
    pub(super) trial: fn(bool) -> AnyView,
    pub(super) look: fn() -> AnyView,
}

/// How the page's program loads them.
static LOAD: OnceLock<Load<Parts>> = OnceLock::new();

/// Says how the page's program loads them: [`parts`], split off the program. A program that says nothing has none.
pub fn load_parts_with(load: Load<Parts>) {
    let _ = LOAD.set(load);
}

/// Where their code is.
pub(super) type ComingParts = ReadSignal<Coming<Parts>>;

/// Without being asked for they come this long after the class is shown, when all that it needs at first is there.
#[cfg(not(test))]
const CALM_IN: Duration = Duration::from_secs(1);

/// In tests they are there at once.
#[cfg(test)]
pub(super) fn use_parts(_: Room) -> ComingParts {
    signal(Coming::Here(parts())).0
}

/// Fetches them when one of them is asked for or there is time.
#[cfg(not(test))]
pub(super) fn use_parts(room: Room) -> ComingParts {
    let (calm, set_calm) = signal(false);
    Effect::new(move || {
        set_timeout(
            move || {
                set_calm.try_set(true);
            },
            CALM_IN,
        )
    });
    let missed = expect_context::<Missed>().0.with_value(Option::is_some);
    let menu = Desk::expect().menu;
    let asked = move || room.tab.get() != "chat" || room.dialogs.any_open() || menu.with(Option::is_some);
    let wanted = Signal::derive(move || missed || calm.get() || asked());
    come(wanted, LOAD.get().copied())
}

/// A formula: as it was written until what draws it is here.
pub(super) fn formula(source: String) -> AnyView {
    let Some(parts) = use_context::<ComingParts>() else { return source.into_any() };
    let drawn = move || match parts.get() {
        Coming::Here(parts) => (parts.formula)(&source),
        Coming::Soon | Coming::Late => source.clone().into_any(),
    };
    drawn.into_any()
}

/// What stands over the slides on the stage: what is drawn on them, and what turns them.
fn slide_tools(looking: Looking) -> AnyView {
    let room = Room::expect();
    let drawing = RwSignal::new(false);
    let place = Memo::new(move |_| {
        let ((deck, turned), page) = looking.class.get().zip(looking.page())?;
        let place: SlidePlace = (deck, page, last_for(room.is_staff(), turned));
        Some(place)
    });
    let by = Callback::new(move |by| turn(room, looking, by));
    view! {
        <SlideInk place drawing turn=by/>
        <SlideTools looking drawing/>
    }
    .into_any()
}

/// The parts. Nothing but the function that is split off may call this: what is called is in the program from the start.
#[must_use]
pub fn parts() -> Parts {
    Parts {
        questions: || view! { <Questions/> }.into_any(),
        ask: || view! { <Ask/> }.into_any(),
        polls: |polling| view! { <Polls polling/> }.into_any(),
        queue: || view! { <Queue/> }.into_any(),
        people: || view! { <People/> }.into_any(),
        hands: || view! { <Hands/> }.into_any(),
        chapters: || view! { <Chapters/> }.into_any(),
        scenes: || view! { <Rail/> }.into_any(),
        cut: || view! { <CutButton/> }.into_any(),
        digest: || view! { <DigestCard/> }.into_any(),
        dialogs: || view! { <Dialogs/> }.into_any(),
        message_menu: || view! { <MessageMenu/> }.into_any(),
        formula: draw_formula,
        slide_tools,
        typing: || view! { <TypingLine/> }.into_any(),
        unheard: || not_taken(Room::expect()),
        board: |board| view! { <BoardSurface board/> }.into_any(),
        board_control: || view! { <BoardControl/> }.into_any(),
        share: || view! { <ShareControl/> }.into_any(),
        shared_note: || view! { <SharedNote/> }.into_any(),
        device_menu: |source| view! { <DeviceMenu source/> }.into_any(),
        pop_out: || view! { <PopOut/> }.into_any(),
        full_screen: || view! { <FullScreen/> }.into_any(),
        trial: |on_already| view! { <TrialDialog on_already/> }.into_any(),
        look: || view! { <PreviewLook/> }.into_any(),
        before: || view! { <Before/> }.into_any(),
    }
}
