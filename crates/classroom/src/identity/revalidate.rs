//! Whether somebody may still be where they were let in.

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

/// What became of a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatStatus {
    /// It is as it was.
    Seated,
    /// They are something else in the class now, or called otherwise.
    Changed,
    /// The login is over.
    SignedOut,
    /// They don't belong to the class any more.
    Outside,
}

impl Classroom {
    /// What became of a seat that was taken with the login of this token's hash.
    ///
    /// # Errors
    /// Where the database is down: nobody knows then, and nobody should lose their seat.
    pub async fn revalidate(&self, login: [u8; 32], seat: &Seat) -> Result<SeatStatus, Refusal> {
        let Some(actor) = self.people.login(seat.class.tenant, login, self.clock.now()).await? else {
            return Ok(SeatStatus::SignedOut);
        };
        match self.seat(&actor, seat.class).await {
            Ok(now) if now == *seat => Ok(SeatStatus::Seated),
            Ok(_) => Ok(SeatStatus::Changed),
            Err(Refusal::NotFound | Refusal::NotEnrolled) => Ok(SeatStatus::Outside),
            Err(refusal) => Err(refusal),
        }
    }
}
