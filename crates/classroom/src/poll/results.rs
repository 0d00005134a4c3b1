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
    /// By policy; [`Rejection::NotLive`] before the class began.
    pub async fn results(&self, seat: &Seat) -> Result<(ClassRow, ClassView), Refusal> {
        if !seat.may(Action::SeeResults) {
            return Err(Rejection::NotAllowed.into());
        }
        let class = self.records.class(seat.class, seat.actor.user).await?.ok_or(Refusal::NotFound)?;
        let open = self.classes.open(seat.class).await?;
        let view = open.read(|view| view.for_viewer(&seat.viewer()));
        match view.phase {
            Phase::Live { .. } | Phase::Ended { .. } => Ok((class, view)),
            Phase::Unscheduled | Phase::Scheduled | Phase::Cancelled => Err(Rejection::NotLive.into()),
        }
    }
}
