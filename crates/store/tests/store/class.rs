//! A class of the demo school whose log a test writes event by event.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use classroom::ports::event_log::{ClassKey, EventLog as _, LogError};
use domain::event::{Event, Fact, Schedule};
use domain::ids::{ConnectionId, MessageId, Offset, Sequence, SessionId, UserId};
use domain::role::Role;
use store::{Store, seed};
use uuid::Uuid;

pub const TEACHER: UserId = seed::PEOPLE[0].user;
pub const STUDENT: UserId = seed::PEOPLE[2].user;

/// Where the next event goes.
#[derive(Clone)]
pub struct Script {
    pub key: ClassKey,
    pub last: Sequence,
    started: DateTime<Utc>,
}

impl Script {
    /// A class whose log is empty.
    pub fn new() -> Self {
        Self {
            key: ClassKey { tenant: seed::TENANT, session: SessionId(Uuid::now_v7()) },
            last: Sequence(0),
            started: Utc::now().trunc_subsecs(3),
        }
    }

    /// A class that was scheduled and started.
    pub async fn started(store: &Store) -> Self {
        let mut script = Self::new();
        let events = script.events(vec![script.schedule("Energy in oscillations"), Fact::SessionStarted]);
        store.append(script.key, &events).await.unwrap();
        script
    }

    pub fn schedule(&self, title: &str) -> Fact {
        Fact::SessionScheduled(Schedule {
            session: self.key.session,
            course: seed::COURSE,
            lesson: None,
            title: title.into(),
            starts_at: self.started,
            minutes: 60,
            zone: "Europe/Berlin".into(),
        })
    }

    /// The next events, by the teacher, each a command of its own, a second apart.
    pub fn events(&mut self, facts: Vec<Fact>) -> Vec<Event> {
        facts.into_iter().map(|fact| self.event(TEACHER, fact)).collect()
    }

    pub fn event(&mut self, actor: UserId, fact: Fact) -> Event {
        self.last = self.last.next();
        let offset = i64::try_from(self.last.0).unwrap() * 1_000;
        Event {
            sequence: self.last,
            offset: Offset(offset),
            at: self.started + TimeDelta::milliseconds(offset),
            actor: Some(actor),
            command: Uuid::now_v7().into(),
            fact,
        }
    }

    pub async fn write(&mut self, store: &Store, facts: Vec<Fact>) -> Vec<Event> {
        let events = self.events(facts);
        store.append(self.key, &events).await.unwrap();
        events
    }

    pub async fn read(&self, store: &Store) -> Result<Vec<Event>, LogError> {
        store.read(self.key, Sequence(0), 10_000).await
    }
}

pub fn posted(text: &str) -> Fact {
    Fact::ChatPosted { message: MessageId(Uuid::now_v7()), text: text.into() }
}

pub fn joined(user: UserId, name: &str) -> Fact {
    let connection = ConnectionId(Uuid::now_v7());
    Fact::ParticipantJoined { user, role: Role::Student, name: name.into(), connection, node: "here".into() }
}
