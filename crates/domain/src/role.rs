//! Who somebody is: in the tenant, and in a course.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{TenantId, UserId};

/// What a person is, in a tenant (user roles) or in a course (enrollment).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the tenant: people, roles, domains.
    Admin,
    /// Schedules and teaches classes.
    Teacher,
    /// Moderates classes.
    Assistant,
    /// Joins classes.
    Student,
}

impl Role {
    /// Every role, for tables and tests.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Teacher, Self::Assistant, Self::Student];

    /// The word in rows and on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Teacher => "teacher",
            Self::Assistant => "assistant",
            Self::Student => "student",
        }
    }

    /// The role of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Those who run a class see more of it than those who attend.
    #[must_use]
    pub fn is_staff(self) -> bool {
        self != Self::Student
    }
}

/// Who asks: somebody signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Actor {
    /// The tenant they are signed in to.
    pub tenant: TenantId,
    /// Their account.
    pub user: UserId,
    /// Their name as others see it.
    pub name: String,
    /// Their roles in the tenant.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Whether they hold `role` in the tenant.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Who looks at a class, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson)]
pub struct Viewer {
    /// Their account.
    pub user: UserId,
    /// What they are in this class.
    pub role: Role,
}
