//! What the facts about steps make of a class.

use crate::pipeline::{Fact, Pipeline, Progress};

pub(crate) fn fold(own: &mut Pipeline, fact: &Fact) {
    let (step, progress) = match fact {
        Fact::Progressed { step, percent } => (step, Progress::Working { percent: *percent }),
        Fact::Finished { step } => (step, Progress::Finished),
        Fact::Failed { step, reason } => (step, Progress::Failed { reason: reason.clone() }),
        Fact::Restarted { step } => (step, Progress::Waiting),
    };
    own.steps.insert(*step, progress);
}
