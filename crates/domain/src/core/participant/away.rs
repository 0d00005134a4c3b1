//! Looking at something else, and at the class again.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::core::Core;
use crate::participant::{Fact, Paced};
use crate::rejection::Rejection;

/// The asker looks at something else: none of their tabs is in front.
///
/// # Errors
/// Outside a live class, for those who go to and fro, and [`Rejection::NoSuchPerson`] for those who aren't there.
pub fn step_away(class: &Core, asking: Asking, now: DateTime<Utc>) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let user = asking.user()?;
    let person = class.people.get(&user).filter(|person| person.is_here()).ok_or(Rejection::NoSuchPerson)?;
    if person.away {
        return Ok(vec![]);
    }
    class.paces.must_not_be_too_often(class, asking, Paced::Away, now)?;
    Ok(vec![Fact::Away { user }])
}

/// The asker looks at the class again.
///
/// # Errors
/// As [`step_away`], but as often as one likes.
pub fn come_back(class: &Core, asking: Asking) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let user = asking.user()?;
    let person = class.people.get(&user).ok_or(Rejection::NoSuchPerson)?;
    Ok(if person.away { vec![Fact::Back { user }] } else { vec![] })
}
