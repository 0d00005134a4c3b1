//! Who reads a message.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Reach;
use crate::ids::UserId;

/// Whom somebody writes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Address {
    /// Everybody in the class.
    #[default]
    Everybody,
    /// Those who run it.
    Staff,
    /// One person alone.
    Person {
        /// Who.
        user: UserId,
    },
}

impl Address {
    /// Whether it is everybody.
    #[must_use]
    pub fn everybody(&self) -> bool {
        *self == Self::Everybody
    }
}

/// Who reads a message: every fact about it says so, that nobody else learns of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Readers {
    /// Everybody in the class.
    #[default]
    Everybody,
    /// Those who run it, and the one who wrote to them.
    Staff {
        /// Who wrote to them first.
        with: UserId,
    },
    /// Two people.
    Two {
        /// One of them.
        one: UserId,
        /// The other.
        other: UserId,
    },
}

impl Readers {
    /// Whom a fact about the message reaches.
    pub(super) fn reach(&self) -> Reach {
        match *self {
            Self::Everybody => Reach::everybody(),
            Self::Staff { with } => Reach::staff().and([with]),
            Self::Two { one, other } => Reach { staff: false, students: false, people: vec![one, other] },
        }
    }

    /// Whether it is everybody.
    #[must_use]
    pub fn everybody(&self) -> bool {
        *self == Self::Everybody
    }

    /// Whether they are those to whom somebody wrote so, who is one of them.
    pub(crate) fn are(&self, to: Address) -> bool {
        match (to, self) {
            (Address::Everybody, Self::Everybody) | (Address::Staff, Self::Staff { .. }) => true,
            (Address::Person { user }, Self::Two { other, .. }) => user == *other,
            (Address::Everybody | Address::Staff | Address::Person { .. }, _) => false,
        }
    }

    /// Whether somebody is among them.
    #[must_use]
    pub fn include(&self, user: UserId, is_staff: bool) -> bool {
        match *self {
            Self::Everybody => true,
            Self::Staff { with } => is_staff || user == with,
            Self::Two { one, other } => user == one || user == other,
        }
    }
}
