//! Having a failed step of processing run again.

use domain::command::UseCaseCommand;
use domain::ids::{CommandId, Sequence};
use domain::pipeline;
use domain::step::Step;

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

impl Classroom {
    /// Has a step that failed run again, and with it those after it. One that waits, works or is done is left alone.
    ///
    /// # Errors
    /// By policy, or while the log is paused.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn restart_step(
        &self,
        seat: &Seat,
        command: CommandId,
        step: Step,
    ) -> Result<Sequence, Refusal> {
        let class = self.classes.open(seat.class).await?;
        let permitted =
            class.permit(seat, UseCaseCommand::Pipeline(pipeline::UseCaseCommand::Restart { step }))?;
        class.write(command, permitted).await
    }
}
