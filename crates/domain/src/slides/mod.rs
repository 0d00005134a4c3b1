//! Slides: the decks of a class, and which page of which everybody looks at.

mod add;
mod command;
mod describe;
mod draw;
mod edit;
mod fact;
mod fold;
mod show;
mod unfit;
mod zoom;

pub use add::add;
pub use command::{Command, SystemCommand, UseCaseCommand};
pub use describe::describe;
pub use edit::{erase, remove, rename, replace};
pub use fact::Fact;
pub(crate) use fold::fold;
pub use show::show;
pub use unfit::Unfit;
pub use zoom::{CLOSEST, Zoom, zoom};

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::{DeckId, UserId};
use crate::pace::{Limit, Limited, Paces};
use crate::rejection::Rejection;
use crate::sorted::SortedMap;
use crate::words::Words;

/// Bytes of an uploaded file, at most.
pub const LARGEST_FILE: u64 = 200_000_000;
/// Pages of a deck, at most.
pub const MOST_PAGES: u16 = 500;
/// Decks of a class, at most.
pub const MOST_DECKS: usize = 40;
/// Decks that a class ever had, those that are gone among them, at most.
pub const MOST_EVER: usize = 200;
/// Characters in a page's description, at most.
pub const LONGEST_DESCRIPTION: usize = 2000;
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
    /// The deck whose place it takes once it is drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<DeckId>,
    /// The page to begin at, where it took another's place; else 0.
    #[serde(skip_serializing_if = "is_zero")]
    pub begin: u16,
}

/// A deck that was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Gone {
    /// How many pages it had; staff alone know.
    #[serde(skip_serializing_if = "is_zero")]
    pub pages: u16,
    /// How many of the first stay for the replay.
    pub kept: u16,
}

/// A page in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Described {
    /// Its number; the first is 1.
    pub page: u16,
    /// What is on it.
    pub text: Words,
    /// Whether it was shown when this was said: then students read it, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shown: bool,
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
    /// The part of the page that is shown.
    #[serde(default, skip_serializing_if = "Zoom::is_whole")]
    pub zoom: Zoom,
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
    /// The decks that were removed.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub decks_gone: SortedMap<DeckId, Gone>,
    /// What pages are in words, in their order.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub pages_described: SortedMap<DeckId, Vec<Described>>,
    #[serde(skip)]
    pub(crate) paces: Paces<Paced>,
}

/// How often somebody has everybody look closer, in a minute.
pub const ZOOMS: usize = 240;

/// What is bounded about slides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Paced {
    Zoom,
}

impl Limited for Paced {
    fn limit(self) -> Limit {
        match self {
            Self::Zoom => Limit { most: ZOOMS, slowed: false },
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(count: &u16) -> bool {
    *count == 0
}

/// What a page's command makes happen.
///
/// # Errors
/// As [`show`], [`rename`], [`remove`], [`zoom`] and [`describe`].
pub fn decide(
    class: &Core,
    own: &Slides,
    asking: Asking,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::Show { deck, page } => show(class, own, *deck, *page),
        Command::Rename { deck, name } => rename(class, own, *deck, name),
        Command::Remove { deck } => remove(class, own, *deck),
        Command::Zoom { deck, page, zoom: wanted } => zoom(class, own, asking, (*deck, *page), *wanted, now),
        Command::Describe { deck, page, text } => describe(class, own, (*deck, *page), text),
    }
}

/// What a use case makes happen.
///
/// # Errors
/// As [`add`].
pub fn decide_use_case(class: &Core, own: &Slides, command: &UseCaseCommand) -> Result<Vec<Fact>, Rejection> {
    let UseCaseCommand::Add { deck, name, instead_of } = command;
    add(class, own, *deck, name, *instead_of)
}

/// What a report of the worker's makes happen; nothing where it is of the past, or of a deck that isn't there. Reports may come
/// twice or late, from a worker that was thought dead.
#[must_use]
pub fn decide_system(class: &Core, own: &Slides, command: &SystemCommand) -> Vec<Fact> {
    match command {
        SystemCommand::Draw { deck, pages, drawn, undrawable } => {
            draw::draw(own, *deck, *pages, *drawn, undrawable)
        }
        SystemCommand::Refuse { deck, why } => draw::refuse(own, *deck, *why),
        SystemCommand::Replace { deck, places } => replace(class, own, *deck, places),
        SystemCommand::Erase { deck } => erase(own, *deck),
    }
}

impl Deck {
    /// Whether there is nothing more to wait for.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.unfit.is_some() || (self.pages > 0 && self.drawn >= self.pages)
    }
}

impl Slides {
    /// The page that everybody looks at in a deck, or where none is named, or that is gone, in the one that was shown last.
    #[must_use]
    pub fn on_stage(&self, deck: Option<DeckId>) -> Option<(DeckId, Turned)> {
        let deck = deck.filter(|deck| !self.decks_gone.contains_key(deck)).or(self.last_deck)?;
        self.turned.get(&deck).map(|turned| (deck, *turned))
    }

    /// Whether a deck has a page, or had it and it stays for the replay.
    #[must_use]
    pub fn has_page(&self, deck: DeckId, page: u16) -> bool {
        let pages = self.decks.get(&deck).map(|deck| deck.pages);
        let pages = pages.or_else(|| self.decks_gone.get(&deck).map(|gone| gone.kept));
        pages.is_some_and(|pages| (1..=pages).contains(&page))
    }

    /// Whether a student's page may fetch a page: what was shown, and a little more so that a turn paints at once.
    #[must_use]
    pub fn may_student_see(&self, deck: DeckId, page: u16) -> bool {
        match self.decks_gone.get(&deck) {
            Some(gone) => page <= gone.kept,
            None => {
                self.turned.get(&deck).is_some_and(|turned| page <= turned.farthest.saturating_add(AHEAD))
            }
        }
    }

    /// What a page is in words, where somebody said so.
    #[must_use]
    pub fn description(&self, deck: DeckId, page: u16) -> Option<&Words> {
        let of_deck = self.pages_described.get(&deck)?;
        let place = of_deck.binary_search_by_key(&page, |there| there.page).ok()?;
        Some(&of_deck[place].text).filter(|text| !text.erased())
    }

    /// The farthest page of a deck that was shown; 0 where none was.
    #[must_use]
    pub fn farthest(&self, deck: DeckId) -> u16 {
        self.turned.get(&deck).map_or(0, |turned| turned.farthest)
    }

    /// Keeps what a student may see.
    pub(crate) fn keep_for_student(&mut self) {
        self.decks.clear();
        self.decks_gone.values_mut().for_each(|gone| gone.pages = 0);
        self.pages_described.values_mut().for_each(|pages| pages.retain(|page| page.shown));
        self.pages_described.retain(|_, pages| !pages.is_empty());
    }
}
