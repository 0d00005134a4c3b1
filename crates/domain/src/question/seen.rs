//! Questions as a student sees them.

use crate::ids::UserId;
use crate::question::{Carried, Fact, Question, Questions, State};
use crate::role::Viewer;
use crate::words::Words;

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

impl Questions {
    /// Leaves of the questions what a student may see.
    pub(crate) fn keep_for_student(&mut self, user: UserId) {
        let seen = self
            .questions
            .iter()
            .filter_map(|(id, question)| Some((*id, question.for_student(user)?.into())));
        self.questions = seen.collect();
    }

    /// Whether they hold something that this student sees and others don't.
    pub(crate) fn concerns_student(&self, me: UserId) -> bool {
        self.questions.values().any(|question| question.asker == Some(me) || question.voters.contains(&me))
    }

    /// Takes out of an old fact the words of a question that was dismissed since, where `viewer` may not read them.
    pub(crate) fn redact(&self, fact: &mut Fact, viewer: &Viewer) {
        match fact {
            Fact::Asked { question, text, .. }
            | Fact::Approved { question, text, .. }
            | Fact::Carried(Carried { question, text, .. }) => {
                let dismissed = self.questions.get(question).is_some_and(|now| {
                    matches!(now.state, State::Dismissed { .. }) && now.asker != Some(viewer.user)
                });
                if dismissed && !viewer.role.is_staff() {
                    *text = Words(None);
                }
            }
            Fact::Upvoted { .. }
            | Fact::Unvoted { .. }
            | Fact::Claimed { .. }
            | Fact::AnsweredAloud { .. }
            | Fact::Answered { .. }
            | Fact::Resolved { .. }
            | Fact::Dismissed { .. }
            | Fact::Merged { .. }
            | Fact::Staged { .. }
            | Fact::Unstaged { .. } => {}
        }
    }
}
