//! A class as a screen shows it, and the one fold that makes it from the log: the server's first render, every
//! browser, the writer's own state and the replay all use it.

mod apply;
mod audience;

pub use apply::apply;
pub use audience::{Audience, redact, visible};

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::chapter::Chapter;
use crate::chat::Message;
use crate::decide::Rejection;
use crate::event::Schedule;
use crate::ids::{ConnectionId, MessageId, RecordingId, Sequence, TrackId, UserId};
use crate::participant::Participant;
use crate::pipeline::{Progress, Stage};
use crate::recording::Track;
use crate::session::Phase;

/// A class, folded from its log up to [`ClassView::sequence`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassView {
    /// The last event that is in it.
    pub sequence: Sequence,
    /// Where it is in its life.
    pub phase: Phase,
    /// Its calendar entry.
    pub schedule: Option<Schedule>,
    /// Everybody who is or was there.
    pub people: BTreeMap<UserId, Participant>,
    /// The chat, oldest first.
    pub chat: Vec<Message>,
    /// The teacher's chapters, in their order.
    pub chapters: Vec<Chapter>,
    /// The recordings, and whether each is finalized.
    pub recordings: BTreeMap<RecordingId, bool>,
    /// The recorded tracks.
    pub tracks: BTreeMap<TrackId, Track>,
    /// The stages that have begun.
    pub stages: BTreeMap<Stage, Progress>,
    /// Where each message stands in `chat`; made anew when a view is read from a snapshot.
    #[serde(skip)]
    places: Places,
}

/// An index of the chat: it says nothing that the chat doesn't, so views with equal chats are equal with and without it.
#[derive(Debug, Clone, Default)]
struct Places(HashMap<MessageId, usize>);

impl PartialEq for Places {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Places {}

impl ClassView {
    /// The message of that name.
    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        if self.places.0.len() == self.chat.len() {
            return self.places.0.get(&id).and_then(|place| self.chat.get(*place));
        }
        self.chat.iter().find(|message| message.id == id)
    }

    /// Whose tab it is, if it is open.
    #[must_use]
    pub fn holder(&self, connection: ConnectionId) -> Option<UserId> {
        self.people
            .values()
            .find(|person| person.connections.contains_key(&connection))
            .map(|person| person.user)
    }

    /// How far a stage is.
    #[must_use]
    pub fn stage(&self, stage: Stage) -> &Progress {
        self.stages.get(&stage).unwrap_or(&Progress::Waiting)
    }

    /// The title on the calendar.
    #[must_use]
    pub fn title(&self) -> &str {
        self.schedule.as_ref().map_or("", |schedule| schedule.title.text())
    }

    /// How many people have the class open.
    #[must_use]
    pub fn here(&self) -> usize {
        self.people.values().filter(|person| person.is_here()).count()
    }

    /// Passes where the class is being taught.
    ///
    /// # Errors
    /// [`Rejection::NotLive`] before its start, [`Rejection::ClassOver`] after its end.
    pub fn must_be_live(&self) -> Result<(), Rejection> {
        match self.phase {
            Phase::Live { .. } => Ok(()),
            Phase::Ended { .. } => Err(Rejection::ClassOver),
            Phase::Unscheduled | Phase::Scheduled => Err(Rejection::NotLive),
        }
    }
}
