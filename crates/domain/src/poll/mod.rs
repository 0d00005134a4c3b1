//! Polls and quizzes.

mod close;
mod command;
mod definition;
mod fact;
mod fold;
mod group;
mod label;
mod open;
mod prepared;
mod recall;
mod seen;
mod show;
mod stage;
mod table;
mod tally;
mod vote;

pub use crate::rejection::{BadPoll, FEWEST_OPTIONS, MOST_OPTIONS};
pub use close::close;
pub use command::{Command, SystemCommand};
pub use definition::{Definition, Form, Key, LONGEST_EXPLANATION, LONGEST_OPTION, LONGEST_TITLE, Wording};
pub use fact::Fact;
pub(crate) use fold::fold;
pub use group::{MOST_GROUPS, group};
pub use open::{again, open};
pub use prepared::{MOST_PREPARED, Prepared, moved};
pub use recall::recall;
pub use show::{hide, show};
pub use stage::{stage, unstage};
pub use table::table;
pub use tally::Tally;
pub use vote::{Choice, Filled, LONGEST_ANSWER, cast, may_vote, vote};

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::{GroupId, Offset, PollId, Voter};
use crate::pace::{Limit, Limited, Paces};
use crate::rejection::Rejection;
use crate::shared::Shared;
use crate::sorted::{SortedMap, SortedSet};
use crate::words::Words;

/// A poll as screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Poll {
    /// Its id.
    pub id: PollId,
    /// What can be answered.
    pub form: Form,
    /// How many options there are; 0 where there are none.
    pub options: u8,
    /// Whether nobody can see who voted what.
    pub anonymous: bool,
    /// Whether some options are right.
    pub quiz: bool,
    /// The earlier poll that this one asks again.
    pub again: Option<PollId>,
    /// Question and options.
    pub wording: Wording,
    /// When voting began.
    pub opened: Offset,
    /// When it ended, if it did.
    pub closed: Option<Offset>,
    /// The votes: staff see all, a student their own unless the poll is anonymous.
    pub votes: SortedMap<Voter, Vote>,
    /// What is right; only staff see it here.
    pub key: Option<Key>,
    /// Groups of open answers; only staff see them here.
    pub groups: SortedMap<GroupId, Words>,
    /// What came of it when an earlier class of the lesson was asked the same; only staff see it.
    pub before: Option<Tally>,
    /// What everybody sees of the result, while it is shown.
    pub shown: Option<Shown>,
}

/// One vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Vote {
    /// What was chosen.
    pub choice: Choice,
    /// An open answer.
    pub text: Words,
    /// The group an open answer was put in.
    pub group: Option<GroupId>,
}

/// A result as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Shown {
    /// How many chose what.
    pub tally: Tally,
    /// In a quiz, the right options.
    pub right: SortedSet<u8>,
    /// In a quiz, why.
    pub explanation: Words,
    /// Groups of open answers, with how many answered so.
    pub groups: SortedMap<GroupId, (Words, u32)>,
}

impl Poll {
    /// Whether one can vote.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

/// The polls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Polls {
    /// By their ids.
    pub polls: SortedMap<PollId, Shared<Poll>>,
    /// The one on the stage.
    #[serde(rename = "poll_on_stage", skip_serializing_if = "Option::is_none")]
    pub on_stage: Option<PollId>,
    #[serde(skip)]
    pub(crate) paces: Paces<Paced>,
}

/// What is bounded about polls: voting in one, or anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Paced(PollId);

impl Limited for Paced {
    /// Two polls may follow each other closely.
    fn limit(self) -> Limit {
        Limit { most: 15, slowed: false }
    }
}

/// What a page's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide(
    class: &Core,
    own: &Polls,
    asking: Asking,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::Open { poll, definition } => open(class, own, asking, *poll, definition),
        Command::AskAgain { poll, earlier } => again(class, own, asking, *poll, *earlier),
        Command::Vote { poll, choice, text } => {
            vote(class, own, asking, *poll, Filled { choice, text: text.as_deref() }, now)
        }
        Command::Close { poll } => close(class, own, asking, *poll),
        Command::Show { poll } => show(class, own, asking, *poll),
        Command::Hide { poll } => hide(own, *poll),
        Command::Stage { poll } => stage(class, own, asking, *poll),
        Command::Unstage { poll } => unstage(class, own, asking, *poll),
        Command::GroupAnswers { poll, group: name, title, answers } => {
            group(own, *poll, *name, title, answers)
        }
    }
}

/// What the server's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide_system(
    class: &Core,
    own: &Polls,
    asking: Asking,
    command: &SystemCommand,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        SystemCommand::Recall { poll, session, tally } => recall(own, *poll, *session, tally),
        SystemCommand::CastBallot { poll, ballot, choice, text } => {
            cast(class, own, asking, *poll, *ballot, Filled { choice, text: text.as_deref() }, now)
        }
    }
}

impl Polls {
    /// The poll that is open: there is one at most.
    #[must_use]
    pub fn open_poll(&self) -> Option<&Poll> {
        self.polls.values().map(|poll| &**poll).find(|poll| poll.is_open())
    }
}

fn known(own: &Polls, poll: PollId) -> Result<&Poll, Rejection> {
    own.polls.get(&poll).map(|poll| &**poll).ok_or(Rejection::NoSuchPoll)
}
