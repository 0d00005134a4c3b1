//! Not letting somebody in.

use crate::core::Core;
use crate::ids::UserId;
use crate::lobby::{Fact, Out};
use crate::rejection::Rejection;

/// Sends somebody away who waits, until somebody admits them after all.
///
/// # Errors
/// [`Rejection::NoSuchPerson`] for somebody who doesn't wait.
pub fn turn_away(class: &Core, user: UserId) -> Result<Vec<Fact>, Rejection> {
    match class.lobby.out.get(&user) {
        Some(Out::TurnedAway) => Ok(vec![]),
        _ if class.lobby.waiting.contains_key(&user) => Ok(vec![Fact::TurnedAway { user }]),
        _ => Err(Rejection::NoSuchPerson),
    }
}
