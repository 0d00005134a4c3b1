//! Ending a class.

use domain::command::UseCaseCommand;
use domain::ids::{CommandId, Sequence};
use domain::session;

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

impl Classroom {
    /// Ends the class for everybody. Its room is closed by what the fact causes.
    ///
    /// # Errors
    /// As [`Classroom::enter`], by the class's rules, or while the log is paused.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn end(&self, seat: &Seat, command: CommandId) -> Result<Sequence, Refusal> {
        let class = self.classes.open(seat.class).await?;
        let permitted = class.permit(seat, UseCaseCommand::Session(session::UseCaseCommand::End))?;
        class.write(command, permitted).await
    }
}
