//! Raising one's hand.

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::permission::Permission;
use crate::view::ClassView;

/// Puts the asker at the end of the queue. A hand that is up stays where it is.
///
/// # Errors
/// For those who may not, or aren't here.
pub fn raise(class: &ClassView, asking: Asking) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_permitted(class, Permission::RaiseHand)?;
    let user = asking.user()?;
    if !class.is_here(user) {
        return Err(Rejection::NoSuchPerson);
    }
    let up = class.hands.iter().any(|hand| hand.user == user);
    Ok(if up { vec![] } else { vec![Fact::HandRaised { user }] })
}
