//! Polls and quizzes.

mod close;
mod definition;
mod fold;
mod group;
mod label;
mod open;
mod prepared;
mod recall;
mod seen;
mod show;
mod table;
mod tally;
mod vote;

pub use close::close;
pub use definition::{
    BadPoll, Definition, FEWEST_OPTIONS, Form, Key, LONGEST_EXPLANATION, LONGEST_OPTION, LONGEST_TITLE,
    MOST_OPTIONS, Wording,
};
pub(crate) use fold::fold;
pub use group::{MOST_GROUPS, group};
pub use open::{again, open};
pub use prepared::{MOST_PREPARED, Prepared, moved};
pub use recall::recall;
pub use show::{hide, show};
pub use table::table;
pub use tally::Tally;
pub use vote::{Choice, LONGEST_ANSWER, cast, may_vote, vote};

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::decide::Rejection;
use crate::ids::{GroupId, Offset, PollId, Voter};
use crate::sorted::{SortedMap, SortedSet};
use crate::view::ClassView;
use crate::words::Words;

/// A poll as screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Poll {
    /// Its name.
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

impl ClassView {
    /// The poll that is open: there is one at most.
    #[must_use]
    pub fn open_poll(&self) -> Option<&Poll> {
        self.polls.values().find(|poll| poll.is_open())
    }
}

fn known(class: &ClassView, poll: PollId) -> Result<&Poll, Rejection> {
    class.polls.get(&poll).ok_or(Rejection::NoSuchPoll)
}
