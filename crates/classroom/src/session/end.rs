//! Ending a class.

use domain::command::Command;
use domain::ids::{CommandId, Sequence};
use domain::session::EndReason;

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

impl Classroom {
    /// Ends the class for everybody. Its room is closed by what the fact causes.
    ///
    /// # Errors
    /// By policy, by the class's rules, or while the log is paused.
    pub async fn end(&self, seat: &Seat, command: CommandId) -> Result<Sequence, Refusal> {
        let class = self.classes.open(seat.class).await?;
        self.send(&class, seat, command, Command::End { reason: EndReason::Ended }).await
    }
}
