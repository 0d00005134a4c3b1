//! Whiteboards. What a class knows of its boards is little and stands in its view: [`Boards`]. What is drawn on one is a fold of
//! its own, [`Drawing`], which no view, snapshot or copy of a class holds.

mod arrival;
mod bits;
mod carry;
mod change;
mod command;
mod decide;
mod drawing;
mod fact;
mod fold;
mod history;
mod moved;
mod packed;
mod place;
mod shape;
mod sheet;
mod state;
mod table;

pub use crate::rejection::BadDrawing;
pub use arrival::Arrival;
pub use carry::{Carried, free, take_over};
pub use change::{Added, Change, Grouped, MOST_AT_ONCE, Paper, Part, Pile, Placed, Rubbed, Styled};

pub use command::Command;
pub use decide::{decide, rebind};
pub use drawing::{Drawing, MOST_REMOVALS, Object, Origin};
pub use fact::Fact;
pub(crate) use fold::fold;
pub use history::{History, Made};
pub use moved::Moved;
pub(crate) use moved::moved;
pub use packed::{LARGEST_DRAWN, count_drawn, drawn, drawn_together, read_drawn};
pub use place::Place;
pub use shape::{
    Colour, EXTENT, FINEST, Form, HIGHEST_PRESSURE, Ink, LONGEST_TEXT, MOST_POINTS, Point, Shape, Span,
    Style, WIDEST, quantised,
};
pub use sheet::Sheet;
pub use table::{LARGEST_TABLE, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Table};

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{BoardId, DeckId, Offset, SessionId};
use crate::pace::{Limit, Limited, Paces};
use crate::shared::Shared;
use crate::sorted::SortedMap;
use crate::words::Words;

/// Boards of a class, at most.
pub const MOST_BOARDS: usize = 50;
/// Pages of a board, at most.
pub const MOST_PAGES: u16 = 50;
/// Pages of a board that lies on slides, at most: as many as a deck has.
pub const MOST_SLIDES: u16 = 500;
/// Objects on a page, at most.
pub const MOST_OBJECTS: u32 = 50_000;
/// Characters of all that was drawn on a board, at most: what a replay fetches. An hour of one who writes without a pause is a
/// third of that.
pub const MOST_DRAWN: u64 = 20_000_000;
/// The same for all boards of a class.
pub const MOST_DRAWN_IN_CLASS: u64 = 100_000_000;
/// Characters in a board's title, at most.
pub const LONGEST_TITLE: usize = 120;

/// What a class knows of a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Board {
    /// Its id.
    pub id: BoardId,
    /// What it is called.
    pub title: Words,
    /// When it was made.
    pub made: Offset,
    /// About how many objects are on each of its pages. It has as many pages; the first is page 1. What is removed counts
    /// as gone whether or not it was there, so that a class needn't know the objects: [`Drawing`] counts them.
    /// Of a board on slides those alone are counted up to the last that was drawn on.
    pub pages: Vec<u32>,
    /// Characters of all that was drawn on it, whether or not it is there still.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub drawn: u64,
    /// The decks whose slides it lies on: the one that does now is the last, and took the place of those before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decks: Vec<DeckId>,
    /// The earlier class that it goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<SessionId>,
}

fn is_nothing(drawn: &u64) -> bool {
    *drawn == 0
}

impl Board {
    /// About how many objects are on a page; `None` where there is no such page.
    #[must_use]
    pub fn objects(&self, page: u16) -> Option<u32> {
        let there = self.pages.get(usize::from(page).checked_sub(1)?).copied();
        there.or_else(|| (self.deck().is_some() && page <= MOST_SLIDES).then_some(0))
    }

    /// The deck whose slides it lies on.
    #[must_use]
    pub fn deck(&self) -> Option<DeckId> {
        self.decks.last().copied()
    }
}

/// A class's boards.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Boards {
    /// By their ids.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub boards: SortedMap<BoardId, Shared<Board>>,
    #[serde(skip)]
    pub(crate) paces: Paces<Paced>,
}

impl Boards {
    /// The board on a deck's slides: the one that came with a deck whose place it took, or else the one of the deck's own id,
    /// whether it is there or not.
    #[must_use]
    pub fn of_deck(&self, deck: DeckId) -> BoardId {
        let there = self.boards.values().find(|board| board.decks.contains(&deck));
        there.map_or(BoardId(deck.0), |board| board.id)
    }
}

/// What is bounded about boards: strokes and whatever else changes a board, large changes as several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Paced {
    Change,
}

impl Limited for Paced {
    /// Quick handwriting makes several strokes a second.
    fn limit(self) -> Limit {
        match self {
            Self::Change => Limit { most: 600, slowed: false },
        }
    }
}
