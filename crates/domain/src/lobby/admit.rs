//! Letting people in.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::UserId;
use crate::lobby::Out;
use crate::view::ClassView;

/// Lets somebody in who waits or was turned away. Twice is harmless.
///
/// # Errors
/// [`Rejection::NoSuchPerson`] for somebody who never knocked, [`Rejection::Banned`].
pub fn admit(class: &ClassView, user: UserId) -> Result<Vec<Fact>, Rejection> {
    let door = &class.door;
    match door.out.get(&user) {
        Some(Out::Banned) => Err(Rejection::Banned),
        Some(Out::TurnedAway | Out::Removed) => Ok(vec![Fact::LobbyAdmitted { users: [user].into() }]),
        None if door.waiting.contains_key(&user) => Ok(vec![Fact::LobbyAdmitted { users: [user].into() }]),
        None if door.admitted.contains(&user) => Ok(vec![]),
        None => Err(Rejection::NoSuchPerson),
    }
}

/// Lets everybody in who waits.
#[must_use]
pub fn admit_all(class: &ClassView) -> Vec<Fact> {
    if class.door.waiting.is_empty() {
        return vec![];
    }
    vec![Fact::LobbyAdmitted { users: class.door.waiting.keys().copied().collect() }]
}
