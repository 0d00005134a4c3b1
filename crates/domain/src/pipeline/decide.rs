//! What the pipeline reports. A step that runs twice reports the same facts, and they are written once.

use crate::core::Core;
use crate::pipeline::{Fact, Pipeline, Progress, SystemCommand, UseCaseCommand};
use crate::rejection::Rejection;

/// What a report makes happen. Going back to a lower percentage is a restart and is written too.
#[must_use]
pub fn decide(own: &Pipeline, command: &SystemCommand) -> Vec<Fact> {
    let (step, then, fact) = match command {
        SystemCommand::Progress { step, percent } => {
            let percent = *percent.min(&100);
            (step, Progress::Working { percent }, Fact::Progressed { step: *step, percent })
        }
        SystemCommand::Finish { step } => (step, Progress::Finished, Fact::Finished { step: *step }),
        SystemCommand::Fail { step, reason } => {
            let fact = Fact::Failed { step: *step, reason: reason.clone() };
            (step, Progress::Failed { reason: reason.clone() }, fact)
        }
    };
    if own.step(*step) == &then { vec![] } else { vec![fact] }
}

/// Somebody wants a step to run again. One that waits, works or is done is left alone.
///
/// # Errors
/// As [`Core::must_be_over`]: before, there is nothing to process.
pub fn decide_use_case(
    class: &Core,
    own: &Pipeline,
    command: &UseCaseCommand,
) -> Result<Vec<Fact>, Rejection> {
    let UseCaseCommand::Restart { step } = command;
    class.must_be_over()?;
    Ok(match own.step(*step) {
        Progress::Failed { .. } => vec![Fact::Restarted { step: *step }],
        Progress::Waiting | Progress::Working { .. } | Progress::Finished => vec![],
    })
}

#[cfg(test)]
mod tests {
    use crate::command::UseCaseCommand;
    use crate::decide::Rejection;
    use crate::step::Step;
    use crate::testing::{Class, TEACHER};
    use crate::{pipeline, session};

    #[test]
    fn nothing_is_processed_anew_before_the_class_is_over() {
        let restart = UseCaseCommand::Pipeline(pipeline::UseCaseCommand::Restart { step: Step::Extract });
        let mut class = Class::scheduled();
        assert_eq!(class.ask(TEACHER, restart.clone()), Err(Rejection::NotOver));
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::Start));
        assert_eq!(class.ask(TEACHER, restart.clone()), Err(Rejection::NotOver));
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        assert_eq!(class.ask(TEACHER, restart), Ok(vec![]), "no step failed");
    }
}
