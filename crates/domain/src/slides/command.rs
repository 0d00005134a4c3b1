//! The commands of slides.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::ids::DeckId;
use crate::policy::Action;
use crate::slides::{Fact, Unfit};
use crate::words::says;

/// What a page may say over its live channel about slides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Have everybody look at a page.
    #[serde(rename = "show_slide")]
    Show {
        deck: DeckId,
        /// Its number; the first is 1.
        page: u16,
    },
}

/// What comes by its use case alone, about slides: the file has to be there first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum UseCaseCommand {
    /// Add a deck, whose file lies in object storage.
    #[serde(rename = "add_deck")]
    Add {
        deck: DeckId,
        /// The name of its file, 1 to [`crate::slides::LONGEST_NAME`] characters.
        name: String,
    },
}

/// What only the server says, about slides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum SystemCommand {
    /// So many pages of a deck are done with.
    #[serde(rename = "draw_deck")]
    Draw {
        deck: DeckId,
        /// How many there are.
        pages: u16,
        /// How many are done with, drawn or not.
        drawn: u16,
        /// The numbers of those that can't be drawn.
        undrawable: Vec<u16>,
    },
    /// A deck can't be shown.
    #[serde(rename = "refuse_deck")]
    Refuse {
        deck: DeckId,
        /// Why.
        why: Unfit,
    },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        Action::RunStage
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::Show { deck, page }, [Fact::Changed { deck: there, page: shown, .. }]) => {
                (deck, page) == (there, shown)
            }
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}

impl FeatureCommand for UseCaseCommand {
    type Fact = Fact;

    fn action(&self) -> Action {
        Action::RunStage
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::Add { deck, name }, [Fact::Added { deck: there, name: called }]) => {
                deck == there && says(called, name)
            }
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}
