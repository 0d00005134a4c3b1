//! Saying what students may do.

use crate::core::Core;
use crate::ids::UserId;
use crate::permission::{Command, Fact, Permission};
use crate::rejection::Rejection;
use crate::session::Phase;

/// What a page's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide(class: &Core, command: &Command) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::Permit { permission, allowed } => permit(class, *permission, *allowed),
        Command::Grant { user, permission, allowed } => grant(class, *user, *permission, *allowed),
        Command::Lock { locked } => lock(class, *locked),
    }
}

/// Allows or forbids something for all students, but not for those of whom something else was said.
///
/// # Errors
/// After the class.
pub fn permit(class: &Core, permission: Permission, allowed: bool) -> Result<Vec<Fact>, Rejection> {
    must_not_be_over(class)?;
    let same = class.permissions.0.contains(&permission) == allowed;
    Ok(if same { vec![] } else { vec![Fact::Changed { permission, allowed }] })
}

/// Allows or forbids something for one person, or with `None` lets what holds for all hold for them too.
///
/// # Errors
/// After the class, or for somebody who never joined.
pub fn grant(
    class: &Core,
    user: UserId,
    permission: Permission,
    allowed: Option<bool>,
) -> Result<Vec<Fact>, Rejection> {
    must_not_be_over(class)?;
    let person = class.people.get(&user).ok_or(Rejection::NoSuchPerson)?;
    let same = person.permits.get(&permission).copied() == allowed;
    Ok(if same { vec![] } else { vec![Fact::Granted { user, permission, allowed }] })
}

/// Takes every permission from all students at once, or gives them back.
///
/// # Errors
/// After the class.
pub fn lock(class: &Core, locked: bool) -> Result<Vec<Fact>, Rejection> {
    must_not_be_over(class)?;
    Ok(match (class.locked, locked) {
        (false, true) => vec![Fact::Locked],
        (true, false) => vec![Fact::Unlocked],
        (true, true) | (false, false) => vec![],
    })
}

fn must_not_be_over(class: &Core) -> Result<(), Rejection> {
    match class.phase {
        Phase::Scheduled | Phase::Live { .. } => Ok(()),
        Phase::Unscheduled | Phase::Ended { .. } | Phase::Cancelled => class.must_be_live(),
    }
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::permission::Permission;
    use crate::testing::{Class, STUDENT, TEACHER, user};
    use crate::{hand, permission};

    fn grant(allowed: Option<bool>) -> Command {
        Command::Permission(permission::Command::Grant {
            user: user(STUDENT),
            permission: Permission::Chat,
            allowed,
        })
    }

    #[test]
    fn what_is_said_for_one_goes_before_what_holds_for_all() {
        let mut class = Class::live();
        class.does(
            TEACHER,
            Command::Permission(permission::Command::Permit { permission: Permission::Chat, allowed: false }),
        );
        let refused = Err(Rejection::NotPermitted { permission: Permission::Chat });
        assert_eq!(class.ask(STUDENT, class.chat(1, "hi")), refused);
        class.does(TEACHER, grant(Some(true)));
        assert!(class.ask(STUDENT, class.chat(1, "hi")).is_ok());
        class.does(TEACHER, grant(None));
        assert_eq!(class.ask(STUDENT, class.chat(1, "hi")), refused);
        assert!(class.ask(TEACHER, class.chat(1, "hi")).is_ok(), "staff may always");
    }

    #[test]
    fn a_locked_class_lets_students_watch_only_and_staff_go_on() {
        let mut class = Class::live();
        class.does(TEACHER, Command::Permission(permission::Command::Lock { locked: true }));
        assert!(class.ask(STUDENT, class.chat(1, "hi")).is_err());
        assert!(class.ask(STUDENT, Command::Hand(hand::Command::Raise)).is_err());
        assert!(class.ask(TEACHER, class.chat(1, "hi")).is_ok());
        class.does(TEACHER, Command::Permission(permission::Command::Lock { locked: false }));
        assert!(class.ask(STUDENT, Command::Hand(hand::Command::Raise)).is_ok());
    }

    #[test]
    fn said_twice_is_written_once() {
        let mut class = Class::live();
        class.does(TEACHER, grant(Some(false)));
        assert_eq!(class.ask(TEACHER, grant(Some(false))), Ok(vec![]));
        let never_came = Command::Permission(permission::Command::Grant {
            user: user(99),
            permission: Permission::Ask,
            allowed: None,
        });
        assert_eq!(class.ask(TEACHER, never_came), Err(Rejection::NoSuchPerson));
    }
}
