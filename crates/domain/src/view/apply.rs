//! The fold. It is total: it never fails, and what it doesn't know it skips.

use crate::chapter::Chapter;
use crate::chat::Message;
use crate::event::{Event, Fact};
use crate::participant::Participant;
use crate::pipeline::Progress;
use crate::session::Phase;
use crate::view::{ClassView, Places};
use crate::words::Words;

/// Brings `view` from the event before to this one. An event that is already in it changes nothing.
pub fn apply(view: &mut ClassView, event: &Event) {
    if event.sequence <= view.sequence {
        return;
    }
    view.sequence = event.sequence;
    match &event.fact {
        Fact::SessionScheduled(schedule) => {
            view.phase = Phase::Scheduled;
            view.schedule = Some(schedule.clone());
        }
        Fact::SessionRescheduled(schedule) => view.schedule = Some(schedule.clone()),
        Fact::SessionStarted => view.phase = Phase::Live { started_at: event.at },
        Fact::SessionEnded { .. } => end(view, event),
        Fact::ParticipantJoined { user, role, name, connection, node } => {
            let person = view.people.entry(*user).or_insert_with(|| Participant {
                user: *user,
                role: *role,
                name: name.clone(),
                joined: event.offset,
                connections: std::collections::BTreeMap::new(),
                media: false,
            });
            person.role = *role;
            person.name = name.clone();
            person.connections.insert(*connection, node.clone());
        }
        Fact::ParticipantLeft { user, connection } => {
            if let Some(person) = view.people.get_mut(user) {
                person.connections.remove(connection);
            }
        }
        Fact::MediaConnected { user } => set_media(view, *user, true),
        Fact::MediaDisconnected { user } => set_media(view, *user, false),
        Fact::ChatPosted { message, text } => {
            view.index_chat();
            view.places.0.insert(*message, view.chat.len());
            view.chat.push(Message {
                id: *message,
                author: event.actor.unwrap_or_else(|| uuid::Uuid::nil().into()),
                offset: event.offset,
                text: text.clone(),
                removed_by: None,
            });
        }
        Fact::ChatRemoved { message } => {
            view.index_chat();
            let place = view.places.0.get(message).copied();
            if let Some(message) = place.and_then(|place| view.chat.get_mut(place)) {
                message.text = Words(None);
                message.removed_by = event.actor.or(Some(message.author));
            }
        }
        Fact::ChapterMarked { chapter, title } => {
            view.chapters.push(Chapter { id: *chapter, offset: event.offset, title: title.clone() })
        }
        Fact::RecordingStarted { recording } => {
            view.recordings.entry(*recording).or_insert(false);
        }
        Fact::RecordingFinalized { recording } => {
            view.recordings.insert(*recording, true);
        }
        Fact::TrackStarted { track } | Fact::TrackFinished { track } => {
            view.tracks.insert(track.id, track.clone());
        }
        Fact::StageProgressed { stage, percent } => {
            view.stages.insert(*stage, Progress::Working { percent: *percent });
        }
        Fact::StageFinished { stage } => {
            view.stages.insert(*stage, Progress::Finished);
        }
        Fact::StageFailed { stage, reason } => {
            view.stages.insert(*stage, Progress::Failed { reason: reason.clone() });
        }
        Fact::StageRestarted { stage } => {
            view.stages.insert(*stage, Progress::Waiting);
        }
        Fact::Unknown => {}
    }
}

fn end(view: &mut ClassView, event: &Event) {
    let Phase::Live { started_at } = view.phase else {
        return;
    };
    view.phase = Phase::Ended { started_at, length: event.offset };
}

fn set_media(view: &mut ClassView, user: crate::ids::UserId, connected: bool) {
    if let Some(person) = view.people.get_mut(&user) {
        person.media = connected;
    }
}

impl ClassView {
    /// A view that came as a snapshot has no index of its chat yet.
    fn index_chat(&mut self) {
        if self.places.0.len() != self.chat.len() {
            let places = self.chat.iter().enumerate().map(|(place, message)| (message.id, place));
            self.places = Places(places.collect());
        }
    }
}
