//! Polls as a student sees them.

use crate::ids::UserId;
use crate::poll::Poll;
use crate::sorted::SortedMap;
use crate::view::ClassView;

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

impl ClassView {
    /// Leaves of the polls what a student may see.
    pub(crate) fn keep_polls_for(&mut self, user: UserId) {
        self.polls.values_mut().for_each(|poll| poll.keep_for(user));
    }
}
