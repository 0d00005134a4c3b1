//! The commands of what is made of a class after its end.

use domain_derive::Tagged;
use serde::Serialize;

use crate::core::FeatureCommand;
use crate::pipeline::Fact;
use crate::policy::Action;
use crate::step::Step;

/// What comes by its use case alone, about what is made of a class after its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum UseCaseCommand {
    /// Have a failed step of processing run again.
    #[serde(rename = "restart_stage")]
    Restart {
        #[serde(rename = "stage")]
        step: Step,
    },
}

/// What only the server says, about what is made of a class after its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum SystemCommand {
    /// A step works.
    #[serde(rename = "progress_stage")]
    Progress {
        #[serde(rename = "stage")]
        step: Step,
        /// 0 to 100.
        percent: u8,
    },
    /// A step is done.
    #[serde(rename = "finish_stage")]
    Finish {
        #[serde(rename = "stage")]
        step: Step,
    },
    /// A step failed for good.
    #[serde(rename = "fail_stage")]
    Fail {
        #[serde(rename = "stage")]
        step: Step,
        /// Why, in words for staff.
        reason: String,
    },
}

impl FeatureCommand for UseCaseCommand {
    type Fact = Fact;

    fn action(&self) -> Action {
        Action::RestartStep
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::Restart { step }, [Fact::Restarted { step: there }]) => step == there,
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}
