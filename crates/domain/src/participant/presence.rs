//! Coming and going. None of these wishes can be refused in a way a person sees: what is already so stays so.

use crate::command::Command;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::{ConnectionId, UserId};
use crate::lobby;
use crate::role::Role;
use crate::session::Lead;
use crate::view::ClassView;

/// A tab opened the class.
///
/// # Errors
/// [`Rejection::NotLive`] and its like outside its time; [`Rejection::Waiting`] and its like for those who aren't let in.
pub fn join(class: &ClassView, wish: &Command) -> Result<Vec<Fact>, Rejection> {
    let Command::Join { user, role, name, connection, node } = wish else {
        return Ok(vec![]);
    };
    class.must_be_live()?;
    class.must_be_let_in(*user, class.standing(*user, *role))?;
    if class.holder(*connection).is_some() {
        return Ok(vec![]);
    }
    let joined = Fact::ParticipantJoined {
        user: *user,
        role: *role,
        name: name.as_str().into(),
        connection: *connection,
        node: node.clone(),
    };
    let was_lost = matches!(class.lead, Lead::Lost | Lead::Taken { .. });
    let returned = (was_lost && *role == Role::Teacher).then_some(Fact::TeacherReturned);
    Ok([joined].into_iter().chain(returned).collect())
}

/// A tab closed, or was lost, in the class or in its lobby.
#[must_use]
pub fn leave(class: &ClassView, connection: ConnectionId) -> Vec<Fact> {
    match class.holder(connection) {
        Some(user) => vec![Fact::ParticipantLeft { user, connection }],
        None => lobby::leave(class, |tab, _| tab == connection),
    }
}

/// A server came back: the tabs it held are gone.
#[must_use]
pub fn forget_node(class: &ClassView, node: &str) -> Vec<Fact> {
    let tabs = class.people.values().flat_map(|person| {
        person.connections.iter().map(|(connection, holder)| (person.user, *connection, holder))
    });
    let left = tabs
        .filter(|(_, _, holder)| *holder == node)
        .map(|(user, connection, _)| Fact::ParticipantLeft { user, connection });
    left.chain(lobby::leave(class, |_, holder| holder == node)).collect()
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
