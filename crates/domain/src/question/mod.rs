//! Questions and answers.

mod answer;
mod approve;
mod ask;
mod claim;
mod command;
mod dismiss;
mod fact;
mod fold;
mod list;
mod merge;
mod resolve;
mod seen;
mod stage;
mod table;
mod vote;

pub use answer::{answer, answer_aloud};
pub use approve::approve;
pub use ask::ask;
pub use claim::claim;
pub use command::Command;
pub use dismiss::dismiss;
pub use fact::Fact;
pub(crate) use fold::fold;
pub use list::{Carried, askers, by_age, by_votes, is_afterwards, open_questions};
pub use merge::merge;
pub use resolve::resolve;
pub use stage::{stage, unstage};
pub use table::table;
pub use vote::{unvote, upvote};

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::{Offset, QuestionId, UserId};
use crate::pace::{Limit, Limited, Paces};
use crate::rejection::Rejection;
use crate::shared::Shared;
use crate::sorted::{SortedMap, SortedSet};
use crate::words::Words;

/// Questions of a class, at most: those from an earlier class count, and those that are closed.
pub const MOST_QUESTIONS: usize = 1_000;
/// Questions that are asked after the class, in its replay, at most.
pub const MOST_AFTERWARDS: usize = 200;
/// Characters in a question, at most.
pub const LONGEST_QUESTION: usize = 1_000;
/// Characters in a written answer, at most.
pub const LONGEST_ANSWER: usize = 4_000;
/// Characters in the reason for dismissing a question, at most.
pub const LONGEST_REASON: usize = 300;

/// A question as screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Who asked; `None` where the viewer is not to know.
    pub asker: Option<UserId>,
    /// Whether other students are not to know.
    pub anonymous: bool,
    /// When it was asked.
    pub asked: Offset,
    /// What is asked.
    pub text: Words,
    /// Whether everybody saw it at some time; one that waits for approval only staff and its asker see.
    pub public: bool,
    /// How far it is.
    pub state: State,
    /// How many want it answered, too.
    pub votes: u32,
    /// Those who do; a student sees themselves only.
    #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
    pub voters: SortedSet<UserId>,
    /// Who of the staff takes care of it; only staff see that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<UserId>,
    /// Where in the class it was answered aloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_aloud: Option<Offset>,
    /// Its answer in writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// A written answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Answer {
    /// Who wrote it.
    pub by: Option<UserId>,
    /// When.
    pub offset: Offset,
    /// What it says.
    pub text: Words,
}

/// How far a question is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Waits for staff to approve it.
    Pending,
    /// Waits for its answer.
    Open,
    /// Was answered.
    Answered,
    /// Nothing is left to say.
    Resolved,
    /// Won't be answered. Only staff and the asker see such a question.
    Dismissed {
        /// Why.
        reason: Words,
    },
    /// Asks what another one asks.
    Merged {
        /// Which.
        into: QuestionId,
    },
}

impl State {
    /// Whether it may still be answered: it is open, or was answered and may be again.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open | Self::Answered)
    }
}

/// The question, if it is there.
/// The questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Questions {
    /// By their ids.
    pub questions: SortedMap<QuestionId, Shared<Question>>,
    /// The question on the stage.
    pub on_stage: Option<QuestionId>,
    #[serde(skip)]
    pub(crate) paces: Paces<Paced>,
}

/// What is bounded about questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Paced {
    /// Asking one.
    Ask,
    /// Wanting another's answered.
    Upvote,
}

impl Limited for Paced {
    fn limit(self) -> Limit {
        match self {
            Self::Ask => Limit { most: 12, slowed: true },
            // Two good questions may follow each other closely.
            Self::Upvote => Limit { most: 30, slowed: false },
        }
    }
}

/// What a page's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide(
    class: &Core,
    own: &Questions,
    asking: Asking,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::Ask { question, text, anonymous } => {
            ask(class, own, asking, *question, text, *anonymous, now)
        }
        Command::Approve { question } => approve(class, own, asking, *question),
        Command::Upvote { question } => upvote(class, own, asking, *question, now),
        Command::Unvote { question } => unvote(class, own, asking, *question),
        Command::Claim { question } => claim(class, own, asking, *question),
        Command::AnswerAloud { question } => answer_aloud(class, own, asking, *question),
        Command::Answer { question, text } => answer(class, own, asking, *question, text),
        Command::Resolve { question } => resolve(class, own, asking, *question),
        Command::Dismiss { question, reason } => dismiss(class, own, asking, *question, reason),
        Command::Merge { question, into } => merge(class, own, asking, *question, *into),
        Command::Stage { question } => stage(class, own, asking, *question),
        Command::Unstage { question } => unstage(class, own, asking, *question),
    }
}

fn known(own: &Questions, question: QuestionId) -> Result<&Question, Rejection> {
    own.questions.get(&question).map(|there| &**there).ok_or(Rejection::NoSuchQuestion)
}

/// The question, if everybody sees it and it may still be answered.
fn open(own: &Questions, question: QuestionId) -> Result<&Question, Rejection> {
    let there = known(own, question)?;
    match there.state {
        State::Pending => Err(Rejection::NotApproved),
        State::Open | State::Answered => Ok(there),
        State::Resolved | State::Dismissed { .. } | State::Merged { .. } => Err(Rejection::QuestionClosed),
    }
}
