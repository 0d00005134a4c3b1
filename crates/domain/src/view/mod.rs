//! A class as a screen shows it, and the one fold that makes it from the log: the server's first render, every
//! browser, the writer's own state and the replay all use it.

mod apply;
mod index;
mod reach;
mod visible;

pub use apply::apply;
pub use reach::{Audience, Reach, reach};
pub use visible::{redact, visible};

use chrono::{DateTime, Utc};

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::chapter::Chapter;
use crate::chat::{Message, Report};
use crate::decide::Rejection;
use crate::event::Schedule;
use crate::hand::Hand;
use crate::ids::{MessageId, Offset, PollId, QuestionId, RecordingId, Sequence, SessionId, TrackId, UserId};
use crate::lobby::Door;
use crate::names::{self, SOMEBODY};
use crate::participant::{Named, Participant};
use crate::permission::Permissions;
use crate::pipeline::{Progress, Stage};
use crate::poll::Poll;
use crate::question::Question;
use crate::recording::Track;
use crate::session::{Lead, Phase, Settings};
use crate::sorted::SortedMap;
use crate::text::is_blank;
use crate::words::Words;

/// A class, folded from its log up to [`ClassView::sequence`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct ClassView {
    /// The last event that is in it.
    pub sequence: Sequence,
    /// Whether it is the class's door only, as one sees it who isn't let in: without what came before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// Where it is in its life.
    pub phase: Phase,
    /// Its calendar entry.
    pub schedule: Option<Schedule>,
    /// How it is run. Only staff see the blocked words.
    pub settings: Settings,
    /// The class it goes on from.
    pub continued_from: Option<SessionId>,
    /// Since when there is a break, if there is one.
    pub paused: Option<Offset>,
    /// Who leads it.
    pub lead: Lead,
    /// Since when nobody has had it open.
    pub empty_since: Option<DateTime<Utc>>,
    /// Who waits, and who is kept out.
    pub door: Door,
    /// Why it won't take place, where it was cancelled.
    #[serde(skip_serializing_if = "Words::erased")]
    pub cancelled_because: Words,
    /// Everybody who is or was there.
    pub people: SortedMap<UserId, Participant>,
    /// Those who asked in an earlier class what came along to this one, as they were called there.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub names: SortedMap<UserId, Named>,
    /// What students may do.
    pub permissions: Permissions,
    /// Whether students may only watch.
    pub locked: bool,
    /// Raised hands, the first first.
    pub hands: Vec<Hand>,
    /// Whom everybody sees large.
    pub spotlight: Option<UserId>,
    /// The chat, oldest first.
    pub chat: Vec<Message>,
    /// The pinned messages, in the order they were pinned.
    pub pins: Vec<MessageId>,
    /// The messages staff are asked to look at; only staff see them here.
    pub reports: SortedMap<MessageId, Report>,
    /// The questions.
    pub questions: SortedMap<QuestionId, Question>,
    /// The question on the stage.
    pub on_stage: Option<QuestionId>,
    /// The polls.
    pub polls: SortedMap<PollId, Poll>,
    /// The teacher's chapters, in their order.
    pub chapters: Vec<Chapter>,
    /// The recordings, and whether each is finalized.
    pub recordings: SortedMap<RecordingId, bool>,
    /// The recorded tracks.
    pub tracks: SortedMap<TrackId, Track>,
    /// The stages that have begun.
    pub stages: SortedMap<Stage, Progress>,
    /// Where things stand in it; made anew when a view is read from a snapshot.
    #[serde(skip)]
    index: index::Index,
}

impl ClassView {
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

    /// What somebody is called in this class; erased names and strangers are "Somebody".
    #[must_use]
    pub fn name_of(&self, user: UserId) -> &str {
        self.words_for(user).map(Words::text).filter(|name| !is_blank(name)).unwrap_or(SOMEBODY)
    }

    /// What somebody is called where others read it: in one line, turning nothing around, and with a number where somebody
    /// of the same name came before them. Everybody who sees the class sees the same.
    #[must_use]
    pub fn called(&self, user: UserId) -> String {
        let number = self.people.get(&user).map_or(0, |person| person.namesakes);
        names::numbered(names::shown(self.name_of(user)), number)
    }

    /// The name somebody has in this class: the one they came with, or else the one their question came with.
    pub(crate) fn words_for(&self, user: UserId) -> Option<&Words> {
        let came = self.people.get(&user).map(|person| &person.name);
        came.or_else(|| self.names.get(&user).map(|known| &known.name))
    }

    /// The servers that hold its tabs, in the class and in its lobby; each once a tab.
    pub fn nodes(&self) -> impl Iterator<Item = &String> {
        let inside = self.people.values().flat_map(|person| person.connections.values());
        inside.chain(self.door.waiting.values().flat_map(|waiting| waiting.connections.values()))
    }

    /// How many people have the class open.
    #[must_use]
    pub fn here(&self) -> usize {
        self.people.values().filter(|person| person.is_here()).count()
    }

    /// Whether somebody has the class open.
    #[must_use]
    pub fn is_here(&self, user: UserId) -> bool {
        self.people.get(&user).is_some_and(Participant::is_here)
    }

    /// The class's clock at `now`; 0 before it started.
    #[must_use]
    pub fn offset(&self, now: DateTime<Utc>) -> Offset {
        Offset(self.phase.started_at().map_or(0, |start| now.signed_duration_since(start).num_milliseconds()))
    }

    /// Passes where the class is being taught.
    ///
    /// # Errors
    /// [`Rejection::NotLive`] before its start, [`Rejection::ClassOver`] after its end, [`Rejection::Cancelled`].
    pub fn must_be_live(&self) -> Result<(), Rejection> {
        match self.phase {
            Phase::Live { .. } => Ok(()),
            Phase::Ended { .. } => Err(Rejection::ClassOver),
            Phase::Cancelled => Err(Rejection::Cancelled),
            Phase::Unscheduled | Phase::Scheduled => Err(Rejection::NotLive),
        }
    }

    /// Passes where the class was taught and is over: it has a replay.
    ///
    /// # Errors
    /// [`Rejection::NotOver`] before its end, [`Rejection::Cancelled`].
    pub fn must_be_over(&self) -> Result<(), Rejection> {
        match self.phase {
            Phase::Ended { .. } => Ok(()),
            Phase::Cancelled => Err(Rejection::Cancelled),
            Phase::Unscheduled | Phase::Scheduled | Phase::Live { .. } => Err(Rejection::NotOver),
        }
    }
}
