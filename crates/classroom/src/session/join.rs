//! Joining a class: finding the way into its room.

use domain::ids::ConnectionId;
use domain::policy::Action;

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

/// What a page needs to go into the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// The tab that may go in ([`Classroom::enter_room`]).
    pub connection: ConnectionId,
    /// Whether its person may send sound and picture.
    pub publish: bool,
}

impl Classroom {
    /// Makes the class's room ready for a person who is in the class: `connection` is the live channel through which they are.
    /// The room is made here, and no job, since somebody waits for it.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`domain::Rejection::NotLive`] before its start, [`domain::Rejection::ClassOver`] after its end,
    /// [`domain::Rejection::Cancelled`]; [`Refusal::NoChannel`] for who isn't in the class through that channel now.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn join(&self, seat: &Seat, connection: Option<ConnectionId>) -> Result<Ticket, Refusal> {
        // Another server may hold the channel, or have sent them out.
        self.classes.open(seat.class).await?.catch_up().await?;
        let (class, _) = self.enter(seat, Action::JoinClass).await?;
        let user = seat.actor.user;
        let ticket = class.read(|view| {
            view.core.must_be_live()?;
            view.core.must_be_let_in(user, view.core.standing(user, seat.role))?;
            let is_theirs = |connection: &ConnectionId| view.core.holder(*connection) == Some(user);
            let connection = connection.filter(is_theirs).ok_or(Refusal::NoChannel)?;
            let publish = !view.core.may_send(user, seat.role).is_empty();
            Ok::<_, Refusal>(Ticket { connection, publish })
        })?;
        self.media.open_room(seat.class).await?;
        Ok(ticket)
    }
}
