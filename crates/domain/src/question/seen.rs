//! Questions as a student sees them.

use crate::ids::UserId;
use crate::question::{Question, State};
use crate::view::ClassView;

impl Question {
    /// As a student sees it: `None` where they are not to see it at all.
    fn for_student(&self, user: UserId) -> Option<Self> {
        let own = self.asker == Some(user);
        let gone = matches!(self.state, State::Dismissed { .. });
        if !own && (!self.public || gone) {
            return None;
        }
        Some(Self {
            asker: self.asker.filter(|_| own || !self.anonymous),
            claimed_by: None,
            voters: self.voters.contains(&user).then_some(user).into_iter().collect(),
            ..self.clone()
        })
    }
}

impl ClassView {
    /// Leaves of the questions what a student may see.
    pub(crate) fn keep_questions_for(&mut self, user: UserId) {
        let seen =
            self.questions.iter().filter_map(|(id, question)| Some((*id, question.for_student(user)?)));
        self.questions = seen.collect();
    }
}
