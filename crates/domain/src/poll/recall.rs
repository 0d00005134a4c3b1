//! What came of the same poll in an earlier class.

use crate::ids::{PollId, SessionId};
use crate::poll::{Fact, Poll, Polls, Tally, known};
use crate::rejection::Rejection;

/// Keeps how many chose what when the earlier class was asked the same, so that staff can compare. Idempotent. A
/// result that doesn't fit changes nothing: then the poll was another one.
///
/// # Errors
/// [`Rejection::NoSuchPoll`].
pub fn recall(own: &Polls, poll: PollId, session: SessionId, tally: &Tally) -> Result<Vec<Fact>, Rejection> {
    let there = known(own, poll)?;
    let fits = !tally.counts.is_empty() && tally.counts.len() == there.tally().counts.len();
    if there.before.is_some() || !fits {
        return Ok(vec![]);
    }
    Ok(vec![Fact::Recalled { poll, session, tally: tally.clone() }])
}

impl Poll {
    /// Whether both ask the same, word by word, and are answered in the same way.
    #[must_use]
    pub fn asks_what(&self, other: &Self) -> bool {
        self.form == other.form && self.wording == other.wording
    }
}

#[cfg(test)]
mod tests {
    use crate::command::SystemCommand;
    use crate::decide::Rejection;
    use crate::poll;
    use crate::poll::{Definition, Form, Tally};
    use crate::role::{Role, Viewer};
    use crate::testing::{Class, STUDENT, TEACHER, id, options, poll, user};

    fn recall(poll: u128, counts: &[u32]) -> SystemCommand {
        let tally = Tally { votes: counts.iter().sum(), counts: counts.to_vec() };
        SystemCommand::Poll(poll::SystemCommand::Recall {
            poll: id(poll).into(),
            session: id(77).into(),
            tally,
        })
    }

    #[test]
    fn an_earlier_result_is_kept_once_and_for_staff() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, options(2)));
        assert_eq!(class.system(recall(1, &[1, 2, 3])), Ok(vec![]), "that was another poll");
        assert_eq!(class.system(recall(2, &[1, 2])), Err(Rejection::NoSuchPoll));
        assert_eq!(class.system(recall(1, &[3, 4])).map(|facts| facts.len()), Ok(1));
        assert_eq!(class.system(recall(1, &[5, 6])), Ok(vec![]));
        let kept = Some(Tally { votes: 7, counts: vec![3, 4] });
        assert_eq!(class.view.poll.polls[&id(1).into()].before, kept);
        let seen = class.view.for_viewer(&Viewer { user: user(STUDENT), role: Role::Student });
        assert_eq!(seen.poll.polls[&id(1).into()].before, None);
    }

    #[test]
    fn open_answers_have_no_counts() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, Definition { form: Form::Text, options: vec![], ..options(2) }));
        assert_eq!(class.system(recall(1, &[])), Ok(vec![]));
    }
}
