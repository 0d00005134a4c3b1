//! The facts of raised hands.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp};
use crate::ids::UserId;
use crate::role::Viewer;

/// A fact of raised hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// Somebody raised their hand.
    #[serde(rename = "hand.raised")]
    Raised { user: UserId },
    /// It is down again.
    #[serde(rename = "hand.lowered")]
    Lowered { user: UserId },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        actor
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Raised { .. } | Self::Lowered { .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {}

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        vec![]
    }
}
