//! Teaching in place of a teacher who was lost.

use crate::asking::Asking;
use crate::core::Core;
use crate::rejection::Rejection;
use crate::session::{Fact, Lead};

/// Gives the asker the teacher's rights until a teacher returns.
///
/// # Errors
/// Outside a live class, for students, and [`Rejection::TeacherHere`] where the teacher isn't lost or somebody who
/// is here was quicker.
pub fn take_over(class: &Core, asking: Asking) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let by = asking.user()?;
    match class.lead {
        _ if !asking.is_staff(class) => Err(Rejection::NotAllowed),
        Lead::Lost => Ok(vec![Fact::TakenOver { by }]),
        Lead::Taken { by: already } if already == by => Ok(vec![]),
        Lead::Taken { by: already } if !class.is_here(already) => Ok(vec![Fact::TakenOver { by }]),
        Lead::Teacher | Lead::Away { .. } | Lead::Taken { .. } => Err(Rejection::TeacherHere),
    }
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, SystemCommand};
    use crate::decide::Rejection;
    use crate::event::Fact;
    use crate::role::Role;
    use crate::session;
    use crate::session::{Lead, next_due};
    use crate::testing::{ASSISTANT, Class, TEACHER, user};

    #[test]
    fn an_assistant_takes_over_after_the_grace_time_and_until_the_teacher_returns() {
        let mut class = Class::live();
        assert_eq!(
            class.ask(ASSISTANT, Command::Session(session::Command::TakeOver)),
            Err(Rejection::TeacherHere)
        );
        class.leave(TEACHER);
        assert_eq!(
            class.system(SystemCommand::Session(session::SystemCommand::LoseTeacher)),
            Ok(vec![]),
            "perhaps for a moment"
        );
        let due = next_due(&class.view.core).unwrap();
        assert_eq!(due.command, session::SystemCommand::LoseTeacher);
        class.pass_ms(60_000);
        assert_eq!(due.at, class.now);
        class.system(SystemCommand::Session(session::SystemCommand::LoseTeacher)).unwrap();
        assert_eq!(class.view.core.lead, Lead::Lost);
        class.does(ASSISTANT, Command::Session(session::Command::TakeOver));
        assert_eq!(class.view.core.standing(user(ASSISTANT), Role::Assistant), Role::Teacher);
        assert_eq!(class.ask(ASSISTANT, Command::Session(session::Command::TakeOver)), Ok(vec![]));
        let back = class.join(TEACHER, Role::Teacher).unwrap();
        assert!(back.contains(&Fact::Session(session::Fact::TeacherReturned)));
        assert_eq!(class.view.core.standing(user(ASSISTANT), Role::Assistant), Role::Assistant);
    }

    #[test]
    fn a_teacher_who_returns_in_time_was_never_lost() {
        let mut class = Class::live();
        class.leave(TEACHER);
        class.pass_ms(30_000);
        let back = class.join(TEACHER, Role::Teacher).unwrap();
        assert_eq!(back.len(), 1);
        class.pass_ms(60_000);
        assert_eq!(class.system(SystemCommand::Session(session::SystemCommand::LoseTeacher)), Ok(vec![]));
    }

    #[test]
    fn with_two_teachers_one_may_go() {
        let mut class = Class::live();
        class.join(20, Role::Teacher).unwrap();
        class.leave(TEACHER);
        assert_eq!(class.view.core.lead, Lead::Teacher);
    }
}
