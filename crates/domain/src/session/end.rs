//! Ending a class.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::session::{EndReason, Phase};
use crate::view::ClassView;

/// Ends the class for everybody. Ending twice is harmless.
///
/// # Errors
/// [`Rejection::NotLive`] when it hasn't started.
pub fn end(class: &ClassView, reason: EndReason) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Live { .. } => Ok(vec![Fact::SessionEnded { reason }]),
        Phase::Ended { .. } => Ok(vec![]),
        Phase::Unscheduled | Phase::Scheduled => Err(Rejection::NotLive),
    }
}
