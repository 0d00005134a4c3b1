//! The teacher's break.

use crate::core::Core;
use crate::rejection::Rejection;
use crate::session::Fact;

/// Begins a break. People stay and may write; the class's clock goes on.
///
/// # Errors
/// Outside a live class.
pub fn pause(class: &Core) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    Ok(if class.paused.is_some() { vec![] } else { vec![Fact::Paused] })
}

/// Ends the break.
///
/// # Errors
/// Outside a live class.
pub fn resume(class: &Core) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    Ok(if class.paused.is_some() { vec![Fact::Resumed] } else { vec![] })
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, UseCaseCommand};
    use crate::ids::Offset;
    use crate::session;
    use crate::testing::{Class, STUDENT, TEACHER};

    #[test]
    fn a_break_begins_and_ends_once_and_ends_with_the_class() {
        let mut class = Class::live();
        class.pass_ms(1_000);
        class.does(TEACHER, Command::Session(session::Command::Pause));
        assert_eq!(class.view.core.paused, Some(Offset(1_000)));
        assert_eq!(class.ask(TEACHER, Command::Session(session::Command::Pause)), Ok(vec![]));
        assert!(class.ask(STUDENT, class.chat(1, "coffee")).is_ok());
        class.does(TEACHER, Command::Session(session::Command::Resume));
        assert_eq!(class.ask(TEACHER, Command::Session(session::Command::Resume)), Ok(vec![]));
        class.does(TEACHER, Command::Session(session::Command::Pause));
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        assert_eq!(class.view.core.paused, None);
    }
}
