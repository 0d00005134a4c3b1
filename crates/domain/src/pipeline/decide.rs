//! What the pipeline reports. A stage that runs twice reports the same facts, and they are written once.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::pipeline::{Progress, Stage};
use crate::session::Phase;
use crate::view::ClassView;

/// A stage works. Going back to a lower percentage is a restart and is written too.
#[must_use]
pub fn progress(class: &ClassView, stage: Stage, percent: u8) -> Vec<Fact> {
    let percent = percent.min(100);
    if class.stage(stage) == &(Progress::Working { percent }) {
        return vec![];
    }
    vec![Fact::StageProgressed { stage, percent }]
}

/// A stage is done.
#[must_use]
pub fn finish(class: &ClassView, stage: Stage) -> Vec<Fact> {
    if class.stage(stage) == &Progress::Finished {
        return vec![];
    }
    vec![Fact::StageFinished { stage }]
}

/// A stage failed for good.
#[must_use]
pub fn fail(class: &ClassView, stage: Stage, reason: &str) -> Vec<Fact> {
    let reason = reason.to_owned();
    if class.stage(stage) == &(Progress::Failed { reason: reason.clone() }) {
        return vec![];
    }
    vec![Fact::StageFailed { stage, reason }]
}

/// Somebody wants a stage to run again. One that waits, works or is done is left alone.
///
/// # Errors
/// [`Rejection::NotOver`] before the class ended: there is nothing to process yet.
pub fn restart(class: &ClassView, stage: Stage) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Ended { .. } => {}
        Phase::Unscheduled | Phase::Scheduled | Phase::Live { .. } | Phase::Cancelled => {
            return Err(Rejection::NotOver);
        }
    }
    Ok(match class.stage(stage) {
        Progress::Failed { .. } => vec![Fact::StageRestarted { stage }],
        Progress::Waiting | Progress::Working { .. } | Progress::Finished => vec![],
    })
}
