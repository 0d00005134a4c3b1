//! What happens in a class: a fact of one of its features.

use crate::core::{self, Effect, FeatureFact, HoldsWords, Reach, Stamp};
use crate::ids::{MessageId, UserId};
use crate::one_of::{one_of, read_by_tag};
use crate::role::Viewer;
use crate::words::Words;
use crate::{
    chapter, chat, hand, lobby, participant, permission, pipeline, poll, question, recording, session,
};

one_of! {
    /// What happened. The tag `kind` is `noun.verbed`; a kind that this build doesn't know reads as [`Fact::Unknown`]. A fact
    /// holds the words of one person at most ([`Fact::words`]), and all that is needed to say who may see it
    /// ([`Fact::reach`]).
    #[derive(Debug, Clone, PartialEq, Eq)]
    Fact {
        /// Its life.
        Session(session::Fact),
        /// Its lobby.
        Lobby(lobby::Fact),
        /// Its people.
        Participant(participant::Fact),
        /// What students may do.
        Permission(permission::Fact),
        /// Raised hands.
        Hand(hand::Fact),
        /// The chat.
        Chat(chat::Fact),
        /// Questions.
        Question(question::Fact),
        /// Polls.
        Poll(poll::Fact),
        /// Chapters.
        Chapter(chapter::Fact),
        /// Recordings.
        Recording(recording::Fact),
        /// What is made of it afterwards.
        Pipeline(pipeline::Fact),
    } or Unknown = "unknown"
}

read_by_tag! {
    Fact by "kind" {
        Session(session::Fact),
        Lobby(lobby::Fact),
        Participant(participant::Fact),
        Permission(permission::Fact),
        Hand(hand::Fact),
        Chat(chat::Fact),
        Question(question::Fact),
        Poll(poll::Fact),
        Chapter(chapter::Fact),
        Recording(recording::Fact),
        Pipeline(pipeline::Fact),
    } else Some(Self::Unknown)
}

impl From<core::Fact> for Fact {
    fn from(fact: core::Fact) -> Self {
        match fact {
            core::Fact::Session(fact) => fact.into(),
            core::Fact::Lobby(fact) => fact.into(),
            core::Fact::Participant(fact) => fact.into(),
            core::Fact::Permission(fact) => fact.into(),
        }
    }
}

