//! Chapters: the titled stretches of a class.

mod mark;

pub use mark::mark;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{ChapterId, Offset};
use crate::words::Words;

/// Characters in a chapter's title, at most.
pub const LONGEST_TITLE: usize = 120;

/// A chapter as screens show it; it ends where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Chapter {
    /// Its name.
    pub id: ChapterId,
    /// Where it begins.
    pub offset: Offset,
    /// Its title.
    pub title: Words,
}
