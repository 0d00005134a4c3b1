//! What the facts about people make of a class.

use crate::event::{Event, Fact};
use crate::ids::UserId;
use crate::pace::Paced;
use crate::participant::{Named, Participant};
use crate::role::Role;
use crate::session::Lead;
use crate::view::ClassView;

pub(crate) fn fold(view: &mut ClassView, event: &Event) {
    match &event.fact {
        Fact::ParticipantJoined { user, role, name, connection, node } => {
            let known = view.people.get(user).filter(|person| person.name == *name);
            let namesakes = known.map(|person| person.namesakes);
            let namesakes = namesakes.unwrap_or_else(|| view.namesakes(*user, name.text()));
            let person = view
                .people
                .get_or_insert_with(*user, || Participant::new(*user, *role, name.clone(), event.offset));
            if !person.is_here() {
                person.since = event.offset;
            }
            person.role = *role;
            person.name = name.clone();
            person.namesakes = namesakes;
            person.away = false;
            person.connections.insert(*connection, node.clone());
            view.open_tab(*connection, *user);
            view.empty_since = None;
            if *role == Role::Teacher {
                view.lead = Lead::Teacher;
            }
        }
        Fact::ParticipantNamed { user, name, public } => {
            let known = view.names.get_or_insert_with(*user, || Named { name: name.clone(), public: false });
            known.name = name.clone();
            known.public |= *public;
        }
        Fact::ParticipantLeft { user, connection, .. } => {
            view.close_tab(*connection);
            let Some(person) = view.people.get_mut(user) else { return };
            person.connections.remove(connection);
            if person.is_here() {
                return;
            }
            person.since = event.offset;
            person.away = false;
            let taught = person.role == Role::Teacher;
            if taught && view.lead == Lead::Teacher && !view.teacher_here() {
                view.lead = Lead::Away { since: event.at };
            }
            if view.nobody_here() {
                view.empty_since = Some(event.at);
            }
        }
        Fact::ParticipantAway { user } => {
            view.note(Some(user.0), Paced::Away, event.offset);
            with(view, *user, |person| person.away = true);
        }
        Fact::ParticipantBack { user } => with(view, *user, |person| person.away = false),
        Fact::SpotlightMoved { user } => view.spotlight = *user,
        Fact::MediaConnected { user, stay } => with(view, *user, |person| {
            person.media = true;
            person.stay = stay.clone();
        }),
        Fact::MediaDisconnected { user } => with(view, *user, |person| {
            person.media = false;
            person.stay = None;
        }),
        _ => {}
    }
}

fn with(view: &mut ClassView, user: UserId, change: impl FnOnce(&mut Participant)) {
    if let Some(person) = view.people.get_mut(&user) {
        change(person);
    }
}
