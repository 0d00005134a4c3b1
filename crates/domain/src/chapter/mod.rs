//! Chapters: the titled stretches of a class.

mod command;
mod fact;
mod fold;
mod mark;

pub use command::Command;
pub use fact::Fact;
pub(crate) use fold::fold;
pub use mark::mark;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::ids::{ChapterId, Offset};
use crate::rejection::Rejection;
use crate::words::Words;

/// Characters in a chapter's title, at most.
pub const LONGEST_TITLE: usize = 120;

/// A chapter as screens show it; it ends where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Chapter {
    /// Its id.
    pub id: ChapterId,
    /// Where it begins.
    pub offset: Offset,
    /// Its title.
    pub title: Words,
}

/// The teacher's chapters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Chapters {
    /// In their order.
    pub chapters: Vec<Chapter>,
}

/// What a page's command makes happen.
///
/// # Errors
/// As [`mark`].
pub fn decide(class: &Core, own: &Chapters, command: &Command) -> Result<Vec<Fact>, Rejection> {
    let Command::Mark { chapter, title } = command;
    mark(class, own, *chapter, title)
}
