//! Starting a class.

use domain::command::Command;
use domain::ids::{CommandId, Sequence};

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

impl Classroom {
    /// Begins the class, then opens its room. A media server that is down doesn't keep a class from starting: the room
    /// is made when the first person asks for a pass.
    ///
    /// # Errors
    /// By policy, by the class's rules, or while the log is paused.
    pub async fn start(&self, seat: &Seat, command: CommandId) -> Result<Sequence, Refusal> {
        let class = self.classes.open(seat.class).await?;
        let sequence = self.send(&class, seat, command, Command::Start).await?;
        if let Err(error) = self.media.open_room(seat.class).await {
            tracing::warn!(session = %seat.class.session, %error, "the room could not be opened yet");
        }
        Ok(sequence)
    }
}
