//! The commands of boards.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::board::{Change, Fact};
use crate::core::FeatureCommand;
use crate::ids::{BoardId, DeckId};
use crate::policy::Action;
use crate::words::{Words, says};

/// What a page may say over its live channel about boards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Make a board with one page.
    #[serde(rename = "create_board")]
    Create {
        /// With an id by who makes it.
        board: BoardId,
        /// What it is called, 1 to [`crate::board::LONGEST_TITLE`] characters.
        title: String,
    },
    /// Give a board one more page.
    #[serde(rename = "add_board_page")]
    AddPage {
        board: BoardId,
        /// Which it becomes: the number of pages there are, and one. Two who ask at once get one page.
        page: u16,
    },
    /// Have a board lie on a deck's slides, where none does yet. It has the deck's id ([`crate::board::Boards::of_deck`]).
    #[serde(rename = "bind_board")]
    Bind { deck: DeckId },
    /// Change a board.
    #[serde(rename = "change_board")]
    Change {
        board: BoardId,
        change: Change,
        /// What is drawn, packed ([`crate::board::drawn`]), where the change draws something.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        drawn: Option<String>,
    },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        match self {
            Self::Create { .. }
            | Self::AddPage { .. }
            | Self::Change {
                change: Change::Clear { .. } | Change::Lock { .. } | Change::Paper { .. },
                ..
            } => Action::RunBoards,
            Self::Bind { .. }
            | Self::Change {
                change:
                    Change::Add { .. }
                    | Change::Redraw { .. }
                    | Change::Place { .. }
                    | Change::Remove { .. }
                    | Change::Restore { .. }
                    | Change::AddAll { .. }
                    | Change::Style { .. }
                    | Change::Stack { .. }
                    | Change::Group { .. }
                    | Change::Rub { .. },
                ..
            } => Action::Draw,
        }
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::Create { board, title }, [Fact::Created { board: which, title: called }]) => {
                board == which && says(called, title)
            }
            (Self::AddPage { board, page }, [Fact::PageAdded { board: which, page: number }]) => {
                (board, page) == (which, number)
            }
            (Self::Bind { deck }, [Fact::Bound { deck: which, .. }]) => deck == which,
            // The page was there already, or the board.
            (Self::AddPage { .. } | Self::Bind { .. }, []) => true,
            (
                Self::Change { board, change, drawn },
                [Fact::Updated { board: which, change: made, drawn: there }],
            ) => (board, change) == (which, made) && is_drawn(there, drawn.as_deref()),
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}

/// Whether what the log holds is what was drawn. What was erased compares equal to all.
fn is_drawn(there: &Words, drawn: Option<&str>) -> bool {
    there.erased() || drawn == Some(there.text())
}
