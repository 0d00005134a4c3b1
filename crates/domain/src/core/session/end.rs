//! Ending a class.

use chrono::{DateTime, Utc};

use crate::core::Core;
use crate::rejection::Rejection;
use crate::session::due::{abandoned_at, overtime_at};
use crate::session::{EndReason, Fact, Phase};

/// Ends the class for everybody. Idempotent. A timer's command does nothing where the class is not as it was when the timer was
/// set (somebody came back).
///
/// # Errors
/// [`Rejection::NotLive`] when it hasn't started, [`Rejection::Cancelled`].
pub fn end(class: &Core, reason: EndReason, now: DateTime<Utc>) -> Result<Vec<Fact>, Rejection> {
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
    Ok(vec![Fact::Ended { reason }])
}
