//! Slides: their files on the way in. The parts of a file go straight to object storage.

use domain::ids::{CommandId, DeckId, SessionId};
use leptos::prelude::*;

use crate::error::PageError;
use crate::model::slides::{Heading, PageWords, Upload};

#[cfg(feature = "ssr")]
use crate::context::RequestContext;

/// Begins to bring a file into a class, or goes on with it.
#[server(prefix = "/rpc", endpoint = "begin_upload")]
pub async fn begin_upload(
    /// The class.
    session: SessionId,
    /// The file's size.
    bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    sha256: String,
    /// The deck whose place it is to take.
    instead_of: Option<DeckId>,
) -> Result<Upload, PageError> {
    let begun = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        let sha256 = shown::hash(&sha256)?;
        let wanted = classroom::slides::Wanted { bytes, sha256, instead_of };
        context.classroom.begin_upload(&seat, wanted).await.map(shown::upload)
    });
    begun.await
}

/// Adds a file whose parts have all arrived to the class.
#[server(prefix = "/rpc", endpoint = "finish_upload")]
pub async fn finish_upload(
    /// The class.
    session: SessionId,
    /// The command's id: sent twice it has one effect.
    command: CommandId,
    /// The deck that the file becomes.
    deck: DeckId,
    /// The file's name.
    name: String,
    /// The deck whose place it takes once it is drawn.
    instead_of: Option<DeckId>,
) -> Result<(), PageError> {
    let done = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        context.classroom.finish_upload(&seat, command, deck, name, instead_of).await.map(drop)
    });
    done.await
}

/// Gives up bringing a file.
#[server(prefix = "/rpc", endpoint = "cancel_upload")]
pub async fn cancel_upload(
    /// The class.
    session: SessionId,
    /// The deck that the file would have become.
    deck: DeckId,
) -> Result<(), PageError> {
    let done = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        context.classroom.cancel_upload(&seat, deck).await
    });
    done.await
}

/// A page in words, for who doesn't see it.
#[server(prefix = "/rpc", endpoint = "slide_text")]
pub async fn slide_text(
    /// The class.
    session: SessionId,
    /// The deck.
    deck: DeckId,
    /// The page's number; the first is 1.
    page: u16,
) -> Result<PageWords, PageError> {
    let text = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        let said = context.classroom.page_text(&seat, deck, page).await?;
        Ok(PageWords { text: said.text, description: said.description })
    });
    text.await
}

/// The outline of a deck, for who presents it; empty where its file has none.
#[server(prefix = "/rpc", endpoint = "slide_outline")]
pub async fn slide_outline(
    /// The class.
    session: SessionId,
    /// The deck.
    deck: DeckId,
) -> Result<Vec<Heading>, PageError> {
    let outline = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        let headings = context.classroom.outline(&seat, deck).await?;
        let shown = |heading: classroom::slides::Heading| Heading {
            level: heading.level,
            title: heading.title,
            page: heading.page,
        };
        Ok(headings.into_iter().map(shown).collect())
    });
    outline.await
}

/// The notes to a page, for who presents it; empty where it has none.
#[server(prefix = "/rpc", endpoint = "slide_notes")]
pub async fn slide_notes(
    /// The class.
    session: SessionId,
    /// The deck.
    deck: DeckId,
    /// The page's number; the first is 1.
    page: u16,
) -> Result<String, PageError> {
    let notes = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        context.classroom.notes(&seat, deck, page).await
    });
    notes.await
}

#[cfg(feature = "ssr")]
mod shown {
    use classroom::Refusal;
    use classroom::slides::{PART_BYTES, Upload as Begun};

    use crate::model::slides::{Part, Upload};

    pub fn hash(digits: &str) -> Result<[u8; 32], Refusal> {
        let bad = || Refusal::BadField {
            field: "file",
            problem: "The file's hash isn't one. Load the page again and choose the file once more."
                .to_owned(),
        };
        let digit =
            |at: usize| digits.get(2 * at..2 * at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let mut hash = [0; 32];
        if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(bad());
        }
        for (at, byte) in hash.iter_mut().enumerate() {
            *byte = digit(at).ok_or_else(bad)?;
        }
        Ok(hash)
    }

    pub fn upload(begun: Begun) -> Upload {
        match begun {
            Begun::There { deck } => Upload { deck, there: true, part_bytes: PART_BYTES, missing: vec![] },
            Begun::Send { deck, missing } => {
                let part = |part: classroom::slides::MissingPart| Part {
                    number: part.number,
                    bytes: part.bytes,
                    address: part.address,
                };
                let missing = missing.into_iter().map(part).collect();
                Upload { deck, there: false, part_bytes: PART_BYTES, missing }
            }
        }
    }
}
