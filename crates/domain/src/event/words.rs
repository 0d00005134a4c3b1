//! The words in a fact, and whose they are.

use crate::event::Fact;
use crate::ids::{MessageId, UserId};
use crate::words::Words;

impl Fact {
    /// A plain chat message to everybody.
    #[must_use]
    pub fn chat(message: MessageId, text: &str) -> Self {
        Self::ChatPosted {
            message,
            text: text.into(),
            reply_to: None,
            readers: Default::default(),
            mentions: Default::default(),
        }
    }

    /// The words in it, if it is of a kind that has any.
    #[must_use]
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::SessionScheduled(s) | Self::SessionRescheduled(s) => Some(&s.title),
            Self::ParticipantJoined { name, .. } | Self::LobbyKnocked { name, .. } => Some(name),
            Self::ChapterMarked { title, .. }
            | Self::PollGrouped { title, .. }
            | Self::PollGroupShown { title, .. } => Some(title),
            Self::ChatPosted { text, .. }
            | Self::ChatEdited { text, .. }
            | Self::ChatReported { text, .. }
            | Self::QuestionAsked { text, .. }
            | Self::QuestionApproved { text, .. }
            | Self::QuestionCarried { text, .. }
            | Self::QuestionAnswered { text, .. } => Some(text),
            Self::QuestionDismissed { reason, .. } => Some(reason),
            Self::PollOpened { wording, .. } => Some(wording),
            // Most of these have none, and there are many votes.
            Self::PollVoted { text: maybe, .. }
            | Self::PollKeyed { explanation: maybe, .. }
            | Self::PollShown { explanation: maybe, .. } => (!maybe.erased()).then_some(maybe),
            _ => None,
        }
    }

    /// The words in it, to be taken out before it is stored or put back when it is read.
    pub fn words_mut(&mut self) -> Option<&mut Words> {
        match self {
            Self::SessionScheduled(s) | Self::SessionRescheduled(s) => Some(&mut s.title),
            Self::ParticipantJoined { name, .. } | Self::LobbyKnocked { name, .. } => Some(name),
            Self::ChapterMarked { title, .. }
            | Self::PollGrouped { title, .. }
            | Self::PollGroupShown { title, .. } => Some(title),
            Self::ChatPosted { text, .. }
            | Self::ChatEdited { text, .. }
            | Self::ChatReported { text, .. }
            | Self::QuestionAsked { text, .. }
            | Self::QuestionApproved { text, .. }
            | Self::QuestionCarried { text, .. }
            | Self::QuestionAnswered { text, .. }
            | Self::PollVoted { text, .. } => Some(text),
            Self::QuestionDismissed { reason, .. } => Some(reason),
            Self::PollOpened { wording, .. } => Some(wording),
            Self::PollKeyed { explanation, .. } | Self::PollShown { explanation, .. } => Some(explanation),
            _ => None,
        }
    }

    /// Whose words they are, when that is not who acted: a name belongs to its bearer, a question to its asker whoever
    /// approves it.
    #[must_use]
    pub fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        match self {
            Self::ParticipantJoined { user, .. } | Self::LobbyKnocked { user, .. } => Some(*user),
            Self::ChatReported { author, .. } => Some(*author),
            Self::QuestionApproved { asker, .. } | Self::QuestionCarried { asker, .. } => *asker,
            _ => actor,
        }
    }
}
