//! Raising one's hand.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::core::Core;
use crate::hand::{Fact, Hands, Paced};
use crate::permission::Permission;
use crate::rejection::Rejection;

/// Puts the asker at the end of the queue. A hand that is up stays where it is.
///
/// # Errors
/// For those who may not, aren't here, or do it too often.
pub fn raise(class: &Core, own: &Hands, asking: Asking, now: DateTime<Utc>) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_permitted(class, Permission::RaiseHand)?;
    let user = asking.user()?;
    if !class.is_here(user) {
        return Err(Rejection::NoSuchPerson);
    }
    if own.is_up(user) {
        return Ok(vec![]);
    }
    own.paces.must_not_be_too_often(class, asking, Paced::Raise, now)?;
    Ok(vec![Fact::Raised { user }])
}
