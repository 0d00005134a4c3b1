//! The commands of what students may do.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::ids::UserId;
use crate::permission::{Fact, Permission};
use crate::policy::Action;

/// What a page may say over its live channel about what students may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Say what all students may do.
    Permit { permission: Permission, allowed: bool },
    /// Say what one person may do; `None` lets what holds for all hold for them.
    Grant { user: UserId, permission: Permission, allowed: Option<bool> },
    /// Let students only watch, or again what was permitted.
    Lock { locked: bool },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        Action::ChangePermissions
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::Lock { locked: true }, [Fact::Locked])
            | (Self::Lock { locked: false }, [Fact::Unlocked]) => true,
            (Self::Permit { permission, allowed }, [Fact::Changed { permission: which, allowed: now }]) => {
                (permission, allowed) == (which, now)
            }
            (
                Self::Grant { user, permission, allowed },
                [Fact::Granted { user: whose, permission: which, allowed: now }],
            ) => (user, permission, allowed) == (whose, which, now),
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}
