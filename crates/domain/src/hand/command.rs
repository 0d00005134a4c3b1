//! The commands of raised hands.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::hand::Fact;
use crate::ids::UserId;
use crate::policy::Action;

/// What a page may say over its live channel about raised hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Raise one's hand.
    #[serde(rename = "raise_hand")]
    Raise,
    /// Take one's own hand down, or as staff somebody's.
    #[serde(rename = "lower_hand")]
    Lower { user: UserId },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        Action::RaiseHand
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::Raise, [Fact::Raised { .. }]) => true,
            (Self::Lower { user }, [Fact::Lowered { user: there }]) => user == there,
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}
