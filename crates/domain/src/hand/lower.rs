//! Taking a hand down.

use crate::asking::Asking;
use crate::core::Core;
use crate::hand::{Fact, Hands};
use crate::ids::UserId;
use crate::rejection::Rejection;

/// Takes the asker's own hand down, or as staff anybody's.
///
/// # Errors
/// Outside a live class, and for another's hand where a student asks.
pub fn lower(class: &Core, own: &Hands, asking: Asking, user: UserId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    if !asking.is(user) && !asking.is_staff(class) {
        return Err(Rejection::NotAllowed);
    }
    let up = own.is_up(user);
    Ok(if up { vec![Fact::Lowered { user }] } else { vec![] })
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::hand;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, user};

    fn queue(class: &Class) -> Vec<crate::ids::UserId> {
        class.view.hand.hands.iter().map(|hand| hand.user).collect()
    }

    #[test]
    fn hands_queue_in_order_and_come_down_by_their_owner_or_staff() {
        let lower = |n| Command::Hand(hand::Command::Lower { user: user(n) });
        let mut class = Class::live();
        class.does(OTHER, Command::Hand(hand::Command::Raise));
        class.does(STUDENT, Command::Hand(hand::Command::Raise));
        assert_eq!(class.ask(OTHER, Command::Hand(hand::Command::Raise)), Ok(vec![]));
        assert_eq!(queue(&class), [user(OTHER), user(STUDENT)]);
        assert_eq!(class.ask(STUDENT, lower(OTHER)), Err(Rejection::NotAllowed));
        class.does(ASSISTANT, lower(OTHER));
        assert_eq!(queue(&class), [user(STUDENT)]);
        class.does(STUDENT, lower(STUDENT));
        assert_eq!(class.ask(STUDENT, lower(STUDENT)), Ok(vec![]));
    }
}
