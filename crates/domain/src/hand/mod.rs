//! Raised hands, in the order they went up.

mod fold;
mod lower;
mod raise;

pub(crate) use fold::fold;
pub use lower::lower;
pub use raise::raise;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{Offset, UserId};
use crate::participant::Presence;
use crate::view::ClassView;

/// A raised hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Hand {
    /// Whose.
    pub user: UserId,
    /// Since when.
    pub since: Offset,
}

impl ClassView {
    /// The raised hands of those who are here at `now` or may be back at any moment, in their order. The hand of somebody who
    /// left stays in the class, and is up again when they come back.
    #[must_use]
    pub fn hands_up(&self, now: Offset) -> Vec<Hand> {
        let left = |hand: &Hand| {
            self.people.get(&hand.user).is_some_and(|person| person.presence(now) == Presence::Left)
        };
        self.hands.iter().filter(|hand| !left(hand)).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::ids::Offset;
    use crate::participant::RECONNECTING_MS;
    use crate::role::Role;
    use crate::testing::{Class, OTHER, STUDENT, user};

    #[test]
    fn who_leaves_is_not_waited_for_and_keeps_their_place() {
        let mut class = Class::live();
        class.does(STUDENT, Command::RaiseHand);
        class.does(OTHER, Command::RaiseHand);
        let up = |class: &Class, ms| {
            class.view.hands_up(Offset(ms)).iter().map(|hand| hand.user).collect::<Vec<_>>()
        };
        class.leave(STUDENT);
        assert_eq!(up(&class, RECONNECTING_MS - 1).len(), 2, "a reload takes nobody's place");
        assert_eq!(up(&class, RECONNECTING_MS), [user(OTHER)]);
        class.join(STUDENT, Role::Student).unwrap();
        assert_eq!(up(&class, RECONNECTING_MS), [user(STUDENT), user(OTHER)]);
    }
}
