//! Joining a class: being let into its room.

use std::time::Duration;

use domain::ids::ConnectionId;
use domain::policy::Action;
use domain::session::Phase;

use crate::Classroom;
use crate::command::Seat;
use crate::ports::media::Pass;
use crate::refusal::Refusal;

/// How long a pass is good for entering; who is in stays in. Whoever enters later with what the media server itself gave
/// them is sent out again, unless their tab is still open ([`Classroom::hear_report`]).
const PASS_TTL: Duration = Duration::from_secs(60);

/// What a browser needs to enter the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The media server's address.
    pub url: String,
    /// The pass: bound to one room, one person and the tab that asked.
    pub token: String,
    /// Whether they may send sound and picture.
    pub publish: bool,
}

impl Classroom {
    /// Lets a person into the class's room who is in the class: `connection` is the live channel through which they are.
    /// The room is made here, and no job, since somebody waits for it.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`domain::Rejection::NotLive`] before its start, [`domain::Rejection::ClassOver`] after its end,
    /// [`domain::Rejection::Cancelled`]; [`Refusal::NoChannel`] for who isn't in the class through that channel now.
    pub async fn join(&self, seat: &Seat, connection: Option<ConnectionId>) -> Result<Ticket, Refusal> {
        // Another server may hold the channel, or have sent them out.
        self.classes.open(seat.class).await?.catch_up().await?;
        let (class, _) = self.enter(seat, Action::JoinClass).await?;
        let user = seat.actor.user;
        let (connection, sources) = class.read(|view| {
            match view.phase {
                Phase::Live { .. } => {}
                Phase::Ended { .. } => return Err(domain::Rejection::ClassOver.into()),
                Phase::Cancelled => return Err(domain::Rejection::Cancelled.into()),
                Phase::Scheduled | Phase::Unscheduled => return Err(domain::Rejection::NotLive.into()),
            }
            view.must_be_let_in(user, view.standing(user, seat.role))?;
            let is_theirs = |connection: &ConnectionId| view.holder(*connection) == Some(user);
            let connection = connection.filter(is_theirs).ok_or(Refusal::NoChannel)?;
            Ok::<_, Refusal>((connection, view.may_send(user, seat.role)))
        })?;
        self.media.open_room(seat.class).await?;
        let publish = !sources.is_empty();
        let (tenant, name) = (seat.class.tenant, seat.actor.name.clone());
        let pass = Pass::Person { tenant, user, connection, name, sources };
        let token = self.media.pass(seat.class.session, &pass, PASS_TTL)?;
        Ok(Ticket { url: self.media.public_url().to_owned(), token, publish })
    }
}
