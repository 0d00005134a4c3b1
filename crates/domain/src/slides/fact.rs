//! The facts of slides.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp};
use crate::ids::{DeckId, UserId};
use crate::role::Viewer;
use crate::slides::{Unfit, Zoom};
use crate::words::Words;

/// A fact of slides. What a class has decks of is for staff; everybody learns of a deck when a page of it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// A deck's file lies in object storage.
    #[serde(rename = "slides.added")]
    Added {
        deck: DeckId,
        /// The name of its file.
        name: Words,
        /// The deck whose place it takes once it is drawn.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<DeckId>,
    },
    /// So many pages of it are done with.
    #[serde(rename = "slides.drawn")]
    Drawn {
        deck: DeckId,
        /// How many there are.
        pages: u16,
        /// How many are done with, drawn or not.
        drawn: u16,
        /// The numbers of those that can't be drawn.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        undrawable: Vec<u16>,
    },
    /// It can't be shown.
    #[serde(rename = "slides.refused")]
    Refused { deck: DeckId, why: Unfit },
    /// It is called otherwise.
    #[serde(rename = "slides.renamed")]
    Renamed { deck: DeckId, name: Words },
    /// It is drawn, and took the place of the deck that it was brought for.
    #[serde(rename = "slides.replaced")]
    Replaced {
        deck: DeckId,
        /// The page to begin at: the one that the other was at.
        page: u16,
    },
    /// It isn't there any more.
    #[serde(rename = "slides.removed")]
    Removed {
        deck: DeckId,
        /// How many of its first pages stay for the replay.
        kept: u16,
    },
    /// Everybody looks at a page.
    #[serde(rename = "slide.changed")]
    Changed {
        deck: DeckId,
        /// Its number; the first is 1.
        page: u16,
        /// How many there are.
        pages: u16,
    },
    /// Everybody looks at a part of a page.
    #[serde(rename = "slide.zoomed")]
    Zoomed { deck: DeckId, page: u16, zoom: Zoom },
    /// A page in words, for who doesn't see it.
    #[serde(rename = "slide.described")]
    Described {
        deck: DeckId,
        /// Its number; the first is 1.
        page: u16,
        text: Words,
        /// Whether it was shown before; else students don't know yet what will be there.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        shown: bool,
    },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        actor
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Added { .. }
            | Self::Drawn { .. }
            | Self::Refused { .. }
            | Self::Renamed { .. }
            | Self::Replaced { .. }
            | Self::Described { shown: false, .. } => Reach::staff(),
            // Of a deck that was not shown it says a name that nobody knows: that a scene's deck is gone everybody has to know.
            Self::Removed { .. }
            | Self::Changed { .. }
            | Self::Zoomed { .. }
            | Self::Described { shown: true, .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {}

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        match self {
            Self::Added { deck, .. } => vec![Effect::Draw(*deck)],
            Self::Removed { deck, .. } => vec![Effect::Discard(*deck)],
            Self::Drawn { .. }
            | Self::Refused { .. }
            | Self::Renamed { .. }
            | Self::Replaced { .. }
            | Self::Changed { .. }
            | Self::Zoomed { .. }
            | Self::Described { .. } => vec![],
        }
    }
}
