//! What the facts about people make of a class.

use crate::core::{Core, Stamp};
use crate::ids::UserId;
use crate::participant::{Fact, Named, Paced, Participant};
use crate::role::Role;
use crate::session::Lead;

pub(crate) fn fold(core: &mut Core, fact: &Fact, stamp: Stamp) {
    match fact {
        Fact::Joined { user, role, name, connection, node } => {
            let known = core.people.get(user).filter(|person| person.name == *name);
            let namesakes = known.map(|person| person.namesakes);
            let namesakes = namesakes.unwrap_or_else(|| core.namesakes(*user, name.text()));
            let person = core.people.get_or_insert_with(*user, || {
                Participant::new(*user, *role, name.clone(), stamp.offset).into()
            });
            if !person.is_here() {
                person.since = stamp.offset;
            }
            person.role = *role;
            person.name = name.clone();
            person.namesakes = namesakes;
            person.away = false;
            person.connections.insert(*connection, node.clone());
            core.open_tab(*connection, *user);
            core.empty_since = None;
            if *role == Role::Teacher {
                core.lead = Lead::Teacher;
            }
        }
        Fact::Named { user, name, public } => {
            let known = core.names.get_or_insert_with(*user, || Named { name: name.clone(), public: false });
            known.name = name.clone();
            known.public |= *public;
        }
        Fact::Left { user, connection, .. } => {
            core.close_tab(*connection);
            let Some(person) = core.people.get_mut(user) else { return };
            person.connections.remove(connection);
            if person.is_here() {
                return;
            }
            person.since = stamp.offset;
            person.away = false;
            let taught = person.role == Role::Teacher;
            if taught && core.lead == Lead::Teacher && !core.teacher_here() {
                core.lead = Lead::Away { since: stamp.at };
            }
            if core.nobody_here() {
                core.empty_since = Some(stamp.at);
            }
        }
        Fact::Away { user } => {
            core.paces.note(Some(user.0), Paced::Away, stamp.offset);
            with(core, *user, |person| person.away = true);
        }
        Fact::Back { user } => with(core, *user, |person| person.away = false),
        Fact::SpotlightMoved { user } => core.spotlight = *user,
        // What the lobby makes of it, or the media server.
        Fact::Removed { .. } | Fact::Banned { .. } | Fact::Unbanned { .. } | Fact::MediaStopped { .. } => {}
        Fact::MediaConnected { user, stay } => with(core, *user, |person| {
            person.media = true;
            person.stay = stay.clone();
        }),
        Fact::MediaDisconnected { user } => with(core, *user, |person| {
            person.media = false;
            person.stay = None;
        }),
    }
}

fn with(core: &mut Core, user: UserId, change: impl FnOnce(&mut Participant)) {
    if let Some(person) = core.people.get_mut(&user) {
        change(person);
    }
}
