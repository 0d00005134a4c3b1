//! The facts of boards.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::board::{Change, Moved};
use crate::core::{Effect, FeatureFact, Reach, Stamp};
use crate::ids::{BoardId, DeckId, Sequence, SessionId, UserId};
use crate::role::Viewer;
use crate::words::Words;

/// A fact of boards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// There is a board, with one page.
    #[serde(rename = "whiteboard.created")]
    Created {
        board: BoardId,
        /// What it is called.
        title: Words,
    },
    /// A board has one more page.
    #[serde(rename = "whiteboard.page_added")]
    PageAdded { board: BoardId, page: u16 },
    /// There is a board whose pages lie on those of a deck.
    #[serde(rename = "whiteboard.bound")]
    Bound { board: BoardId, deck: DeckId },
    /// A board lies on a newer deck, which took the place of the one that it lay on.
    #[serde(rename = "whiteboard.rebound")]
    Rebound {
        board: BoardId,
        /// The newer one.
        deck: DeckId,
        /// What its pages become; those that aren't named stay.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        places: Vec<Moved>,
    },
    /// There is a board that goes on from an earlier class, with what was drawn on it there.
    #[serde(rename = "whiteboard.continued")]
    Continued {
        board: BoardId,
        /// The earlier class, where it has the same id.
        from: SessionId,
        /// How far that class's log counts.
        through: Sequence,
        /// How many objects are on each of its pages.
        pages: Vec<u32>,
        /// Characters of what is drawn on it.
        drawn: u64,
    },
    /// Something on a board has changed.
    #[serde(rename = "whiteboard.updated")]
    Updated {
        board: BoardId,
        change: Change,
        /// What was drawn, packed ([`crate::board::drawn`]); erased with the words of who drew it.
        #[serde(default, skip_serializing_if = "Words::erased")]
        drawn: Words,
    },
}

impl Fact {
    /// The board that it is about.
    #[must_use]
    pub fn board(&self) -> BoardId {
        match self {
            Self::Created { board, .. }
            | Self::PageAdded { board, .. }
            | Self::Bound { board, .. }
            | Self::Rebound { board, .. }
            | Self::Continued { board, .. }
            | Self::Updated { board, .. } => *board,
        }
    }
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        actor
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Created { .. }
            | Self::PageAdded { .. }
            | Self::Bound { .. }
            | Self::Rebound { .. }
            | Self::Continued { .. }
            | Self::Updated { .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {}

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        vec![]
    }
}
