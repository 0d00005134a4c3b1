//! What the facts about the door make of a class.

use crate::event::{Event, Fact};
use crate::lobby::{Out, Waiting};
use crate::sorted::SortedMap;
use crate::view::ClassView;

pub(crate) fn fold(view: &mut ClassView, event: &Event) {
    let door = &mut view.door;
    match &event.fact {
        Fact::LobbyKnocked { user, name, connection, node } => {
            let waiting = door.waiting.get_or_insert_with(*user, || Waiting {
                name: name.clone(),
                since: event.offset,
                connections: SortedMap::new(),
            });
            waiting.name = name.clone();
            waiting.connections.insert(*connection, node.clone());
        }
        Fact::LobbyLeft { user, connection } => {
            if let Some(waiting) = door.waiting.get_mut(user) {
                waiting.connections.remove(connection);
                if waiting.connections.is_empty() {
                    door.waiting.remove(user);
                }
            }
        }
        Fact::LobbyAdmitted { users } => {
            for user in users {
                door.waiting.remove(user);
                door.out.remove(user);
                door.turned_away.remove(user);
                door.admitted.insert(*user);
            }
        }
        Fact::LobbyTurnedAway { user } => {
            let name = door.waiting.remove(user).map(|waiting| waiting.name);
            door.admitted.remove(user);
            door.out.insert(*user, Out::TurnedAway);
            door.turned_away.insert(*user, name.unwrap_or_default());
        }
        Fact::ParticipantRemoved { user } => {
            door.admitted.remove(user);
            door.out.insert(*user, Out::Removed);
        }
        Fact::ParticipantBanned { user } => {
            door.waiting.remove(user);
            door.admitted.remove(user);
            door.out.insert(*user, Out::Banned);
            door.turned_away.remove(user);
        }
        Fact::ParticipantUnbanned { user } => {
            door.out.remove(user);
        }
        // Who was sent out came back, or came in without waiting since the lobby was closed.
        Fact::ParticipantJoined { user, .. } => {
            door.out.remove(user);
            door.turned_away.remove(user);
            door.waiting.remove(user);
        }
        _ => {}
    }
}
