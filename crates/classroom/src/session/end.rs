//! Ending a class.

use domain::command::Command;
use domain::ids::{CommandId, Sequence};
use domain::session::EndReason;

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

impl Classroom {
    /// Ends the class for everybody, then its room. The room's end may wait: everybody has the fact already.
    ///
    /// # Errors
    /// By policy, by the class's rules, or while the log is paused.
    pub async fn end(&self, seat: &Seat, command: CommandId) -> Result<Sequence, Refusal> {
        let class = self.classes.open(seat.class).await?;
        let end = Command::End { reason: EndReason::Ended };
        let sequence = self.send(&class, seat, command, end).await?;
        if let Err(error) = self.media.close_room(seat.class.session).await {
            tracing::warn!(session = %seat.class.session, %error, "the room could not be closed");
        }
        Ok(sequence)
    }
}
