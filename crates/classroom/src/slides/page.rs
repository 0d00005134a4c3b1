//! Asking for a page of a deck.

use std::time::Duration;

use domain::ids::DeckId;
use domain::policy::Action;
use domain::rendition::Rendition;
use serde::Deserialize;

use super::page_key;
use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

/// How long the address of a page is good for whoever has it.
const ADDRESS_LASTS: Duration = Duration::from_secs(5 * 60);

impl Classroom {
    /// An address of a page's picture or text, good for a few minutes without any other right. Staff see every page, students those
    /// that were shown and the next ones.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`Refusal::NotFound`] where there is no such page, or it isn't theirs to see yet.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn page_address(
        &self,
        seat: &Seat,
        deck: DeckId,
        page: u16,
        rendition: Rendition,
    ) -> Result<String, Refusal> {
        let key = self.key_of_page(seat, deck, page, rendition).await?;
        Ok(self.objects.signed_url(&key, ADDRESS_LASTS).await?)
    }

    /// The text of a page, line by line; empty where it has none or isn't drawn.
    ///
    /// # Errors
    /// As [`Classroom::page_address`].
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn page_text(&self, seat: &Seat, deck: DeckId, page: u16) -> Result<String, Refusal> {
        let key = self.key_of_page(seat, deck, page, Rendition::Text).await?;
        let Some(json) = self.objects.get(&key).await? else { return Ok(String::new()) };
        let page: PageText = serde_json::from_slice(&json).map_err(|error| {
            tracing::error!(%error, key, "the text of a page can't be read");
            Refusal::Internal
        })?;
        Ok(page.text.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n"))
    }

    async fn key_of_page(
        &self,
        seat: &Seat,
        deck: DeckId,
        page: u16,
        rendition: Rendition,
    ) -> Result<String, Refusal> {
        let (class, _) = self.enter(seat, Action::JoinClass).await?;
        let staff = seat.may(Action::RunStage);
        let theirs = class.read(|view| {
            let there = view.slides.decks.get(&deck).is_some_and(|deck| page >= 1 && page <= deck.pages);
            there && (staff || view.slides.may_student_see(deck, page))
        });
        if theirs { Ok(page_key(seat.class, deck, page, rendition)) } else { Err(Refusal::NotFound) }
    }
}

/// What is read of a page's text as the worker keeps it.
#[derive(Deserialize)]
struct PageText {
    text: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
}
