//! Polls as a student sees them.

use crate::ids::UserId;
use crate::poll::{Poll, Polls};
use crate::sorted::SortedMap;

impl Poll {
    /// Leaves what a student may see: their own vote, and what is shown of the result.
    fn keep_for(&mut self, user: UserId) {
        let anonymous = self.anonymous;
        self.votes.retain(|voter, _| !anonymous && *voter == user.into());
        // Groups are the staff's until they are shown.
        self.votes.values_mut().for_each(|vote| vote.group = None);
        self.key = None;
        self.groups = SortedMap::new();
        self.before = None;
    }
}

impl Polls {
    /// Leaves of the polls what a student may see.
    pub(crate) fn keep_for_student(&mut self, user: UserId) {
        self.polls.values_mut().for_each(|poll| poll.keep_for(user));
    }

    /// Whether they hold something that this student sees and others don't.
    pub(crate) fn concerns_student(&self, me: UserId) -> bool {
        self.polls.values().any(|poll| poll.votes.contains_key(&me.into()))
    }
}
