//! The commands of slides.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::ids::DeckId;
use crate::policy::Action;
use crate::slides::{Fact, Unfit, Zoom};
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
    /// Call a deck otherwise.
    #[serde(rename = "rename_deck")]
    Rename {
        deck: DeckId,
        /// 1 to [`crate::slides::LONGEST_NAME`] characters.
        name: String,
    },
    /// Remove a deck.
    #[serde(rename = "remove_deck")]
    Remove { deck: DeckId },
    /// Have everybody look at a part of the page that is on the stage.
    #[serde(rename = "zoom_slide")]
    Zoom { deck: DeckId, page: u16, zoom: Zoom },
    /// Say what is on a page, for who doesn't see it.
    #[serde(rename = "describe_slide")]
    Describe {
        deck: DeckId,
        page: u16,
        /// 1 to [`crate::slides::LONGEST_DESCRIPTION`] characters.
        text: String,
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
        /// The deck whose place it takes once it is drawn.
        instead_of: Option<DeckId>,
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
    /// A deck is drawn that was brought to take another's place.
    #[serde(rename = "replace_deck")]
    Replace {
        deck: DeckId,
        /// For each page of the other, which page of this it became; a page beyond them keeps its number.
        places: Vec<u16>,
    },
    /// Who brought a deck was erased.
    #[serde(rename = "erase_deck")]
    Erase { deck: DeckId },
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
            (Self::Rename { deck, name }, [Fact::Renamed { deck: there, name: called }]) => {
                deck == there && says(called, name)
            }
            (Self::Remove { deck }, [Fact::Removed { deck: there, .. }]) => deck == there,
            (Self::Zoom { deck, page, zoom }, [Fact::Zoomed { deck: there, page: shown, zoom: seen }]) => {
                (deck, page, zoom.within_page()) == (there, shown, *seen)
            }
            (
                Self::Describe { deck, page, text },
                [Fact::Described { deck: there, page: shown, text: said, .. }],
            ) => (deck, page) == (there, shown) && says(said, text),
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
            (
                Self::Add { deck, name, instead_of },
                [Fact::Added { deck: there, name: called, instead_of: old }],
            ) => (deck, instead_of) == (there, old) && says(called, name),
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}
