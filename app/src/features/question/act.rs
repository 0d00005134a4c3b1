//! What each may do with a question.

use domain::ids::QuestionId;
use domain::question::{Question, State};
use domain::role::Viewer;
use domain::{Command, question};

/// Something that can be done with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Approve,
    Stage,
    Unstage,
    AnswerAloud,
    /// What is being answered aloud now is done with.
    Answered,
    Resolve,
    Claim,
    Write,
    Merge,
    Dismiss,
}

impl Act {
    /// What its button says.
    pub fn words(self) -> &'static str {
        match self {
            Self::Approve => "Approve",
            Self::Stage => "Put on stage",
            Self::Unstage => "Off stage",
            Self::AnswerAloud => "Answer aloud",
            Self::Answered => "Answered",
            Self::Resolve => "Resolve",
            Self::Claim => "Claim",
            Self::Write => "Write an answer",
            Self::Merge => "Merge into another",
            Self::Dismiss => "Dismiss",
        }
    }

    /// The command it is; `None` where something must be said first.
    pub fn command(self, question: QuestionId) -> Option<Command> {
        Some(match self {
            Self::Approve => Command::Question(question::Command::Approve { question }),
            Self::Stage => Command::Question(question::Command::Stage { question }),
            Self::Unstage => Command::Question(question::Command::Unstage { question }),
            Self::AnswerAloud => Command::Question(question::Command::AnswerAloud { question }),
            Self::Answered | Self::Resolve => Command::Question(question::Command::Resolve { question }),
            Self::Claim => Command::Question(question::Command::Claim { question }),
            Self::Write | Self::Merge | Self::Dismiss => return None,
        })
    }
}

/// Where a question is that its state doesn't say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct StageState {
    pub staged: bool,
    /// It is being answered aloud.
    pub answering: bool,
}

/// What `viewer` may do with it, what comes next first.
pub(super) fn acts(question: &Question, viewer: Viewer, place: StageState) -> Vec<Act> {
    let stage = if place.staged { Act::Unstage } else { Act::Stage };
    if !viewer.role.is_staff() {
        let own = question.asker == Some(viewer.user);
        return if own && question.state.is_open() { vec![Act::Resolve] } else { vec![] };
    }
    let mut acts = match &question.state {
        State::Pending => vec![Act::Approve, Act::Dismiss, Act::Claim, Act::Merge],
        State::Open => {
            vec![stage, Act::AnswerAloud, Act::Write, Act::Claim, Act::Merge, Act::Resolve, Act::Dismiss]
        }
        State::Answered if place.answering => {
            vec![Act::Answered, stage, Act::Write, Act::Claim, Act::Merge, Act::Dismiss]
        }
        State::Answered => {
            vec![Act::Resolve, stage, Act::AnswerAloud, Act::Write, Act::Claim, Act::Merge, Act::Dismiss]
        }
        State::Resolved => vec![Act::Dismiss],
        State::Dismissed { .. } | State::Merged { .. } => vec![],
    };
    acts.retain(|act| *act != Act::Claim || question.claimed_by != Some(viewer.user));
    acts
}
