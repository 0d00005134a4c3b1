//! Slides: their files on the way in, and the pages on the way out.

mod notes;
mod page;
mod upload;

pub use notes::{Heading, notes_key, outline_key};
pub use page::{PageText, read_text};
pub use upload::{MissingPart, PART_BYTES, Upload, Wanted};

use domain::ids::DeckId;
use domain::rendition::Rendition;

use crate::ports::event_log::ClassKey;

/// The file as it was uploaded.
const SOURCE: &str = "source";

/// Where a deck's things lie in object storage.
fn key(class: ClassKey, deck: DeckId, name: &str) -> String {
    format!("{}/{}/d/{deck}/{name}", class.tenant, class.session)
}

/// Where a deck's file lies in object storage.
#[must_use]
pub fn source_key(class: ClassKey, deck: DeckId) -> String {
    key(class, deck, SOURCE)
}

/// Where a page's picture or text lies in object storage.
#[must_use]
pub fn page_key(class: ClassKey, deck: DeckId, page: u16, rendition: Rendition) -> String {
    key(class, deck, &format!("{page}.{}", rendition.word()))
}
