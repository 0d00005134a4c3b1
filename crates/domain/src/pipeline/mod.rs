//! What is made of a class after it ended: steps, each with how far it is on every screen.

mod command;
mod decide;
mod fact;
mod fold;

pub use command::{SystemCommand, UseCaseCommand};
pub use decide::{decide, decide_use_case};
pub use fact::Fact;
pub(crate) use fold::fold;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::sorted::SortedMap;
use crate::step::Step;

/// How far a step is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Progress {
    /// Not begun.
    #[default]
    Waiting,
    /// At work.
    Working {
        /// 0 to 100.
        percent: u8,
    },
    /// Done.
    Finished,
    /// Failed for good, until somebody starts it again.
    Failed {
        /// Why; only staff see it.
        reason: String,
    },
}

/// How far the steps are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Pipeline {
    /// The steps that have begun.
    #[serde(rename = "stages")]
    pub steps: SortedMap<Step, Progress>,
}

impl Pipeline {
    /// How far a step is.
    #[must_use]
    pub fn step(&self, step: Step) -> &Progress {
        self.steps.get(&step).unwrap_or(&Progress::Waiting)
    }

    /// Keeps what a student may see: why a step failed is for staff.
    pub(crate) fn keep_for_student(&mut self) {
        for progress in self.steps.values_mut() {
            if let Progress::Failed { reason } = progress {
                reason.clear();
            }
        }
    }
}
