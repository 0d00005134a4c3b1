//! The page for who doesn't see it: its text to read, or what somebody says is on it, and a word when it is turned.

use std::time::Duration;

use domain::ids::{DeckId, SessionId};
use domain::text::is_blank;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::page::Looking;
use crate::api::slides::slide_text;
use crate::model::slides::PageWords;

/// How long nobody turns before a page is spoken of: of quick turns the last alone is.
const CALM: Duration = Duration::from_millis(500);

/// What there is to say of the page that the viewer looks at. Copied freely.
#[derive(Clone, Copy)]
pub(crate) struct Spoken {
    looking: Looking,
    /// What the server knows of the page; none until it is asked.
    pub text: RwSignal<Option<PageWords>>,
    /// The turn that is announced.
    turned: RwSignal<String>,
}

impl Spoken {
    /// Asks for the text of each page that the viewer stays at. `described` says what the class knows of a page in words; follows it.
    pub fn of(
        session: SessionId,
        looking: Looking,
        described: impl Fn(DeckId, u16) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        let (turned, text) = (RwSignal::new(String::new()), RwSignal::new(None));
        let place = Memo::new(move |_| {
            let ((deck, turned), page) = looking.class.get().zip(looking.page())?;
            Some((deck, page, turned.pages))
        });
        Effect::new(move |_: Option<()>| {
            let now = place.get();
            text.set(None);
            let speak = move || {
                let Some((deck, page, pages)) = now else { return };
                if place.try_get_untracked().flatten() != now {
                    return;
                }
                turned.try_set(words(page, pages));
                spawn_local(async move {
                    let said = slide_text(session, deck, page).await.unwrap_or_default();
                    if place.try_get_untracked().flatten() == now {
                        text.try_set(Some(said));
                    }
                });
            };
            set_timeout(speak, CALM);
        });
        let known = Memo::new(move |_| place.get().and_then(|(deck, page, _)| described(deck, page)));
        Effect::new(move || {
            let Some(known) = known.get() else { return };
            text.update(|text| {
                if let Some(text) = text {
                    text.description = known;
                }
            });
        });
        Self { looking, text, turned }
    }

    /// The words, where nobody sees them.
    pub fn view(self) -> AnyView {
        let Self { looking, text, turned } = self;
        let here = move || {
            let ((_, turned), page) = looking.class.get().zip(looking.page())?;
            Some(words(page, turned.pages))
        };
        view! {
            <p class="visually-hidden" role="status">{move || turned.get()}</p>
            <section class="visually-hidden" aria-label="This page as text">
                <h2>{here}</h2>
                <div class="slides__text" dir="auto">{move || text.with(|text| text.as_ref().map(lines))}</div>
            </section>
        }
        .into_any()
    }
}

fn words(page: u16, pages: u16) -> String {
    format!("Page {page} of {pages}")
}

/// What is read of a page, a paragraph each.
fn lines(of: &PageWords) -> AnyView {
    let text = if of.text.is_empty() { "This page has no text." } else { &of.text };
    let lines = text.lines().chain(of.description.lines()).filter(|line| !is_blank(line));
    lines.map(|line| view! { <p>{line.to_owned()}</p> }).collect_view().into_any()
}
