//! What is drawn on slides: a board that lies on the pages of a deck, and moves with them.

use domain::board::Board;
use domain::ids::{BoardId, DeckId};
use domain::permission::Permission;
use leptos::html::Div;
use leptos::prelude::*;

use crate::playback::watching::Watching;
use crate::room::Room;

/// The page of a deck that somebody looks at, and the last to which they can turn.
pub(crate) type Place = (DeckId, u16, u16);

/// How a board lies on slides. Copied freely.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "browser"), expect(dead_code, reason = "only browsers draw"))]
pub(super) struct OnSlides {
    pub deck: DeckId,
    pub place: Memo<Option<Place>>,
    /// Whether its person draws; else what is drawn is only seen.
    pub drawing: RwSignal<bool>,
    /// Turns by so many pages.
    pub turn: Callback<i32>,
}

impl OnSlides {
    /// The page, and the last that there is; follows them.
    #[cfg(feature = "browser")]
    pub fn page(self) -> (u16, u16) {
        let there = self.place.get().filter(|(deck, _, _)| *deck == self.deck);
        there.map_or((1, 1), |(_, page, last)| (page, last))
    }
}

/// What is drawn on the slides of the class's stage. Its script is loaded once there is something, or somebody begins.
#[component]
pub(crate) fn SlideInk(
    /// What its person looks at.
    place: Memo<Option<Place>>,
    /// Whether they draw.
    drawing: RwSignal<bool>,
    /// Turns by so many pages.
    turn: Callback<i32>,
) -> impl IntoView {
    let room = Room::expect();
    let there = Memo::new(move |_| {
        let (deck, _, _) = place.get()?;
        let (board, drawn) = room.live.view.with(|view| {
            let board = view.board.of_deck(deck);
            (board, view.board.boards.get(&board).is_some_and(|board| has_ink(board)))
        });
        (drawn || drawing.get()).then_some((deck, board))
    });
    // What was shown once stays, though nothing is left of it.
    let shown = Memo::new(move |before: Option<&Option<(DeckId, BoardId)>>| {
        let deck = place.get().map(|(deck, _, _)| deck);
        there.get().or_else(|| before.copied().flatten().filter(|(of, _)| Some(*of) == deck))
    });
    let may = Memo::new(move |_| room.live.phase.get().is_live() && room.permits(Permission::Draw));
    Effect::new(move || {
        if !may.get() {
            drawing.set(false);
        }
    });
    let ink = move || {
        let (deck, board) = shown.get()?;
        Some(view! { <Ink board on=OnSlides { deck, place, drawing, turn }/> })
    };
    ink.into_any()
}

/// Whether anything was ever drawn on it.
fn has_ink(board: &Board) -> bool {
    board.pages.iter().any(|count| *count > 0)
}

#[component]
fn Ink(board: BoardId, on: OnSlides) -> impl IntoView {
    let element = NodeRef::<Div>::new();
    #[cfg(feature = "browser")]
    super::bridge::start(Room::expect(), board, Some(on), element);
    #[cfg(not(feature = "browser"))]
    let _ = (board, on);
    view! { <div class="board board--slides board--seen" node_ref=element></div> }.into_any()
}

/// What is drawn on the slides of a replay's stage.
#[component]
pub(crate) fn InkInReplay(
    /// What is looked at.
    place: Memo<Option<Place>>,
) -> impl IntoView {
    let watching = Watching::expect();
    let there = Memo::new(move |_| {
        let (deck, _, _) = place.get()?;
        watching.opened.with_value(|replay| {
            let boards = &replay.view.board;
            let board = boards.of_deck(deck);
            boards.boards.get(&board).filter(|board| board.decks.contains(&deck)).map(|board| board.id)
        })
    });
    let ink = move || {
        let board = there.get()?;
        let element = NodeRef::<Div>::new();
        #[cfg(feature = "browser")]
        super::replay::start(watching, board, Some(place), element);
        #[cfg(not(feature = "browser"))]
        let _ = board;
        Some(view! { <div class="board board--slides board--seen" node_ref=element></div> })
    };
    ink.into_any()
}
