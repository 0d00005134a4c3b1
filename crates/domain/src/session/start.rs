//! Starting a class.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::session::Phase;
use crate::view::ClassView;

/// Begins the class. Starting twice is harmless: the second wish changes nothing.
///
/// # Errors
/// [`Rejection::ClassOver`] after its end, [`Rejection::Cancelled`], [`Rejection::NoSuchClass`] before it was scheduled.
pub fn start(class: &ClassView) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled => Ok(vec![Fact::SessionStarted]),
        Phase::Live { .. } => Ok(vec![]),
        Phase::Ended { .. } => Err(Rejection::ClassOver),
        Phase::Cancelled => Err(Rejection::Cancelled),
        Phase::Unscheduled => Err(Rejection::NoSuchClass),
    }
}
