//! The facts of polls.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp, Task};
use crate::ids::{BallotId, GroupId, PollId, SessionId, UserId, Voter};
use crate::poll::{Choice, Form, Tally};
use crate::role::Viewer;
use crate::sorted::SortedSet;
use crate::words::Words;

/// A fact of polls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// Voting began.
    #[serde(rename = "poll.opened")]
    Opened {
        poll: PollId,
        form: Form,
        /// How many options there are to choose from; 0 where there are none.
        options: u8,
        /// Nobody sees who voted what, and after closing nobody can.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anonymous: bool,
        /// Some options are right.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        quiz: bool,
        /// The poll that was asked before and is asked again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<PollId>,
        /// Question and options; see [`crate::poll::Wording`].
        wording: Words,
    },
    /// What is right in a quiz; for staff only until [`crate::poll::Fact::Shown`] says it.
    #[serde(rename = "poll.keyed")]
    Keyed { poll: PollId, right: SortedSet<u8>, explanation: Words },
    /// Somebody voted, or voted anew. An anonymous vote has a ballot and no actor.
    #[serde(rename = "poll.voted")]
    Voted {
        poll: PollId,
        choice: Choice,
        /// An open answer.
        #[serde(default, skip_serializing_if = "Words::erased")]
        text: Words,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ballot: Option<BallotId>,
    },
    /// Voting is over.
    #[serde(rename = "poll.closed")]
    Closed { poll: PollId },
    /// Open answers that say the same; for staff only until they are shown.
    #[serde(rename = "poll.grouped")]
    Grouped { poll: PollId, group: GroupId, title: Words, answers: SortedSet<Voter> },
    /// Everybody sees the result.
    #[serde(rename = "poll.shown")]
    Shown {
        poll: PollId,
        tally: Tally,
        /// In a quiz, the right options.
        #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
        right: SortedSet<u8>,
        /// In a quiz, why.
        #[serde(default, skip_serializing_if = "Words::erased")]
        explanation: Words,
    },
    /// Everybody sees how many answered like this.
    #[serde(rename = "poll.group_shown")]
    GroupShown { poll: PollId, group: GroupId, title: Words, votes: u32 },
    /// Only staff see the result again.
    #[serde(rename = "poll.hidden")]
    Hidden { poll: PollId },
    /// It is on the stage, in place of the one that was there.
    #[serde(rename = "poll.staged")]
    Staged { poll: PollId },
    /// It isn't any more.
    #[serde(rename = "poll.unstaged")]
    Unstaged { poll: PollId },
    /// What came of it in an earlier class of the lesson, which was asked the same. Students don't see it.
    #[serde(rename = "poll.recalled")]
    Recalled { poll: PollId, session: SessionId, tally: Tally },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        actor
    }

    fn reach(&self, actor: Option<UserId>) -> Reach {
        match self {
            Self::Keyed { .. } | Self::Grouped { .. } | Self::Recalled { .. } => Reach::staff(),
            Self::Voted { .. } => Reach::staff().and(actor),
            Self::Opened { .. }
            | Self::Closed { .. }
            | Self::Shown { .. }
            | Self::GroupShown { .. }
            | Self::Hidden { .. }
            | Self::Staged { .. }
            | Self::Unstaged { .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {}

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        match self {
            Self::Opened { again: None, poll, .. } => vec![Effect::Do(Task::Recall { poll: *poll })],
            // What came of it the first time is in this class.
            Self::Opened { again: Some(_), .. } => vec![],
            Self::Keyed { .. }
            | Self::Voted { .. }
            | Self::Closed { .. }
            | Self::Grouped { .. }
            | Self::Shown { .. }
            | Self::GroupShown { .. }
            | Self::Hidden { .. }
            | Self::Staged { .. }
            | Self::Unstaged { .. }
            | Self::Recalled { .. } => vec![],
        }
    }
}
