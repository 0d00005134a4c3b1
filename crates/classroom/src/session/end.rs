//! Ending a class.

use domain::command::UseCaseCommand;
use domain::ids::{CommandId, Sequence};

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

impl Classroom {
    /// Ends the class for everybody, then its room. The room's end may wait: everybody has the fact already.
    ///
    /// # Errors
    /// As [`Classroom::enter`], by the class's rules, or while the log is paused.
    pub async fn end(&self, seat: &Seat, command: CommandId) -> Result<Sequence, Refusal> {
        let class = self.classes.open(seat.class).await?;
        let permitted = class.permit(seat, UseCaseCommand::End)?;
        let sequence = class.write(command, permitted).await?;
        if let Err(error) = self.media.close_room(seat.class.session).await {
            tracing::warn!(session = %seat.class.session, %error, "the room could not be closed");
        }
        Ok(sequence)
    }
}
