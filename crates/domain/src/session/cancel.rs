//! Saying that a class won't take place.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::session::Phase;
use crate::view::ClassView;

/// Cancels the class. Twice is harmless.
///
/// # Errors
/// [`Rejection::AlreadyStarted`] once it began, [`Rejection::NoSuchClass`] before it was scheduled.
pub fn cancel(class: &ClassView) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled => Ok(vec![Fact::SessionCancelled]),
        Phase::Cancelled => Ok(vec![]),
        Phase::Live { .. } | Phase::Ended { .. } => Err(Rejection::AlreadyStarted),
        Phase::Unscheduled => Err(Rejection::NoSuchClass),
    }
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::testing::{Class, STUDENT, TEACHER};

    #[test]
    fn a_cancelled_class_stays_cancelled() {
        let mut class = Class::scheduled();
        class.does(TEACHER, Command::Cancel);
        assert_eq!(class.ask(TEACHER, Command::Cancel), Ok(vec![]));
        assert_eq!(class.ask(TEACHER, Command::Start), Err(Rejection::Cancelled));
        assert_eq!(class.ask(STUDENT, class.chat(1, "hi")), Err(Rejection::Cancelled));
        assert_eq!(Class::live().ask(TEACHER, Command::Cancel), Err(Rejection::AlreadyStarted));
    }
}
