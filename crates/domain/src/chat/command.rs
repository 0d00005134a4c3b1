//! The commands of the chat.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::chat::{Address, Fact, Reason};
use crate::core::FeatureCommand;
use crate::emoji::Emoji;
use crate::ids::{MessageId, UserId};
use crate::policy::Action;
use crate::sorted::SortedSet;
use crate::words::says;

/// What a page may say over its live channel about the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Write in the chat.
    #[serde(rename = "post_chat")]
    Post {
        /// The message, with an id by its author.
        message: MessageId,
        /// Its text, 1 to [`crate::chat::LONGEST_MESSAGE`] characters.
        text: String,
        /// The message it answers; who read that one reads this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
        #[serde(default, skip_serializing_if = "Address::everybody")]
        to: Address,
        /// The participants it names.
        #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
        mentions: SortedSet<UserId>,
    },
    /// Change what one's own message says.
    #[serde(rename = "edit_chat")]
    Edit { message: MessageId, text: String },
    /// Take a chat message away.
    #[serde(rename = "remove_chat")]
    Remove { message: MessageId },
    /// Keep it in everybody's sight.
    #[serde(rename = "pin_chat")]
    Pin { message: MessageId },
    /// Don't any more.
    #[serde(rename = "unpin_chat")]
    Unpin { message: MessageId },
    /// Answer it with an emoji, or take that back.
    #[serde(rename = "react_chat")]
    React { message: MessageId, emoji: Emoji, on: bool },
    /// Ask staff to look at it.
    #[serde(rename = "report_chat")]
    Report { message: MessageId, reason: Reason },
    /// Leave a reported message as it is.
    DismissReport { message: MessageId },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        match self {
            Self::Post { .. } | Self::Edit { .. } => Action::PostChat,
            Self::Remove { .. } => Action::RemoveChat,
            Self::Pin { .. } | Self::Unpin { .. } => Action::PinChat,
            Self::React { .. } => Action::ReactChat,
            Self::Report { .. } => Action::ReportChat,
            Self::DismissReport { .. } => Action::HandleReports,
        }
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            // Who reads it depends on the message that it answers, too: see `made`.
            (
                Self::Post { message, text, reply_to, mentions, to: _ },
                [
                    Fact::Posted {
                        message: there,
                        text: said,
                        reply_to: answers,
                        mentions: named,
                        readers: _,
                    },
                ],
            ) => (message, reply_to, mentions) == (there, answers, named) && says(said, text),
            (Self::Edit { message, text }, [Fact::Edited { message: there, text: said, .. }]) => {
                message == there && says(said, text)
            }
            (Self::Remove { message }, [Fact::Removed { message: there, .. }])
            | (Self::Pin { message }, [Fact::Pinned { message: there }])
            | (Self::Unpin { message }, [Fact::Unpinned { message: there }])
            | (Self::DismissReport { message }, [Fact::ReportDismissed { message: there }]) => {
                message == there
            }
            (
                Self::React { message, emoji, on: true },
                [Fact::Reacted { message: there, emoji: which, .. }],
            )
            | (
                Self::React { message, emoji, on: false },
                [Fact::Unreacted { message: there, emoji: which, .. }],
            ) => (message, emoji) == (there, which),
            (Self::Report { message, reason }, [Fact::Reported { message: there, reason: why, .. }]) => {
                (message, reason) == (there, why)
            }
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}
