//! Asking for a page of a deck.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::DeckId;
use domain::policy::Action;
use domain::rendition::Rendition;
use serde::Deserialize;

use super::page_key;
use crate::Classroom;
use crate::class::Class;
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
        let (_, key) = self.page_of(seat, deck, page, rendition).await?;
        Ok(self.objects.signed_url(&key, ADDRESS_LASTS).await?)
    }

    /// A page in words.
    ///
    /// # Errors
    /// As [`Classroom::page_address`].
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn page_text(&self, seat: &Seat, deck: DeckId, page: u16) -> Result<PageText, Refusal> {
        let (class, key) = self.page_of(seat, deck, page, Rendition::Text).await?;
        let description = class.read(|view| view.slides.description(deck, page).cloned());
        let description = description.unwrap_or_default().text().to_owned();
        let Some(json) = self.objects.get(&key).await? else {
            return Ok(PageText { text: String::new(), description });
        };
        let text = read_text(&json).map_err(|error| {
            tracing::error!(%error, key, "the text of a page can't be read");
            Refusal::Internal
        })?;
        Ok(PageText { text, description })
    }

    /// The class, and where what the class has of a page lies.
    async fn page_of(
        &self,
        seat: &Seat,
        deck: DeckId,
        page: u16,
        rendition: Rendition,
    ) -> Result<(Arc<Class>, String), Refusal> {
        let (class, _) = self.enter(seat, Action::JoinClass).await?;
        let staff = seat.may(Action::RunStage);
        let theirs = class.read(|view| {
            view.slides.has_page(deck, page) && (staff || view.slides.may_student_see(deck, page))
        });
        if !theirs {
            return Err(Refusal::NotFound);
        }
        Ok((class, page_key(seat.class, deck, page, rendition)))
    }
}

/// A page in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageText {
    /// Its text, line by line; empty where it has none or isn't drawn.
    pub text: String,
    /// What a teacher says is on it; empty where nobody said anything.
    pub description: String,
}

/// The lines of a page's text as the worker keeps it.
///
/// # Errors
/// Where it is something else.
pub fn read_text(json: &[u8]) -> Result<String, serde_json::Error> {
    let page: Kept = serde_json::from_slice(json)?;
    Ok(page.text.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n"))
}

/// What is read of it.
#[derive(Deserialize)]
struct Kept {
    text: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
}
