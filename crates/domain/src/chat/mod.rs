//! The class's chat.

mod command;
mod edit;
mod fact;
mod fold;
mod formula;
mod pin;
mod post;
mod react;
mod readers;
mod remove;
mod report;
mod state;

pub use command::Command;
pub use edit::edit;
pub use fact::Fact;
pub(crate) use fold::fold;
pub use formula::{Leaf, Math, Node, Part, formula, formula_at, inside, parts};
pub use pin::{MOST_PINS, pin, unpin};
pub use post::{MOST_MENTIONS, Post, post};
pub use react::react;
pub use readers::{Address, Readers};
pub use remove::remove;
pub use report::{Reason, Report, dismiss_report, report};
pub use state::Chat;

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::asking::Asking;
use crate::core::Core;
use crate::emoji::Emoji;
use crate::ids::{MessageId, Offset, Sequence, UserId};
use crate::pace::{Limit, Limited};
use crate::rejection::Rejection;
use crate::sorted::{SortedMap, SortedSet};
use crate::words::Words;

/// Characters in a message, at most.
pub const LONGEST_MESSAGE: usize = 2_000;

/// One message as screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Message {
    /// Its id.
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

/// What is bounded about the chat. Messages have slow mode alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Paced {
    /// Answering a message with an emoji.
    React,
    /// Changing what one wrote.
    Edit,
    /// Reporting a message.
    Report,
}

impl Limited for Paced {
    fn limit(self) -> Limit {
        match self {
            Self::React => Limit { most: 30, slowed: true },
            Self::Edit => Limit { most: 10, slowed: true },
            Self::Report => Limit { most: 10, slowed: false },
        }
    }
}

/// What a page's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide(
    class: &Core,
    own: &Chat,
    asking: Asking,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::Post { message, text, reply_to, to, mentions } => {
            let message = Post { message: *message, text, reply_to: *reply_to, to: *to, mentions };
            post(class, own, asking, message, now)
        }
        Command::Edit { message, text } => edit(class, own, asking, *message, text, now),
        Command::Remove { message } => remove(class, own, asking, *message),
        Command::Pin { message } => pin(class, own, asking, *message),
        Command::Unpin { message } => unpin(class, own, asking, *message),
        Command::React { message, emoji, on } => react(class, own, asking, *message, *emoji, *on, now),
        Command::Report { message, reason } => report(class, own, asking, *message, *reason, now),
        Command::DismissReport { message } => Ok(dismiss_report(own, *message)),
    }
}

/// The message, where it is there and still says something.
fn standing(own: &Chat, message: MessageId) -> Result<&Message, Rejection> {
    own.message(message).filter(|there| there.removed_by.is_none()).ok_or(Rejection::NoSuchMessage)
}
