//! Raised hands, in the order they went up.

mod command;
mod fact;
mod fold;
mod lower;
mod raise;

pub use command::Command;
pub use fact::Fact;
pub(crate) use fold::fold;
pub use lower::lower;
pub use raise::raise;

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::{Offset, UserId};
use crate::pace::{Limit, Limited, Paces};
use crate::participant::Presence;
use crate::rejection::Rejection;

/// A raised hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Hand {
    /// Whose.
    pub user: UserId,
    /// Since when.
    pub since: Offset,
}

/// Raised hands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Hands {
    /// The first first.
    pub hands: Vec<Hand>,
    #[serde(skip)]
    pub(crate) paces: Paces<Paced>,
}

/// What is bounded about hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Paced {
    Raise,
}

impl Limited for Paced {
    fn limit(self) -> Limit {
        match self {
            Self::Raise => Limit { most: 10, slowed: true },
        }
    }
}

/// What a page's command makes happen.
///
/// # Errors
/// As [`raise`] and [`lower`].
pub fn decide(
    class: &Core,
    own: &Hands,
    asking: Asking,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::Raise => raise(class, own, asking, now),
        Command::Lower { user } => lower(class, own, asking, *user),
    }
}

impl Hands {
    /// The raised hands of those who are here at `now` or may be back at any moment, in their order. The hand of somebody who
    /// left stays in the class, and is up again when they come back.
    #[must_use]
    pub fn up(&self, class: &Core, now: Offset) -> Vec<Hand> {
        let left = |hand: &Hand| {
            class.people.get(&hand.user).is_some_and(|person| person.presence(now) == Presence::Left)
        };
        self.hands.iter().filter(|hand| !left(hand)).copied().collect()
    }

    /// Whether somebody's hand is up.
    #[must_use]
    pub fn is_up(&self, user: UserId) -> bool {
        self.hands.iter().any(|hand| hand.user == user)
    }

    /// The class is over: all hands are down.
    pub(crate) fn end(&mut self) {
        self.hands.clear();
    }
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::hand;
    use crate::ids::Offset;
    use crate::participant::RECONNECTING_MS;
    use crate::role::Role;
    use crate::testing::{Class, OTHER, STUDENT, user};

    #[test]
    fn who_leaves_is_not_waited_for_and_keeps_their_place() {
        let mut class = Class::live();
        class.does(STUDENT, Command::Hand(hand::Command::Raise));
        class.does(OTHER, Command::Hand(hand::Command::Raise));
        let up = |class: &Class, ms| {
            class.view.hand.up(&class.view.core, Offset(ms)).iter().map(|hand| hand.user).collect::<Vec<_>>()
        };
        class.leave(STUDENT);
        assert_eq!(up(&class, RECONNECTING_MS - 1).len(), 2, "a reload takes nobody's place");
        assert_eq!(up(&class, RECONNECTING_MS), [user(OTHER)]);
        class.join(STUDENT, Role::Student).unwrap();
        assert_eq!(up(&class, RECONNECTING_MS), [user(STUDENT), user(OTHER)]);
    }
}
