//! What happens in a class: a fact of one of its features.

use crate::core::{self, Effect, FeatureFact, Reach, Stamp};
use crate::ids::{MessageId, UserId};
use crate::one_of::{feature_of, one_of};
use crate::role::Viewer;
use crate::words::Words;
use crate::{
    board, chapter, chat, hand, lobby, participant, permission, pipeline, poll, question, recording, scene,
    session, slides,
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
        /// Whiteboards.
        Board(board::Fact),
        /// Scenes.
        Scene(scene::Fact),
        /// Slides.
        Slides(slides::Fact),
        /// Recordings.
        Recording(recording::Fact),
        /// What is made of it afterwards.
        Pipeline(pipeline::Fact),
    } read by "kind" or Unknown = "unknown"
}

feature_of! { Fact as FeatureFact {
    Session, Lobby, Participant, Permission, Hand, Chat, Question, Poll, Chapter, Board, Scene, Slides, Recording, Pipeline,
} or Unknown }

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
        self.of_feature().map_or("unknown", |fact| fact.tag())
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
        self.of_feature()?.words()
    }

    /// The words in it, to be taken out before it is stored or put back when it is read.
    pub fn words_mut(&mut self) -> Option<&mut Words> {
        self.of_feature_mut()?.words_mut()
    }

    /// Whose words they are, when that is not who acted ([`FeatureFact::speaker`]).
    #[must_use]
    pub fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        self.of_feature().map_or(actor, |fact| fact.speaker(actor))
    }

    /// Whom it reaches ([`FeatureFact::reach`]).
    #[must_use]
    pub fn reach(&self, actor: Option<UserId>) -> Reach {
        self.of_feature().map_or_else(Reach::everybody, |fact| fact.reach(actor))
    }

    /// As [`FeatureFact::hide_internals`].
    pub(crate) fn hide_internals(&mut self) {
        if let Some(fact) = self.of_feature_mut() {
            fact.hide_internals();
        }
    }

    /// As [`FeatureFact::hide_from_student`].
    pub(crate) fn hide_from_student(&mut self, actor: &mut Option<UserId>, viewer: &Viewer) {
        if let Some(fact) = self.of_feature_mut() {
            fact.hide_from_student(actor, viewer);
        }
    }

    /// What it causes outside ([`FeatureFact::effects`]).
    #[must_use]
    pub fn effects(&self, stamp: Stamp) -> Vec<Effect> {
        self.of_feature().map_or_else(Vec::new, |fact| fact.effects(stamp))
    }
}
