//! Raising one's hand.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::pace::Paced;
use crate::permission::Permission;
use crate::view::ClassView;

/// Puts the asker at the end of the queue. A hand that is up stays where it is.
///
/// # Errors
/// For those who may not, aren't here, or do it too often.
pub fn raise(class: &ClassView, asking: Asking, now: DateTime<Utc>) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_permitted(class, Permission::RaiseHand)?;
    let user = asking.user()?;
    if !class.is_here(user) {
        return Err(Rejection::NoSuchPerson);
    }
    if class.hands.iter().any(|hand| hand.user == user) {
        return Ok(vec![]);
    }
    asking.must_not_be_too_often(class, Paced::Hand, now)?;
    Ok(vec![Fact::HandRaised { user }])
}
