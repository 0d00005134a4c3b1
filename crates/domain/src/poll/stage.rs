//! Putting a poll on the stage, and taking it off.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::PollId;
use crate::poll::{Fact, Polls, known};
use crate::rejection::Rejection;

/// Shows the poll on the stage in place of the one that is there: to everybody what a student may see of it.
///
/// # Errors
/// Outside a live class, and [`Rejection::NoSuchPoll`].
pub fn stage(class: &Core, own: &Polls, asking: Asking, poll: PollId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    known(own, poll)?;
    let there = own.on_stage == Some(poll);
    Ok(if there { vec![] } else { vec![Fact::Staged { poll }] })
}

/// Takes it off the stage.
///
/// # Errors
/// Outside a live class.
pub fn unstage(class: &Core, own: &Polls, asking: Asking, poll: PollId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = own.on_stage == Some(poll);
    Ok(if there { vec![Fact::Unstaged { poll }] } else { vec![] })
}

#[cfg(test)]
mod tests {
    use crate::command::{ByPerson as _, Command};
    use crate::decide::Rejection;
    use crate::policy::Action;
    use crate::poll;
    use crate::testing::{ASSISTANT, Class, TEACHER, id, options, poll};

    fn stage(n: u128) -> Command {
        Command::Poll(poll::Command::Stage { poll: id(n).into() })
    }

    fn unstage(n: u128) -> Command {
        Command::Poll(poll::Command::Unstage { poll: id(n).into() })
    }

    #[test]
    fn one_poll_is_on_the_stage_at_a_time() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, options(2)));
        class.does(TEACHER, stage(1));
        assert_eq!(class.view.poll.on_stage, Some(id(1).into()));
        assert_eq!(class.ask(TEACHER, stage(1)), Ok(vec![]));
        class.does(TEACHER, Command::Poll(poll::Command::Close { poll: id(1).into() }));
        class.does(TEACHER, poll(2, options(2)));
        class.does(ASSISTANT, stage(2));
        assert_eq!(class.ask(TEACHER, unstage(1)), Ok(vec![]), "another one is there");
        class.does(TEACHER, unstage(2));
        assert_eq!(class.view.poll.on_stage, None);
    }

    #[test]
    fn only_a_poll_of_the_class_and_only_by_who_may_run_polls() {
        let class = Class::live();
        assert_eq!(class.ask(TEACHER, stage(7)), Err(Rejection::NoSuchPoll));
        for command in [stage(1), unstage(1)] {
            assert_eq!(command.action(), Action::RunPolls);
        }
    }
}
