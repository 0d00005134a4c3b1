//! The facts of the chat.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::chat::{Readers, Reason};
use crate::core::{Effect, FeatureFact, Reach, Stamp};
use crate::emoji::Emoji;
use crate::ids::{MessageId, UserId};
use crate::role::Viewer;
use crate::sorted::SortedSet;
use crate::words::Words;

/// A fact of the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// A chat message was written.
    #[serde(rename = "chat.posted")]
    Posted {
        message: MessageId,
        /// What it says.
        text: Words,
        /// The message it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
        /// The participants it names.
        #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
        mentions: SortedSet<UserId>,
    },
    /// Its author changed what it says.
    #[serde(rename = "chat.edited")]
    Edited {
        message: MessageId,
        text: Words,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
    },
    /// A chat message was taken away; its text is not shown any more.
    #[serde(rename = "chat.removed")]
    Removed {
        message: MessageId,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
    },
    /// It stays in everybody's sight.
    #[serde(rename = "chat.pinned")]
    Pinned { message: MessageId },
    /// It doesn't any more.
    #[serde(rename = "chat.unpinned")]
    Unpinned { message: MessageId },
    /// Somebody answered it with an emoji.
    #[serde(rename = "chat.reacted")]
    Reacted {
        message: MessageId,
        emoji: Emoji,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
    },
    /// They took that back.
    #[serde(rename = "chat.unreacted")]
    Unreacted {
        message: MessageId,
        emoji: Emoji,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
    },
    /// Somebody asks staff to look at a message. Staff may not have been among its readers, so it comes along.
    #[serde(rename = "chat.reported")]
    Reported { message: MessageId, author: UserId, text: Words, reason: Reason },
    /// Staff looked and left it.
    #[serde(rename = "chat.report_dismissed")]
    ReportDismissed { message: MessageId },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        match self {
            Self::Reported { author, .. } => Some(*author),
            Self::Posted { .. }
            | Self::Edited { .. }
            | Self::Removed { .. }
            | Self::Pinned { .. }
            | Self::Unpinned { .. }
            | Self::Reacted { .. }
            | Self::Unreacted { .. }
            | Self::ReportDismissed { .. } => actor,
        }
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Posted { readers, .. }
            | Self::Edited { readers, .. }
            | Self::Reacted { readers, .. }
            | Self::Unreacted { readers, .. } => readers.reach(),
            // Staff have it in their queue where it was reported.
            Self::Removed { readers, .. } => Reach { staff: true, ..readers.reach() },
            Self::Reported { .. } | Self::ReportDismissed { .. } => Reach::staff(),
            Self::Pinned { .. } | Self::Unpinned { .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {}

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        vec![]
    }
}
