//! The commands of polls.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::ids::{BallotId, GroupId, PollId, SessionId, Voter};
use crate::policy::Action;
use crate::poll::{Choice, Definition, Fact, Tally};
use crate::sorted::SortedSet;
use crate::words::says;

/// What a page may say over its live channel about polls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Begin a poll.
    #[serde(rename = "open_poll")]
    Open { poll: PollId, definition: Definition },
    /// Ask an earlier poll of this class again, as a poll of its own.
    #[serde(rename = "ask_poll_again")]
    AskAgain { poll: PollId, earlier: PollId },
    /// Vote, or vote anew.
    #[serde(rename = "vote_poll")]
    Vote {
        poll: PollId,
        choice: Choice,
        /// An open answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// End voting.
    #[serde(rename = "close_poll")]
    Close { poll: PollId },
    /// Show everybody the result; an open poll is closed by it.
    #[serde(rename = "show_poll")]
    Show { poll: PollId },
    /// Show it only to staff again.
    #[serde(rename = "hide_poll")]
    Hide { poll: PollId },
    /// Put it on the stage: its question and options, and its result while that is shown.
    #[serde(rename = "stage_poll")]
    Stage { poll: PollId },
    /// Take it off the stage.
    #[serde(rename = "unstage_poll")]
    Unstage { poll: PollId },
    /// Say which open answers say the same. An answer is in one group at most; naming a group again changes it.
    GroupAnswers {
        poll: PollId,
        group: GroupId,
        /// What they say, 1 to [`crate::poll::LONGEST_TITLE`] characters.
        title: String,
        answers: SortedSet<Voter>,
    },
}

/// What only the server says, about polls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum SystemCommand {
    /// Keep what came of a poll in an earlier class that was asked the same. The server reads that from its log.
    #[serde(rename = "recall_poll")]
    Recall { poll: PollId, session: SessionId, tally: Tally },
    /// Somebody voted in an anonymous poll. The server has asked [`crate::poll::may_vote`] and forgets who it was.
    CastBallot {
        poll: PollId,
        ballot: BallotId,
        choice: Choice,
        /// An open answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        match self {
            Self::Vote { .. } => Action::VotePoll,
            Self::Open { .. }
            | Self::AskAgain { .. }
            | Self::Close { .. }
            | Self::Show { .. }
            | Self::Hide { .. }
            | Self::Stage { .. }
            | Self::Unstage { .. }
            | Self::GroupAnswers { .. } => Action::RunPolls,
        }
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (
                Self::Open { poll, definition },
                [Fact::Opened { poll: there, form, anonymous, quiz, again: None, wording, .. }, keyed @ ..],
            ) => {
                (poll, definition.form, definition.anonymous, definition.key.is_some())
                    == (there, *form, *anonymous, *quiz)
                    && definition.could_be(wording)
                    && keyed.iter().all(|fact| definition.is_keyed_by(fact))
            }
            (
                Self::AskAgain { poll, earlier },
                [Fact::Opened { poll: there, again: Some(before), .. }, keyed @ ..],
            ) => {
                (poll, earlier) == (there, before)
                    && keyed.iter().all(|fact| matches!(fact, Fact::Keyed { .. }))
            }
            (
                Self::Vote { poll, choice, text },
                [Fact::Voted { poll: there, choice: chosen, text: said, ballot: None }],
            ) => (poll, choice) == (there, chosen) && says(said, text.as_deref().unwrap_or_default()),
            (Self::Close { poll }, [Fact::Closed { poll: there }])
            | (Self::Hide { poll }, [Fact::Hidden { poll: there }])
            | (Self::Stage { poll }, [Fact::Staged { poll: there }])
            | (Self::Unstage { poll }, [Fact::Unstaged { poll: there }]) => poll == there,
            (
                Self::Show { poll },
                [Fact::Closed { poll: closed }, Fact::Shown { poll: there, .. }, groups @ ..],
            ) => (poll, poll) == (there, closed) && groups.iter().all(|fact| is_group(fact)),
            (Self::Show { poll }, [Fact::Shown { poll: there, .. }, groups @ ..]) => {
                poll == there && groups.iter().all(|fact| is_group(fact))
            }
            (
                Self::GroupAnswers { poll, group, title, answers },
                [Fact::Grouped { poll: there, group: known, title: called, answers: these }, groups @ ..],
            ) => {
                (poll, group, answers) == (there, known, these)
                    && says(called, title)
                    && groups.iter().all(|fact| is_group(fact))
            }
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}

impl SystemCommand {
    /// As [`FeatureCommand::could_have_made`]. The server makes the ids of its own commands, by chance or from what they are
    /// about; only those of ballots come of what somebody sent.
    #[must_use]
    pub fn could_have_made(&self, facts: &[&Fact]) -> bool {
        match (self, facts) {
            (
                Self::CastBallot { poll, ballot, choice, text },
                [Fact::Voted { poll: there, choice: chosen, text: said, ballot: Some(known) }],
            ) => {
                (poll, ballot, choice) == (there, known, chosen)
                    && says(said, text.as_deref().unwrap_or_default())
            }
            (Self::CastBallot { .. }, _) => false,
            (Self::Recall { .. }, _) => true,
        }
    }
}

/// Whether the fact is one of those that show everybody what became of the groups.
fn is_group(fact: &Fact) -> bool {
    matches!(fact, Fact::GroupShown { .. })
}
