//! Putting a class on the calendar, and changing it there.

use crate::decide::Rejection;
use crate::event::{Fact, Schedule};
use crate::session::Phase;
use crate::view::ClassView;
use crate::words::clean;

/// Characters in a class's title, at most.
pub const LONGEST_TITLE: usize = 120;
/// Minutes a class may take, at most: half a day.
pub const LONGEST_CLASS_MINUTES: u16 = 720;

/// Puts the class on the calendar.
///
/// # Errors
/// A bad title or length, or a class that is already there.
pub fn schedule(class: &ClassView, wish: &Schedule) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Unscheduled => Ok(vec![Fact::SessionScheduled(checked(wish)?)]),
        _ => Err(Rejection::AlreadyScheduled),
    }
}

/// Changes title, time or lesson. Nothing is written where nothing changes.
///
/// # Errors
/// A bad title or length, or a class that has started.
pub fn reschedule(class: &ClassView, wish: &Schedule) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled => {
            let wish = checked(wish)?;
            let same = class.schedule.as_ref() == Some(&wish);
            Ok(if same { vec![] } else { vec![Fact::SessionRescheduled(wish)] })
        }
        Phase::Unscheduled => Err(Rejection::NoSuchClass),
        Phase::Live { .. } | Phase::Ended { .. } => Err(Rejection::AlreadyStarted),
        Phase::Cancelled => Err(Rejection::Cancelled),
    }
}

fn checked(wish: &Schedule) -> Result<Schedule, Rejection> {
    if !(1..=LONGEST_CLASS_MINUTES).contains(&wish.minutes) {
        return Err(Rejection::BadLength { most: LONGEST_CLASS_MINUTES });
    }
    let title = clean(wish.title.text(), LONGEST_TITLE).map_err(Rejection::BadText)?;
    Ok(Schedule { title: title.into(), ..wish.clone() })
}
