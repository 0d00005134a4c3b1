//! What a deck has for who presents it: its outline, and notes to its pages. Students never get it.

use domain::ids::DeckId;
use domain::policy::Action;
use serde::{Deserialize, Serialize};

use super::key;
use crate::Classroom;
use crate::command::Seat;
use crate::ports::event_log::ClassKey;
use crate::refusal::Refusal;

/// A heading of a deck's outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// How deep it stands; the uppermost are 1.
    pub level: u8,
    /// What it says.
    pub title: String,
    /// The number of the page to which it leads; the first is 1.
    pub page: u16,
}

/// Where a deck's outline lies in object storage, where it has one.
#[must_use]
pub fn outline_key(class: ClassKey, deck: DeckId) -> String {
    key(class, deck, "outline")
}

/// Where a page's notes lie in object storage, where it has some.
#[must_use]
pub fn notes_key(class: ClassKey, deck: DeckId, page: u16) -> String {
    key(class, deck, &format!("{page}.notes"))
}

impl Classroom {
    /// The outline of a deck; empty where its file has none.
    ///
    /// # Errors
    /// As [`Classroom::enter`], also for students; [`Refusal::NotFound`] where there is no such deck.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn outline(&self, seat: &Seat, deck: DeckId) -> Result<Vec<Heading>, Refusal> {
        let (class, _) = self.enter(seat, Action::RunStage).await?;
        if !class.read(|view| view.slides.decks.contains_key(&deck)) {
            return Err(Refusal::NotFound);
        }
        let key = outline_key(seat.class, deck);
        let Some(json) = self.objects.get(&key).await? else { return Ok(vec![]) };
        serde_json::from_slice(&json).map_err(|error| {
            tracing::error!(%error, key, "the outline of a deck can't be read");
            Refusal::Internal
        })
    }

    /// The notes to a page; empty where it has none.
    ///
    /// # Errors
    /// As [`Classroom::enter`], also for students; [`Refusal::NotFound`] where there is no such page.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn notes(&self, seat: &Seat, deck: DeckId, page: u16) -> Result<String, Refusal> {
        let (class, _) = self.enter(seat, Action::RunStage).await?;
        if !class.read(|view| view.slides.decks.contains_key(&deck) && view.slides.has_page(deck, page)) {
            return Err(Refusal::NotFound);
        }
        let notes = self.objects.get(&notes_key(seat.class, deck, page)).await?;
        Ok(notes.map(|notes| String::from_utf8_lossy(&notes).into_owned()).unwrap_or_default())
    }
}
