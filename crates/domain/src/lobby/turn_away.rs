//! Not letting somebody in.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::UserId;
use crate::lobby::Out;
use crate::view::ClassView;

/// Sends somebody away who waits, until somebody admits them after all. Twice is harmless.
///
/// # Errors
/// [`Rejection::NoSuchPerson`] for somebody who doesn't wait.
pub fn turn_away(class: &ClassView, user: UserId) -> Result<Vec<Fact>, Rejection> {
    match class.door.out.get(&user) {
        Some(Out::TurnedAway) => Ok(vec![]),
        _ if class.door.waiting.contains_key(&user) => Ok(vec![Fact::LobbyTurnedAway { user }]),
        _ => Err(Rejection::NoSuchPerson),
    }
}
