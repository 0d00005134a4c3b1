//! The commands of questions.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::ids::QuestionId;
use crate::policy::Action;
use crate::question::Fact;
use crate::words::says;

/// What a page may say over its live channel about questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Ask a question.
    #[serde(rename = "ask_question")]
    Ask {
        /// The question, with an id by its asker.
        question: QuestionId,
        /// Its text, 1 to [`crate::question::LONGEST_QUESTION`] characters.
        text: String,
        /// Whether other students may not know who asks.
        #[serde(default)]
        anonymous: bool,
    },
    /// Let everybody see a question.
    #[serde(rename = "approve_question")]
    Approve { question: QuestionId },
    /// Want it answered, too.
    #[serde(rename = "upvote_question")]
    Upvote { question: QuestionId },
    /// Not any more.
    #[serde(rename = "unvote_question")]
    Unvote { question: QuestionId },
    /// Take care of it.
    #[serde(rename = "claim_question")]
    Claim { question: QuestionId },
    /// Begin to answer it aloud.
    AnswerAloud { question: QuestionId },
    /// Answer it in writing.
    #[serde(rename = "answer_question")]
    Answer {
        question: QuestionId,
        /// The answer, 1 to [`crate::question::LONGEST_ANSWER`] characters.
        text: String,
    },
    /// Say that nothing is left to say.
    #[serde(rename = "resolve_question")]
    Resolve { question: QuestionId },
    /// Don't have it answered.
    #[serde(rename = "dismiss_question")]
    Dismiss {
        question: QuestionId,
        /// Why, for the asker: 1 to [`crate::question::LONGEST_REASON`] characters.
        reason: String,
    },
    /// Say that it asks what another one asks.
    #[serde(rename = "merge_question")]
    Merge { question: QuestionId, into: QuestionId },
    /// Put it on the stage.
    #[serde(rename = "stage_question")]
    Stage { question: QuestionId },
    /// Take it off the stage.
    #[serde(rename = "unstage_question")]
    Unstage { question: QuestionId },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        match self {
            Self::Ask { .. } => Action::AskQuestion,
            Self::Upvote { .. } | Self::Unvote { .. } => Action::UpvoteQuestion,
            Self::Resolve { .. } => Action::ResolveQuestion,
            Self::Approve { .. }
            | Self::Claim { .. }
            | Self::AnswerAloud { .. }
            | Self::Answer { .. }
            | Self::Dismiss { .. }
            | Self::Merge { .. }
            | Self::Stage { .. }
            | Self::Unstage { .. } => Action::HandleQuestions,
        }
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (
                Self::Ask { question, text, anonymous },
                [Fact::Asked { question: there, text: asked, anonymous: is_anonymous, pending: _ }],
            ) => (question, anonymous) == (there, is_anonymous) && says(asked, text),
            (Self::Approve { question }, [Fact::Approved { question: there, .. }])
            | (Self::Upvote { question }, [Fact::Upvoted { question: there }])
            | (Self::Unvote { question }, [Fact::Unvoted { question: there }])
            | (Self::Claim { question }, [Fact::Claimed { question: there, .. }])
            | (Self::AnswerAloud { question }, [Fact::AnsweredAloud { question: there }])
            | (Self::Resolve { question }, [Fact::Resolved { question: there }])
            | (Self::Stage { question }, [Fact::Staged { question: there }])
            | (Self::Unstage { question }, [Fact::Unstaged { question: there }]) => question == there,
            (Self::Answer { question, text }, [Fact::Answered { question: there, text: answer }]) => {
                question == there && says(answer, text)
            }
            (Self::Dismiss { question, reason }, [Fact::Dismissed { question: there, reason: why, .. }]) => {
                question == there && says(why, reason)
            }
            (Self::Merge { question, into }, [Fact::Merged { question: there, into: other, .. }]) => {
                (question, into) == (there, other)
            }
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}
