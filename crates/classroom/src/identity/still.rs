//! Whether somebody may still be where their door let them in.

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

/// What became of a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Still {
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
    pub async fn still_seated(&self, login: [u8; 32], seat: &Seat) -> Result<Still, Refusal> {
        let Some(actor) = self.people.login(seat.class.tenant, login, self.clock.now()).await? else {
            return Ok(Still::SignedOut);
        };
        match self.seat(&actor, seat.class).await {
            Ok(now) if now == *seat => Ok(Still::Seated),
            Ok(_) => Ok(Still::Changed),
            Err(Refusal::NotFound | Refusal::NotEnrolled) => Ok(Still::Outside),
            Err(refusal) => Err(refusal),
        }
    }
}