impl Fact {
    /// The kind, as it stands in the log.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.tag()
    }

    /// A plain chat message to everybody.
    #[must_use]
    pub fn chat(message: MessageId, text: &str) -> Self {
        Self::Chat(chat::Fact::Posted {
            message,
            text: text.into(),
            reply_to: None,
            readers: Default::default(),
            mentions: Default::default(),
        })
    }

    /// The words in it, if it is of a kind that has any.
    #[must_use]
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::Session(fact) => fact.words(),
            Self::Lobby(fact) => fact.words(),
            Self::Participant(fact) => fact.words(),
            Self::Permission(fact) => fact.words(),
            Self::Hand(fact) => fact.words(),
            Self::Chat(fact) => fact.words(),
            Self::Question(fact) => fact.words(),
            Self::Poll(fact) => fact.words(),
            Self::Chapter(fact) => fact.words(),
            Self::Recording(fact) => fact.words(),
            Self::Pipeline(fact) => fact.words(),
            Self::Unknown => None,
        }
    }

    /// The words in it, to be taken out before it is stored or put back when it is read.
    pub fn words_mut(&mut self) -> Option<&mut Words> {
        match self {
            Self::Session(fact) => fact.words_mut(),
            Self::Lobby(fact) => fact.words_mut(),
            Self::Participant(fact) => fact.words_mut(),
            Self::Permission(fact) => fact.words_mut(),
            Self::Hand(fact) => fact.words_mut(),
            Self::Chat(fact) => fact.words_mut(),
            Self::Question(fact) => fact.words_mut(),
            Self::Poll(fact) => fact.words_mut(),
            Self::Chapter(fact) => fact.words_mut(),
            Self::Recording(fact) => fact.words_mut(),
            Self::Pipeline(fact) => fact.words_mut(),
            Self::Unknown => None,
        }
    }

    /// Whose words they are, when that is not who acted ([`FeatureFact::speaker`]).
    #[must_use]
    pub fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        match self {
            Self::Session(fact) => fact.speaker(actor),
            Self::Lobby(fact) => fact.speaker(actor),
            Self::Participant(fact) => fact.speaker(actor),
            Self::Permission(fact) => fact.speaker(actor),
            Self::Hand(fact) => fact.speaker(actor),
            Self::Chat(fact) => fact.speaker(actor),
            Self::Question(fact) => fact.speaker(actor),
            Self::Poll(fact) => fact.speaker(actor),
            Self::Chapter(fact) => fact.speaker(actor),
            Self::Recording(fact) => fact.speaker(actor),
            Self::Pipeline(fact) => fact.speaker(actor),
            Self::Unknown => actor,
        }
    }

    /// Whom it reaches ([`FeatureFact::reach`]).
    #[must_use]
    pub fn reach(&self, actor: Option<UserId>) -> Reach {
        match self {
            Self::Session(fact) => fact.reach(actor),
            Self::Lobby(fact) => fact.reach(actor),
            Self::Participant(fact) => fact.reach(actor),
            Self::Permission(fact) => fact.reach(actor),
            Self::Hand(fact) => fact.reach(actor),
            Self::Chat(fact) => fact.reach(actor),
            Self::Question(fact) => fact.reach(actor),
            Self::Poll(fact) => fact.reach(actor),
            Self::Chapter(fact) => fact.reach(actor),
            Self::Recording(fact) => fact.reach(actor),
            Self::Pipeline(fact) => fact.reach(actor),
            // Nothing of it was understood, so there is nothing in it.
            Self::Unknown => Reach::everybody(),
        }
    }

    /// As [`FeatureFact::hide_internals`].
    pub(crate) fn hide_internals(&mut self) {
        match self {
            Self::Session(fact) => fact.hide_internals(),
            Self::Lobby(fact) => fact.hide_internals(),
            Self::Participant(fact) => fact.hide_internals(),
            Self::Permission(fact) => fact.hide_internals(),
            Self::Hand(fact) => fact.hide_internals(),
            Self::Chat(fact) => fact.hide_internals(),
            Self::Question(fact) => fact.hide_internals(),
            Self::Poll(fact) => fact.hide_internals(),
            Self::Chapter(fact) => fact.hide_internals(),
            Self::Recording(fact) => fact.hide_internals(),
            Self::Pipeline(fact) => fact.hide_internals(),
            Self::Unknown => {}
        }
    }

    /// As [`FeatureFact::hide_from_student`].
    pub(crate) fn hide_from_student(&mut self, actor: &mut Option<UserId>, viewer: &Viewer) {
        match self {
            Self::Session(fact) => fact.hide_from_student(actor, viewer),
            Self::Lobby(fact) => fact.hide_from_student(actor, viewer),
            Self::Participant(fact) => fact.hide_from_student(actor, viewer),
            Self::Permission(fact) => fact.hide_from_student(actor, viewer),
            Self::Hand(fact) => fact.hide_from_student(actor, viewer),
            Self::Chat(fact) => fact.hide_from_student(actor, viewer),
            Self::Question(fact) => fact.hide_from_student(actor, viewer),
            Self::Poll(fact) => fact.hide_from_student(actor, viewer),
            Self::Chapter(fact) => fact.hide_from_student(actor, viewer),
            Self::Recording(fact) => fact.hide_from_student(actor, viewer),
            Self::Pipeline(fact) => fact.hide_from_student(actor, viewer),
            Self::Unknown => {}
        }
    }

    /// What it causes outside ([`FeatureFact::effects`]).
    #[must_use]
    pub fn effects(&self, stamp: Stamp) -> Vec<Effect> {
        match self {
            Self::Session(fact) => fact.effects(stamp),
            Self::Lobby(fact) => fact.effects(stamp),
            Self::Participant(fact) => fact.effects(stamp),
            Self::Permission(fact) => fact.effects(stamp),
            Self::Hand(fact) => fact.effects(stamp),
            Self::Chat(fact) => fact.effects(stamp),
            Self::Question(fact) => fact.effects(stamp),
            Self::Poll(fact) => fact.effects(stamp),
            Self::Chapter(fact) => fact.effects(stamp),
            Self::Recording(fact) => fact.effects(stamp),
            Self::Pipeline(fact) => fact.effects(stamp),
            Self::Unknown => vec![],
        }
    }
}
