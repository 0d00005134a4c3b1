//! Letting people in.

use crate::core::Core;
use crate::ids::UserId;
use crate::lobby::{Fact, Out};
use crate::rejection::Rejection;

/// Lets somebody in who waits or was turned away.
///
/// # Errors
/// [`Rejection::NoSuchPerson`] for somebody who never knocked, [`Rejection::Banned`].
pub fn admit(class: &Core, user: UserId) -> Result<Vec<Fact>, Rejection> {
    let lobby = &class.lobby;
    match lobby.out.get(&user) {
        Some(Out::Banned) => Err(Rejection::Banned),
        Some(Out::TurnedAway | Out::Removed) => Ok(vec![Fact::Admitted { users: [user].into() }]),
        None if lobby.waiting.contains_key(&user) => Ok(vec![Fact::Admitted { users: [user].into() }]),
        None if lobby.admitted.contains(&user) => Ok(vec![]),
        None => Err(Rejection::NoSuchPerson),
    }
}

/// Lets everybody in who waits.
#[must_use]
pub fn admit_all(class: &Core) -> Vec<Fact> {
    if class.lobby.waiting.is_empty() {
        return vec![];
    }
    vec![Fact::Admitted { users: class.lobby.waiting.keys().copied().collect() }]
}
