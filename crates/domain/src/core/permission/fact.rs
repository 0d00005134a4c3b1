//! The facts of what students may do.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp, Task};
use crate::ids::UserId;
use crate::permission::Permission;
use crate::role::Viewer;

/// A fact of what students may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// All students may do it, or may not.
    #[serde(rename = "permission.changed")]
    Changed { permission: Permission, allowed: bool },
    /// One person may do it or not, whatever holds for all; `None` ends that.
    #[serde(rename = "permission.granted")]
    Granted {
        user: UserId,
        permission: Permission,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        allowed: Option<bool>,
    },
    /// Students may only watch.
    #[serde(rename = "permission.locked")]
    Locked,
    /// What was permitted is permitted again.
    #[serde(rename = "permission.unlocked")]
    Unlocked,
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        actor
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Granted { user, .. } => Reach::staff().and([*user]),
            Self::Changed { .. } | Self::Locked | Self::Unlocked => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {}

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        match self {
            Self::Granted { user, permission, .. } if permission.is_of_media() => {
                vec![Effect::Do(Task::Permit { user: *user })]
            }
            Self::Changed { permission, .. } if permission.is_of_media() => vec![Effect::Do(Task::Review)],
            Self::Granted { .. } | Self::Changed { .. } => vec![],
            Self::Locked | Self::Unlocked => vec![Effect::Do(Task::Review)],
        }
    }
}
