//! Going into the class's room. The media server lets in whoever brings a pass, renews it for them while they are there, and
//! takes none back; so nobody outside gets one. The server goes in for a person, each time they come, and stays between the two.

use std::time::Duration;

use domain::effect::Way;
use domain::ids::{ConnectionId, UserId};
use domain::policy::Action;

use crate::Classroom;
use crate::command::Seat;
use crate::ports::event_log::ClassKey;
use crate::ports::media::Pass;
use crate::refusal::Refusal;

/// How long a pass is good for entering: the server enters at once. Who is in stays in.
const PASS_TTL: Duration = Duration::from_secs(30);

impl Classroom {
    /// The pass with which the server goes into the class's room for a person, through their tab of that name. While a tab is
    /// being mended they come back through the one that went. It is to be asked again when the media server has let them in:
    /// somebody may have been sent out meanwhile.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`domain::Rejection::NotLive`] and its like outside the class's time, [`Refusal::NoChannel`] for
    /// who has no tab in the class, or names somebody else's.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn enter_room(&self, seat: &Seat, connection: ConnectionId) -> Result<String, Refusal> {
        // Another server may hold the channel, or have sent them out.
        self.classes.open(seat.class).await?.catch_up().await?;
        let (class, _) = self.enter(seat, Action::JoinClass).await?;
        let (user, now) = (seat.actor.user, self.clock.now());
        let sources = class.read(|view| {
            let core = &view.core;
            core.must_be_live()?;
            core.must_be_let_in(user, core.standing(user, seat.role))?;
            let is_anothers = core.holder(connection).is_some_and(|holder| holder != user);
            match core.way_in(user, core.offset(now)) {
                Way::Open | Way::Lost if !is_anothers => Ok(core.may_send(user, seat.role)),
                Way::Open | Way::Lost | Way::Gone => Err(Refusal::NoChannel),
            }
        })?;
        let (tenant, name) = (seat.class.tenant, seat.actor.name.clone());
        let pass = Pass::Person { tenant, user, connection, name, sources };
        Ok(self.media.pass(seat.class.session, &pass, PASS_TTL)?)
    }

    /// Has somebody sent out again who was let into the room when they might not be there any more; and closes the room of a
    /// class that is over, which they may have made anew.
    ///
    /// # Errors
    /// [`Refusal::Paused`] and its like, where nothing can be read or kept just now: then the next review finds them.
    #[tracing::instrument(skip_all, fields(class = %class.session, user = %user))]
    pub async fn turn_back(
        &self,
        class: ClassKey,
        user: UserId,
        connection: ConnectionId,
    ) -> Result<(), Refusal> {
        let class = self.classes.open(class).await?;
        self.keep_out(&class, user, Some(connection)).await.map(drop)
    }
}
