//! Saying that a class won't take place.

use crate::core::Core;
use crate::rejection::Rejection;
use crate::session::{Fact, Phase};
use crate::words::clean;

/// Characters in the reason, at most.
pub const LONGEST_REASON: usize = 200;

/// Cancels the class. Idempotent: the first reason stays.
///
/// # Errors
/// [`Rejection::AlreadyStarted`] once it began, [`Rejection::NoSuchClass`] before it was scheduled,
/// [`Rejection::BadText`] for the reason.
pub fn cancel(class: &Core, reason: &str) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled => {
            let reason = clean(reason, LONGEST_REASON).map_err(Rejection::BadText)?;
            Ok(vec![Fact::Cancelled { reason: reason.into() }])
        }
        Phase::Cancelled => Ok(vec![]),
        Phase::Live { .. } | Phase::Ended { .. } => Err(Rejection::AlreadyStarted),
        Phase::Unscheduled => Err(Rejection::NoSuchClass),
    }
}

#[cfg(test)]
mod tests {
    use crate::command::UseCaseCommand;
    use crate::decide::Rejection;
    use crate::role::{Role, Viewer};
    use crate::session;
    use crate::testing::{Class, STUDENT, TEACHER, user};
    use crate::words::BadText;

    #[test]
    fn a_cancelled_class_stays_cancelled() {
        let mut class = Class::scheduled();
        let cancel = |reason: &str| {
            UseCaseCommand::Session(session::UseCaseCommand::Cancel { reason: reason.to_owned() })
        };
        assert_eq!(class.ask(TEACHER, cancel(" ")), Err(Rejection::BadText(BadText::Empty)));
        class.does(TEACHER, cancel("I am ill. "));
        assert_eq!(class.ask(TEACHER, cancel("No, I am well.")), Ok(vec![]));
        let outside = class.view.for_outsider(&Viewer { user: user(STUDENT), role: Role::Student });
        assert_eq!(outside.core.cancelled_because.text(), "I am ill.");
        assert_eq!(
            class.ask(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::Start)),
            Err(Rejection::Cancelled)
        );
        assert_eq!(class.ask(STUDENT, class.chat(1, "hi")), Err(Rejection::Cancelled));
        assert_eq!(Class::live().ask(TEACHER, cancel("Too late")), Err(Rejection::AlreadyStarted));
    }
}
