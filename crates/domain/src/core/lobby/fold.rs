//! What the facts about the lobby make of a class.

use crate::core::{Core, Stamp};
use crate::lobby::{Fact, Out, Waiting};
use crate::participant;
use crate::sorted::SortedMap;

pub(crate) fn fold(core: &mut Core, fact: &Fact, stamp: Stamp) {
    let lobby = &mut core.lobby;
    match fact {
        Fact::Knocked { user, name, connection, node } => {
            let waiting = lobby.waiting.get_or_insert_with(*user, || Waiting {
                name: name.clone(),
                since: stamp.offset,
                connections: SortedMap::new(),
            });
            waiting.name = name.clone();
            waiting.connections.insert(*connection, node.clone());
        }
        Fact::Left { user, connection } => {
            if let Some(waiting) = lobby.waiting.get_mut(user) {
                waiting.connections.remove(connection);
                if waiting.connections.is_empty() {
                    lobby.waiting.remove(user);
                }
            }
        }
        Fact::Admitted { users } => {
            for user in users {
                lobby.waiting.remove(user);
                lobby.out.remove(user);
                lobby.turned_away.remove(user);
                lobby.admitted.insert(*user);
            }
        }
        Fact::TurnedAway { user } => {
            let name = lobby.waiting.remove(user).map(|waiting| waiting.name);
            lobby.admitted.remove(user);
            lobby.out.insert(*user, Out::TurnedAway);
            lobby.turned_away.insert(*user, name.unwrap_or_default());
        }
    }
}

/// What the facts about people make of the lobby.
pub(crate) fn follow(core: &mut Core, fact: &participant::Fact) {
    let lobby = &mut core.lobby;
    match fact {
        participant::Fact::Removed { user } => {
            lobby.admitted.remove(user);
            lobby.out.insert(*user, Out::Removed);
        }
        participant::Fact::Banned { user } => {
            lobby.waiting.remove(user);
            lobby.admitted.remove(user);
            lobby.out.insert(*user, Out::Banned);
            lobby.turned_away.remove(user);
        }
        participant::Fact::Unbanned { user } => {
            lobby.out.remove(user);
        }
        // Who was sent out came back, or came in without waiting since the lobby was closed.
        participant::Fact::Joined { user, .. } => {
            lobby.out.remove(user);
            lobby.turned_away.remove(user);
            lobby.waiting.remove(user);
        }
        participant::Fact::Named { .. }
        | participant::Fact::Left { .. }
        | participant::Fact::Away { .. }
        | participant::Fact::Back { .. }
        | participant::Fact::SpotlightMoved { .. }
        | participant::Fact::MediaConnected { .. }
        | participant::Fact::MediaDisconnected { .. }
        | participant::Fact::MediaStopped { .. } => {}
    }
}
