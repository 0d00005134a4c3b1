//! Saying that a class won't take place, or that it and all later ones of its series won't.

use domain::command::UseCaseCommand;
use domain::ids::CommandId;
use domain::policy::Action;
use domain::session;
use domain::session::LONGEST_REASON;
use domain::words::clean;

use super::names::{derived, of_later};
use super::series::Scope;
use crate::Classroom;
use crate::class::Outcome;
use crate::command::Seat;
use crate::ports::event_log::ClassKey;
use crate::refusal::Refusal;

impl Classroom {
    /// Cancels a class that hasn't begun; people read the reason in its place. The class itself comes last, so that what was
    /// cut off half-way is done when the same command comes again.
    ///
    /// # Errors
    /// [`Refusal::BadField`] without a reason, as [`Classroom::enter`], or for a class that has begun.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn cancel(
        &self,
        seat: &Seat,
        command: CommandId,
        reason: &str,
        scope: Scope,
    ) -> Result<(), Refusal> {
        let (class, permit) = self.enter(seat, Action::CancelClass).await?;
        let reason = clean(reason, LONGEST_REASON)
            .map_err(|text| Refusal::BadField { field: "reason", problem: text.to_string() })?;
        let command = match scope {
            Scope::One => command,
            Scope::Later => of_later(command),
        };
        let permitted = class.permit(
            seat,
            UseCaseCommand::Session(session::UseCaseCommand::Cancel { reason: reason.clone() }),
        )?;
        if let Outcome::Repeated(_) = class.look_up(command, &permitted).await? {
            return Ok(());
        }
        if scope == Scope::Later {
            let (series, rest) = self.later_of(seat).await?;
            for later in rest {
                let key = ClassKey { session: later.session, ..seat.class };
                let seat = self.seat(&seat.actor, key).await?;
                let class = self.classes.open(key).await?;
                // A series is of one course.
                if class.read(|view| view.core.schedule.as_ref().map(|there| there.course))
                    != Some(series.course)
                {
                    continue;
                }
                let permitted = class.permit(
                    &seat,
                    UseCaseCommand::Session(session::UseCaseCommand::Cancel { reason: reason.clone() }),
                )?;
                class.write(derived(command, later.session), permitted).await?;
            }
            self.end_before(&permit, seat, &series).await?;
        }
        class.write(command, permitted).await.map(drop)
    }
}
