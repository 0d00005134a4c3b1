//! The class's chat.

mod edit;
mod fold;
mod formula;
mod pin;
mod post;
mod react;
mod readers;
mod remove;
mod report;

pub use edit::edit;
pub(crate) use fold::fold;
pub use formula::{LONGEST_FORMULA, Leaf, Math, Node, Part, formula, formula_at, inside, parts};
pub use pin::{MOST_PINS, pin, unpin};
pub use post::{MOST_MENTIONS, Post, post};
pub use react::react;
pub use readers::{Address, Readers};
pub use remove::remove;
pub use report::{Reason, Report, dismiss_report, report};

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::decide::Rejection;
use crate::emoji::Emoji;
use crate::ids::{MessageId, Offset, Sequence, UserId};
use crate::sorted::{SortedMap, SortedSet};
use crate::view::ClassView;
use crate::words::Words;

/// Characters in a message, at most.
pub const LONGEST_MESSAGE: usize = 2_000;

/// One message as screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Message {
    /// Its name.
    pub id: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// When, on the class's clock.
    pub offset: Offset,
    /// What it says; erased once it was removed.
    pub text: Words,
    /// Who took it away, if somebody did.
    pub removed_by: Option<UserId>,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    /// Who reads it.
    #[serde(default, skip_serializing_if = "Readers::everybody")]
    pub readers: Readers,
    /// The participants it names.
    #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
    pub mentions: SortedSet<UserId>,
    /// The event that said what it says now, if it was edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Sequence>,
    /// Who answered it with what.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub reactions: SortedMap<Emoji, SortedSet<UserId>>,
}

impl Message {
    /// A message to everybody as it is first written.
    #[must_use]
    pub fn new(id: MessageId, author: UserId, offset: Offset, text: Words) -> Self {
        Self {
            id,
            author,
            offset,
            text,
            removed_by: None,
            reply_to: None,
            readers: Readers::Everybody,
            mentions: SortedSet::new(),
            edited: None,
            reactions: SortedMap::new(),
        }
    }
}

/// The message, where it is there and still says something.
fn standing(class: &ClassView, message: MessageId) -> Result<&Message, Rejection> {
    class.message(message).filter(|there| there.removed_by.is_none()).ok_or(Rejection::NoSuchMessage)
}
