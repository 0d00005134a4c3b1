//! Ending a class.

use chrono::{DateTime, Utc};

use crate::decide::Rejection;
use crate::event::Fact;
use crate::session::due::{abandoned_at, overtime_at};
use crate::session::{EndReason, Phase};
use crate::view::ClassView;

/// Ends the class for everybody, and with it a poll that is open. Ending twice is harmless. The clock's wish to end a
/// class that is not as it thinks (somebody came back) does nothing.
///
/// # Errors
/// [`Rejection::NotLive`] when it hasn't started, [`Rejection::Cancelled`].
pub fn end(class: &ClassView, reason: EndReason, now: DateTime<Utc>) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Live { .. } => {}
        Phase::Ended { .. } => return Ok(vec![]),
        Phase::Unscheduled | Phase::Scheduled => return Err(Rejection::NotLive),
        Phase::Cancelled => return Err(Rejection::Cancelled),
    }
    let due = match reason {
        EndReason::Ended => Some(now),
        EndReason::Abandoned => abandoned_at(class),
        EndReason::Overtime => overtime_at(class),
    };
    if due.is_none_or(|at| at > now) {
        return Ok(vec![]);
    }
    let poll = class.open_poll().map(|poll| Fact::PollClosed { poll: poll.id });
    Ok(poll.into_iter().chain([Fact::SessionEnded { reason }]).collect())
}
