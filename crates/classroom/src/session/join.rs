//! Joining a class: being let into its room.

use std::time::Duration;

use domain::policy::Action;
use domain::session::Phase;

use crate::Classroom;
use crate::command::Seat;
use crate::participant::may_send;
use crate::ports::media::Pass;
use crate::refusal::Refusal;

/// How long a pass is good for entering; who is in stays in. Whoever enters later with what the media server itself gave
/// them is sent out again ([`Classroom::hear_report`]).
const PASS_TTL: Duration = Duration::from_secs(60);

/// What a browser needs to enter the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The media server's address.
    pub url: String,
    /// The pass: bound to one room and one person.
    pub token: String,
    /// Whether they may send sound and picture.
    pub publish: bool,
}

impl Classroom {
    /// Lets a person into the class's room. That they are present is written when their live channel opens.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`domain::Rejection::NotLive`] before its start, [`domain::Rejection::ClassOver`] after its end,
    /// [`domain::Rejection::Cancelled`].
    pub async fn join(&self, seat: &Seat) -> Result<Ticket, Refusal> {
        let (class, _) = self.enter(seat, Action::JoinClass).await?;
        match class.read(|view| view.phase) {
            Phase::Live { .. } => {}
            Phase::Ended { .. } => return Err(domain::Rejection::ClassOver.into()),
            Phase::Cancelled => return Err(domain::Rejection::Cancelled.into()),
            Phase::Scheduled | Phase::Unscheduled => return Err(domain::Rejection::NotLive.into()),
        }
        self.media.open_room(seat.class).await?;
        let sources = class.read(|view| {
            let role = view.standing(seat.actor.user, seat.role);
            view.must_be_let_in(seat.actor.user, role).map(|()| may_send(view, seat.actor.user, role))
        })?;
        let publish = !sources.is_empty();
        let tenant = seat.class.tenant;
        let pass = Pass::Person { tenant, user: seat.actor.user, name: seat.actor.name.clone(), sources };
        let token = self.media.pass(seat.class.session, &pass, PASS_TTL)?;
        Ok(Ticket { url: self.media.url().to_owned(), token, publish })
    }
}
