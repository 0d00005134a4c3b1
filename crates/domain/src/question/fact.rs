//! The facts of questions.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp};
use crate::ids::{Offset, QuestionId, UserId};
use crate::question::Carried;
use crate::role::Viewer;
use crate::words::Words;

/// A fact of questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// Somebody asked a question.
    #[serde(rename = "question.asked")]
    Asked {
        question: QuestionId,
        text: Words,
        /// Other students don't see who.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anonymous: bool,
        /// Other students don't see it before staff approve it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pending: bool,
    },
    /// Everybody sees a question that waited for it; those who don't know it yet learn it here.
    #[serde(rename = "question.approved")]
    Approved {
        question: QuestionId,
        /// Who asked; `None` to students where it is anonymous.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asker: Option<UserId>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anonymous: bool,
        /// When it was asked.
        asked: Offset,
        text: Words,
    },
    /// A question that was left open in the class that this one continues.
    #[serde(rename = "question.carried")]
    Carried(Carried),
    /// Somebody wants it answered, too. Other students see that somebody does.
    #[serde(rename = "question.upvoted")]
    Upvoted { question: QuestionId },
    /// They don't any more.
    #[serde(rename = "question.unvoted")]
    Unvoted { question: QuestionId },
    /// Somebody of the staff takes care of it; for staff only.
    #[serde(rename = "question.claimed")]
    Claimed { question: QuestionId, by: UserId },
    /// It is being answered aloud from here on.
    #[serde(rename = "question.answered_aloud")]
    AnsweredAloud { question: QuestionId },
    /// It was answered in writing.
    #[serde(rename = "question.answered")]
    Answered { question: QuestionId, text: Words },
    /// Nothing is left to say.
    #[serde(rename = "question.resolved")]
    Resolved { question: QuestionId },
    /// Staff won't have it answered. Other students see it no more, nor why.
    #[serde(rename = "question.dismissed")]
    Dismissed {
        question: QuestionId,
        /// Who asked; `None` to those who are not to know why it went.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asker: Option<UserId>,
        reason: Words,
    },
    /// It asks what another one asks.
    #[serde(rename = "question.merged")]
    Merged {
        question: QuestionId,
        into: QuestionId,
        /// How many voted for either.
        votes: u32,
    },
    /// It is on the stage.
    #[serde(rename = "question.staged")]
    Staged { question: QuestionId },
    /// It isn't any more.
    #[serde(rename = "question.unstaged")]
    Unstaged { question: QuestionId },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        match self {
            Self::Approved { asker, .. } | Self::Carried(Carried { asker, .. }) => *asker,
            Self::Asked { .. }
            | Self::Upvoted { .. }
            | Self::Unvoted { .. }
            | Self::Claimed { .. }
            | Self::AnsweredAloud { .. }
            | Self::Answered { .. }
            | Self::Resolved { .. }
            | Self::Dismissed { .. }
            | Self::Merged { .. }
            | Self::Staged { .. }
            | Self::Unstaged { .. } => actor,
        }
    }

    fn reach(&self, actor: Option<UserId>) -> Reach {
        match self {
            Self::Claimed { .. } => Reach::staff(),
            Self::Asked { pending: true, .. } => Reach::staff().and(actor),
            Self::Asked { anonymous: true, .. } | Self::Upvoted { .. } | Self::Unvoted { .. } => {
                Reach::everybody().and(actor)
            }
            Self::Approved { anonymous: true, asker, .. } | Self::Dismissed { asker, .. } => {
                Reach::everybody().and(*asker)
            }
            Self::Carried(Carried { pending: true, asker, .. }) => Reach::staff().and(*asker),
            Self::Carried(Carried { anonymous, asker, voters, .. }) => {
                let asker = asker.filter(|_| *anonymous);
                Reach::everybody().and(voters.iter().copied().chain(asker))
            }
            Self::Asked { pending: false, anonymous: false, .. }
            | Self::Approved { anonymous: false, .. }
            | Self::AnsweredAloud { .. }
            | Self::Answered { .. }
            | Self::Resolved { .. }
            | Self::Merged { .. }
            | Self::Staged { .. }
            | Self::Unstaged { .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, actor: &mut Option<UserId>, viewer: &Viewer) {
        let me = viewer.user;
        match self {
            Self::Asked { anonymous: true, .. } | Self::Upvoted { .. } | Self::Unvoted { .. } => {
                *actor = actor.filter(|actor| *actor == me);
            }
            // Its asker may have done so.
            Self::Resolved { .. } => *actor = None,
            Self::Approved { asker, anonymous, .. } => {
                *asker = asker.filter(|asker| !*anonymous || *asker == me);
            }
            Self::Carried(Carried { asker, anonymous, voters, .. }) => {
                *asker = asker.filter(|asker| !*anonymous || *asker == me);
                voters.retain(|voter| *voter == me);
            }
            Self::Dismissed { asker, reason, .. } if *asker != Some(me) => {
                *asker = None;
                *reason = Words(None);
            }
            Self::Asked { anonymous: false, .. }
            | Self::Claimed { .. }
            | Self::AnsweredAloud { .. }
            | Self::Answered { .. }
            | Self::Dismissed { .. }
            | Self::Merged { .. }
            | Self::Staged { .. }
            | Self::Unstaged { .. } => {}
        }
    }

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        vec![]
    }
}
