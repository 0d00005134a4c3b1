//! Coming and going. None of these wishes can be refused in a way a person sees: what is already so stays so.

use crate::command::Command;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::{ConnectionId, UserId};
use crate::session::Phase;
use crate::view::ClassView;

/// A tab opened the class.
///
/// # Errors
/// [`Rejection::NotLive`] before its start, [`Rejection::ClassOver`] after its end.
pub fn join(class: &ClassView, wish: &Command) -> Result<Vec<Fact>, Rejection> {
    let Command::Join { user, role, name, connection, node } = wish else {
        return Ok(vec![]);
    };
    match class.phase {
        Phase::Live { .. } => {}
        Phase::Ended { .. } => return Err(Rejection::ClassOver),
        Phase::Unscheduled | Phase::Scheduled => return Err(Rejection::NotLive),
    }
    if class.holder(*connection).is_some() {
        return Ok(vec![]);
    }
    Ok(vec![Fact::ParticipantJoined {
        user: *user,
        role: *role,
        name: name.as_str().into(),
        connection: *connection,
        node: node.clone(),
    }])
}

/// A tab closed, or was lost.
#[must_use]
pub fn leave(class: &ClassView, connection: ConnectionId) -> Vec<Fact> {
    class.holder(connection).map(|user| Fact::ParticipantLeft { user, connection }).into_iter().collect()
}

/// A server came back: the tabs it held are gone.
#[must_use]
pub fn forget_node(class: &ClassView, node: &str) -> Vec<Fact> {
    class
        .people
        .values()
        .flat_map(|person| person.connections.iter().map(|(tab, holder)| (person.user, tab, holder)))
        .filter(|(_, _, holder)| *holder == node)
        .map(|(user, tab, _)| Fact::ParticipantLeft { user, connection: *tab })
        .collect()
}

/// The media server saw somebody arrive or go. Reports of strangers, and reports that come late or twice, change nothing.
#[must_use]
pub fn media(class: &ClassView, user: UserId, connected: bool) -> Vec<Fact> {
    match class.people.get(&user) {
        Some(person) if person.media != connected => {
            vec![if connected { Fact::MediaConnected { user } } else { Fact::MediaDisconnected { user } }]
        }
        _ => vec![],
    }
}
