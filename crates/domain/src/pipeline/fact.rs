//! The facts of what is made of a class after its end.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp};
use crate::ids::UserId;
use crate::role::Viewer;
use crate::step::Step;

/// A fact of what is made of a class after its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// A processing step works; sent at most once a second.
    #[serde(rename = "stage.progressed")]
    Progressed {
        #[serde(rename = "stage")]
        step: Step,
        /// 0 to 100.
        percent: u8,
    },
    /// A processing step is done; what it made can be fetched.
    #[serde(rename = "stage.finished")]
    Finished {
        #[serde(rename = "stage")]
        step: Step,
    },
    /// A processing step failed for good; it may be started again.
    #[serde(rename = "stage.failed")]
    Failed {
        #[serde(rename = "stage")]
        step: Step,
        /// Why, in words for staff.
        reason: String,
    },
    /// Somebody had a failed step run again.
    #[serde(rename = "stage.restarted")]
    Restarted {
        #[serde(rename = "stage")]
        step: Step,
    },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        actor
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Progressed { .. }
            | Self::Finished { .. }
            | Self::Failed { .. }
            | Self::Restarted { .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {
        match self {
            Self::Failed { reason, .. } => reason.clear(),
            Self::Progressed { .. } | Self::Finished { .. } | Self::Restarted { .. } => {}
        }
    }

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        match self {
            Self::Restarted { step } => vec![Effect::Process(*step)],
            Self::Progressed { .. } | Self::Finished { .. } | Self::Failed { .. } => vec![],
        }
    }
}
