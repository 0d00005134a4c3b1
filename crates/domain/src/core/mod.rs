//! What every feature may know of a class: how far it is, who is there, and what they may do. The four parts that say so
//! (`session`, `lobby`, `participant`, `permission`) stand here; a feature's own facts, commands and state stand in its own
//! module, which knows this one and no other feature.

mod audience;
mod effect;
mod feature;
mod index;
pub mod lobby;
pub mod participant;
pub mod permission;
pub mod session;

pub use audience::{Audience, Reach};
pub use effect::{Effect, Task};
pub use feature::{FeatureCommand, FeatureFact, HoldsWords, Stamp, Tag, Tagged};

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use self::lobby::Lobby;
use self::participant::{Named, Participant};
use self::permission::Permissions;
use self::session::{Lead, Phase, Schedule, Settings};
use crate::ids::{Offset, SessionId, UserId};
use crate::names::{self, SOMEBODY};
use crate::one_of::from_each;
use crate::pace::Paces;
use crate::rejection::Rejection;
use crate::role::Viewer;
use crate::shared::Shared;
use crate::sorted::SortedMap;
use crate::text::is_blank;
use crate::words::Words;

/// A fact of one of the four parts: what one of them decides may be a fact of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The class's life.
    Session(session::Fact),
    /// The lobby.
    Lobby(lobby::Fact),
    /// People.
    Participant(participant::Fact),
    /// What students may do.
    Permission(permission::Fact),
}

from_each! { Fact { Session(session::Fact), Lobby(lobby::Fact), Participant(participant::Fact) } }

/// What every feature may know of a class.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Core {
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
    #[serde(rename = "door")]
    pub lobby: Lobby,
    /// Why it won't take place, where it was cancelled.
    #[serde(skip_serializing_if = "Words::erased")]
    pub cancelled_because: Words,
    /// Everybody who is or was there.
    pub people: SortedMap<UserId, Shared<Participant>>,
    /// Those who asked in an earlier class what came along to this one, as they were called there.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub names: SortedMap<UserId, Named>,
    /// What students may do.
    pub permissions: Permissions,
    /// Whether students may only watch.
    pub locked: bool,
    /// Whom everybody sees large.
    pub spotlight: Option<UserId>,
    /// How often somebody came and went of late.
    #[serde(skip)]
    pub(crate) paces: Paces<participant::Paced>,
    /// Where things stand in it; made anew when a view is read from a snapshot.
    #[serde(skip)]
    index: index::Index,
}

impl Core {
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
        inside.chain(self.lobby.waiting.values().flat_map(|waiting| waiting.connections.values()))
    }

    /// How many people have the class open.
    #[must_use]
    pub fn here(&self) -> usize {
        self.people.values().filter(|person| person.is_here()).count()
    }

    /// Whether somebody has the class open.
    #[must_use]
    pub fn is_here(&self, user: UserId) -> bool {
        self.people.get(&user).is_some_and(|person| person.is_here())
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

    /// Passes where the class is being taught or is still to be: what belongs to it can be prepared.
    ///
    /// # Errors
    /// [`Rejection::ClassOver`] after its end, [`Rejection::Cancelled`], [`Rejection::NoSuchClass`].
    pub fn must_not_be_over(&self) -> Result<(), Rejection> {
        match self.phase {
            Phase::Scheduled | Phase::Live { .. } => Ok(()),
            Phase::Ended { .. } => Err(Rejection::ClassOver),
            Phase::Cancelled => Err(Rejection::Cancelled),
            Phase::Unscheduled => Err(Rejection::NoSuchClass),
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

    /// Takes out what nobody outside may see: the servers that hold tabs, and what is known only to go on folding.
    pub(crate) fn hide_nodes(&mut self) {
        self.forget_index();
        let people = self.people.values_mut().map(|person| &mut person.connections);
        let waiting = self.lobby.waiting.values_mut().map(|waiting| &mut waiting.connections);
        people.chain(waiting).flat_map(SortedMap::values_mut).for_each(String::clear);
    }

    /// Keeps what a student may see.
    pub(crate) fn keep_for_student(&mut self, me: UserId) {
        for person in self.people.values_mut().filter(|person| person.user != me) {
            person.permits.clear();
        }
        self.settings.blocked.clear();
        self.lobby = self.lobby.only(me);
        self.names.retain(|user, known| known.public || *user == me);
    }

    /// Whether it holds something that this student sees and others don't.
    pub(crate) fn concerns_student(&self, me: UserId) -> bool {
        self.people.get(&me).is_some_and(|person| !person.permits.is_empty())
            || self.names.get(&me).is_some_and(|known| !known.public)
            || self.lobby.only(me) != Lobby::default()
    }

    /// What somebody sees of it who is not let in: the calendar's entry, how far the class is, and their own place in the
    /// lobby.
    pub(crate) fn for_outsider(&self, viewer: &Viewer) -> Self {
        let mut outside = Self {
            phase: self.phase,
            schedule: self.schedule.clone(),
            cancelled_because: self.cancelled_because.clone(),
            settings: Settings { blocked: Vec::new(), ..self.settings.clone() },
            lobby: self.lobby.only(viewer.user),
            ..Self::default()
        };
        outside.hide_nodes();
        outside
    }
}
