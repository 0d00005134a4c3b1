//! Slides: the decks of a class, and which page of which everybody looks at.

mod add;
mod command;
mod draw;
mod fact;
mod fold;
mod show;
mod unfit;

pub use add::add;
pub use command::{Command, SystemCommand, UseCaseCommand};
pub use draw::decide_system;
pub use fact::Fact;
pub(crate) use fold::fold;
pub use show::show;
pub use unfit::Unfit;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::ids::{DeckId, UserId};
use crate::rejection::Rejection;
use crate::sorted::SortedMap;
use crate::words::Words;

/// Bytes of an uploaded file, at most.
pub const LARGEST_FILE: u64 = 200_000_000;
/// Pages of a deck, at most.
pub const MOST_PAGES: u16 = 500;
/// Decks of a class, at most.
pub const MOST_DECKS: usize = 40;
/// Characters in a file's name, at most.
pub const LONGEST_NAME: usize = 200;
/// How many pages beyond the farthest that was shown a student's page may fetch, so that a turn paints at once.
pub const AHEAD: u16 = 2;

/// A deck as staff see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Deck {
    /// The name of its file.
    pub name: Words,
    /// Who brought it.
    pub by: Option<UserId>,
    /// How many pages it has; 0 until the file was opened.
    pub pages: u16,
    /// How many of them are done with, drawn or not.
    #[serde(skip_serializing_if = "is_zero")]
    pub drawn: u16,
    /// The numbers of those that can't be drawn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undrawable: Vec<u16>,
    /// Why it can't be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unfit: Option<Unfit>,
}

/// A page that is or was shown, as everybody may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Turned {
    /// The page that was shown last; the first is 1.
    pub page: u16,
    /// The farthest that was shown.
    pub farthest: u16,
    /// How many there are.
    pub pages: u16,
}

/// The slides of a class.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Slides {
    /// Its decks; only staff see them.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub decks: SortedMap<DeckId, Deck>,
    /// The deck that was shown last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_deck: Option<DeckId>,
    /// How far each deck that was shown is.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub turned: SortedMap<DeckId, Turned>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(count: &u16) -> bool {
    *count == 0
}

/// What a page's command makes happen.
///
/// # Errors
/// As [`show`].
pub fn decide(class: &Core, own: &Slides, command: &Command) -> Result<Vec<Fact>, Rejection> {
    let Command::Show { deck, page } = command;
    show(class, own, *deck, *page)
}

/// What a use case makes happen.
///
/// # Errors
/// As [`add`].
pub fn decide_use_case(class: &Core, own: &Slides, command: &UseCaseCommand) -> Result<Vec<Fact>, Rejection> {
    let UseCaseCommand::Add { deck, name } = command;
    add(class, own, *deck, name)
}

impl Deck {
    /// Whether there is nothing more to wait for.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.unfit.is_some() || (self.pages > 0 && self.drawn >= self.pages)
    }
}

impl Slides {
    /// The page that everybody looks at in a deck, or where none is named in the one that was shown last.
    #[must_use]
    pub fn on_stage(&self, deck: Option<DeckId>) -> Option<(DeckId, Turned)> {
        let deck = deck.or(self.last_deck)?;
        self.turned.get(&deck).map(|turned| (deck, *turned))
    }

    /// Whether a student's page may fetch a page: what was shown, and a little more so that a turn paints at once.
    #[must_use]
    pub fn may_student_see(&self, deck: DeckId, page: u16) -> bool {
        self.turned.get(&deck).is_some_and(|turned| page <= turned.farthest.saturating_add(AHEAD))
    }

    /// Keeps what a student may see.
    pub(crate) fn keep_for_student(&mut self) {
        self.decks.clear();
    }
}
