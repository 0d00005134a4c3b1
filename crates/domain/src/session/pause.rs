//! The teacher's break.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::view::ClassView;

/// Begins a break. People stay and may write; the class's clock goes on. Twice is harmless.
///
/// # Errors
/// Outside a live class.
pub fn pause(class: &ClassView) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    Ok(if class.paused.is_some() { vec![] } else { vec![Fact::SessionPaused] })
}

/// Ends the break. Twice is harmless.
///
/// # Errors
/// Outside a live class.
pub fn resume(class: &ClassView) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    Ok(if class.paused.is_some() { vec![Fact::SessionResumed] } else { vec![] })
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, UseCaseCommand};
    use crate::ids::Offset;
    use crate::testing::{Class, STUDENT, TEACHER};

    #[test]
    fn a_break_begins_and_ends_once_and_ends_with_the_class() {
        let mut class = Class::live();
        class.pass_ms(1_000);
        class.does(TEACHER, Command::Pause);
        assert_eq!(class.view.paused, Some(Offset(1_000)));
        assert_eq!(class.ask(TEACHER, Command::Pause), Ok(vec![]));
        assert!(class.ask(STUDENT, class.chat(1, "coffee")).is_ok());
        class.does(TEACHER, Command::Resume);
        assert_eq!(class.ask(TEACHER, Command::Resume), Ok(vec![]));
        class.does(TEACHER, Command::Pause);
        class.does(TEACHER, UseCaseCommand::End);
        assert_eq!(class.view.paused, None);
    }
}
