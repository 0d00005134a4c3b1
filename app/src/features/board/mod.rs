//! Whiteboards on the class's page. What is drawn is folded here from what the server gave and the channel brings
//! (`domain::board`); a script of its own, `frontend/js/board.ts`, draws it and says what its person does.

#[cfg(any(feature = "browser", test))]
mod ask;
#[cfg(feature = "browser")]
mod bridge;
mod control;
#[cfg(feature = "browser")]
mod engine;
mod replay;
mod slides;
#[cfg(feature = "browser")]
mod told;

pub(crate) use control::BoardControl;
pub(crate) use replay::BoardInReplay;
pub(crate) use slides::{InkInReplay, Place as SlidePlace, SlideInk};

use domain::Command;
use domain::board::{self, Board};
use domain::ids::BoardId;
use leptos::html::Div;
use leptos::prelude::*;

use crate::room::Room;
use crate::stage::nothing_yet;
use crate::ui::{Button, ButtonKind, Glyph};

/// The board of a class that a scene means: by its id, or else the one that was made last and lies on no slides.
fn meant(boards: &board::Boards, named: Option<BoardId>) -> Option<&Board> {
    let free = |board: &&_| AsRef::<Board>::as_ref(*board).deck().is_none();
    let last = || boards.boards.values().filter(free).max_by_key(|board| (board.made, board.id));
    let there = match named {
        Some(id) => boards.boards.get(&id),
        None => last(),
    };
    there.map(AsRef::as_ref)
}

/// A board on the stage.
#[component]
pub(crate) fn BoardSurface(
    /// Which; none for the one that was made last.
    board: Option<BoardId>,
) -> impl IntoView {
    let room = Room::expect();
    let there =
        Memo::new(move |_| room.live.view.with(|view| meant(&view.board, board).map(|board| board.id)));
    view! {
        {move || match there.get() {
            Some(board) => view! { <Shown board/> }.into_any(),
            None if room.is_staff() => view! {
                <div class="stage__empty">
                    <Button kind=ButtonKind::Primary on:click=move |_| make(room)>"Start a whiteboard"</Button>
                </div>
            }
            .into_any(),
            None => nothing_yet(Glyph::Pencil, "No whiteboard yet."),
        }}
    }
    .into_any()
}

/// Makes a board.
fn make(room: Room) {
    let board = BoardId(uuid::Uuid::new_v4());
    room.live.send(Command::Board(board::Command::Create { board, title: "Whiteboard".to_owned() }));
}

/// A board that is there. The script fills the element.
#[component]
fn Shown(board: BoardId) -> impl IntoView {
    let element = NodeRef::<Div>::new();
    #[cfg(feature = "browser")]
    bridge::start(Room::expect(), board, None, element);
    #[cfg(not(feature = "browser"))]
    let _ = board;
    view! { <div class="board" node_ref=element></div> }.into_any()
}

#[cfg(test)]
mod tests {
    use domain::ids::Offset;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_scene_that_names_no_board_means_the_last() {
        let mut boards = board::Boards::default();
        let id = |n| BoardId(Uuid::from_u128(n));
        for (n, made) in [(1, 30), (2, 10)] {
            let board = Board {
                id: id(n),
                title: "Board".into(),
                made: Offset(made),
                pages: vec![0],
                drawn: 0,
                decks: vec![],
                from: None,
            };
            boards.boards.insert(id(n), board.into());
        }
        let ink = Board {
            id: id(4),
            title: "".into(),
            made: Offset(50),
            pages: vec![],
            drawn: 0,
            decks: vec![id(4).0.into()],
            from: None,
        };
        boards.boards.insert(id(4), ink.into());
        assert_eq!(meant(&boards, None).map(|board| board.id), Some(id(1)));
        assert_eq!(meant(&boards, Some(id(2))).map(|board| board.id), Some(id(2)));
        assert_eq!(meant(&boards, Some(id(3))).map(|board| board.id), None);
    }
}
