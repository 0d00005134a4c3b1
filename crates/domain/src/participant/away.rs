//! Looking at something else, and at the class again.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::pace::Paced;
use crate::view::ClassView;

/// The asker looks at something else: none of their tabs is in front. Twice is harmless.
///
/// # Errors
/// Outside a live class, for those who go to and fro, and [`Rejection::NoSuchPerson`] for those who aren't there.
pub fn step_away(class: &ClassView, asking: Asking, now: DateTime<Utc>) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let user = asking.user()?;
    let person = class.people.get(&user).filter(|person| person.is_here()).ok_or(Rejection::NoSuchPerson)?;
    if person.away {
        return Ok(vec![]);
    }
    asking.must_not_be_too_often(class, Paced::Away, now)?;
    Ok(vec![Fact::ParticipantAway { user }])
}

/// The asker looks at the class again. Twice is harmless.
///
/// # Errors
/// As [`step_away`], but as often as one likes.
pub fn come_back(class: &ClassView, asking: Asking) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let user = asking.user()?;
    let person = class.people.get(&user).ok_or(Rejection::NoSuchPerson)?;
    Ok(if person.away { vec![Fact::ParticipantBack { user }] } else { vec![] })
}
