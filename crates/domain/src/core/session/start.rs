//! Starting a class.

use crate::core::Core;
use crate::rejection::Rejection;
use crate::session::{Fact, Phase};

/// Begins the class. Idempotent: the second command changes nothing.
///
/// # Errors
/// [`Rejection::ClassOver`] after its end, [`Rejection::Cancelled`], [`Rejection::NoSuchClass`] before it was scheduled.
pub fn start(class: &Core) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled => Ok(vec![Fact::Started]),
        Phase::Live { .. } => Ok(vec![]),
        Phase::Ended { .. } => Err(Rejection::ClassOver),
        Phase::Cancelled => Err(Rejection::Cancelled),
        Phase::Unscheduled => Err(Rejection::NoSuchClass),
    }
}
