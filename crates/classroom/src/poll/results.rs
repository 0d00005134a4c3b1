//! What came of a class: its polls and its questions, for those who run it.

use domain::catalog::ClassRow;
use domain::policy::Action;
use domain::session::Phase;
use domain::{ClassView, Rejection};

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

impl Classroom {
    /// The class with all that was asked and answered in it, so far or to its end.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`Rejection::NotLive`] before the class began.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn results(&self, seat: &Seat) -> Result<(ClassRow, ClassView), Refusal> {
        let (open, _) = self.enter(seat, Action::SeeResults).await?;
        let class = self.records.class(seat.class, seat.actor.user).await?.ok_or(Refusal::NotFound)?;
        let view = open.read(|view| view.for_viewer(&seat.viewer()));
        match view.core.phase {
            Phase::Live { .. } | Phase::Ended { .. } => Ok((class, view)),
            Phase::Unscheduled | Phase::Scheduled | Phase::Cancelled => Err(Rejection::NotLive.into()),
        }
    }
}
