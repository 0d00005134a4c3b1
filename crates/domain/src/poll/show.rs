//! Showing everybody the result, and hiding it again.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::PollId;
use crate::poll::{Fact, Poll, Polls, close, known};
use crate::rejection::Rejection;

/// Shows the result, in the class or later in its replay. An open poll is closed first: whoever sees the others' answers
/// votes no more. The facts bring students what only staff had.
///
/// # Errors
/// [`Rejection::NoSuchPoll`].
pub fn show(class: &Core, own: &Polls, asking: Asking, poll: PollId) -> Result<Vec<Fact>, Rejection> {
    let there = known(own, poll)?;
    if there.shown.is_some() {
        return Ok(vec![]);
    }
    let closed = close(class, own, asking, poll)?;
    let key = there.key.clone().unwrap_or_default();
    let shown = Fact::Shown { poll, tally: there.tally(), right: key.right, explanation: key.explanation };
    Ok(closed.into_iter().chain([shown]).chain(groups(there)).collect())
}

/// Hides the result from students.
///
/// # Errors
/// [`Rejection::NoSuchPoll`].
pub fn hide(own: &Polls, poll: PollId) -> Result<Vec<Fact>, Rejection> {
    let shown = known(own, poll)?.shown.is_some();
    Ok(if shown { vec![Fact::Hidden { poll }] } else { vec![] })
}

/// What everybody sees of the groups of open answers.
fn groups(poll: &Poll) -> impl Iterator<Item = Fact> {
    let (id, sizes) = (poll.id, poll.group_sizes());
    poll.groups.iter().map(move |(group, title)| Fact::GroupShown {
        poll: id,
        group: *group,
        title: title.clone(),
        votes: sizes.get(group).copied().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::poll;
    use crate::poll::{Definition, Key};
    use crate::role::{Role, Viewer};
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, options, poll, user, vote};

    fn quiz() -> Definition {
        let key = Key { right: [1].into(), explanation: "since 2".into() };
        Definition { key: Some(key), ..options(2) }
    }

    fn as_student(class: &Class) -> crate::poll::Poll {
        let viewer = Viewer { user: user(STUDENT), role: Role::Student };
        class.view.for_viewer(&viewer).poll.polls[&id(1).into()].as_ref().clone()
    }

    #[test]
    fn students_see_result_and_solution_when_it_is_shown_and_not_before() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, quiz()));
        class.does(STUDENT, vote(1, &[0]));
        class.does(OTHER, vote(1, &[1]));
        let before = as_student(&class);
        assert!(before.quiz && before.key.is_none() && before.shown.is_none());
        assert_eq!(before.votes.len(), 1, "their own");
        class.does(TEACHER, Command::Poll(poll::Command::Show { poll: id(1).into() }));
        assert_eq!(class.ask(STUDENT, vote(1, &[1])), Err(Rejection::PollClosed));
        let shown = as_student(&class).shown.unwrap();
        assert_eq!((shown.tally.votes, shown.tally.counts), (2, vec![1, 1]));
        assert_eq!((shown.right, shown.explanation.text()), ([1].into(), "since 2"));
        class.does(TEACHER, Command::Poll(poll::Command::Hide { poll: id(1).into() }));
        assert!(as_student(&class).shown.is_none());
        assert!(class.view.poll.polls[&id(1).into()].key.is_some(), "staff keep it");
    }
}
