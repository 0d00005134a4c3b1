//! What the pipeline reports. A stage that runs twice reports the same facts, and they are written once.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::pipeline::{Progress, Stage};
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
/// As [`ClassView::must_be_over`]: before, there is nothing to process.
pub fn restart(class: &ClassView, stage: Stage) -> Result<Vec<Fact>, Rejection> {
    class.must_be_over()?;
    Ok(match class.stage(stage) {
        Progress::Failed { .. } => vec![Fact::StageRestarted { stage }],
        Progress::Waiting | Progress::Working { .. } | Progress::Finished => vec![],
    })
}

#[cfg(test)]
mod tests {
    use crate::command::UseCaseCommand;
    use crate::decide::Rejection;
    use crate::pipeline::Stage;
    use crate::testing::{Class, TEACHER};

    #[test]
    fn nothing_is_processed_anew_before_the_class_is_over() {
        let restart = UseCaseCommand::RestartStage { stage: Stage::Extract };
        let mut class = Class::scheduled();
        assert_eq!(class.ask(TEACHER, restart.clone()), Err(Rejection::NotOver));
        class.does(TEACHER, UseCaseCommand::Start);
        assert_eq!(class.ask(TEACHER, restart.clone()), Err(Rejection::NotOver));
        class.does(TEACHER, UseCaseCommand::End);
        assert_eq!(class.ask(TEACHER, restart), Ok(vec![]), "no stage failed");
    }
}
