//! Saying that a class won't take place, or that it and all later ones of its series won't.

use domain::command::Command;
use domain::ids::CommandId;
use domain::session::LONGEST_REASON;
use domain::words::clean;

use super::names::derived;
use super::series::Scope;
use crate::Classroom;
use crate::command::Seat;
use crate::ports::event_log::ClassKey;
use crate::refusal::Refusal;

impl Classroom {
    /// Cancels a class that hasn't begun; people read the reason in its place. The class itself comes last, so that what was
    /// cut off half-way is done when the same wish comes again.
    ///
    /// # Errors
    /// [`Refusal::BadField`] without a reason, by policy, or for a class that has begun.
    pub async fn cancel(
        &self,
        seat: &Seat,
        command: CommandId,
        reason: &str,
        scope: Scope,
    ) -> Result<(), Refusal> {
        if !seat.may(domain::policy::Action::CancelClass) {
            return Err(domain::Rejection::NotAllowed.into());
        }
        let reason = clean(reason, LONGEST_REASON)
            .map_err(|text| Refusal::BadField { field: "reason", problem: text.to_string() })?;
        if scope == Scope::Later {
            let (series, rest) = self.later_of(seat).await?;
            for later in rest {
                let class = ClassKey { session: later.session, ..seat.class };
                self.cancel_one(&Seat { class, ..seat.clone() }, derived(command, later.session), &reason)
                    .await?;
            }
            self.end_before(seat, &series).await?;
        }
        self.cancel_one(seat, command, &reason).await
    }

    async fn cancel_one(&self, seat: &Seat, command: CommandId, reason: &str) -> Result<(), Refusal> {
        let class = self.classes.open(seat.class).await?;
        self.send(&class, seat, command, Command::Cancel { reason: reason.to_owned() }).await.map(drop)
    }
}
