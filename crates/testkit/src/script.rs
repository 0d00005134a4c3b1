//! A class of the demo school whose log a test writes event by event.
#![expect(clippy::expect_used, reason = "a test whose log doesn't write fails")]

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use classroom::ports::event_log::{ClassKey, EventLog, LogError};
use domain::event::{Event, Fact};
use domain::ids::{ConnectionId, MessageId, Offset, Sequence, SessionId, UserId};
use domain::role::Role;
use domain::session::Schedule;
use domain::{participant, session};
use store::seed;
use uuid::Uuid;

/// Who teaches the demo course.
pub const TEACHER: UserId = seed::PEOPLE[0].user;
/// One of its students.
pub const STUDENT: UserId = seed::PEOPLE[2].user;

/// Where the next event goes.
#[derive(Clone)]
pub struct Script {
    /// Which class.
    pub key: ClassKey,
    /// The last event that this script has made.
    pub last: Sequence,
    started: DateTime<Utc>,
}

impl Script {
    /// A class whose log is empty.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "each is another class")]
    pub fn new() -> Self {
        Self {
            key: ClassKey { tenant: seed::TENANT, session: SessionId(Uuid::now_v7()) },
            last: Sequence(0),
            // Early enough that no event of a script is in the future, and late enough that no teacher is missed.
            started: Utc::now().trunc_subsecs(3) - TimeDelta::seconds(20),
        }
    }

    /// The class, so long before.
    #[must_use]
    pub fn earlier(self, by: TimeDelta) -> Self {
        Self { started: self.started - by, ..self }
    }

    /// A class that was scheduled and started.
    ///
    /// # Panics
    /// Where the log doesn't write.
    pub async fn started(log: &dyn EventLog) -> Self {
        let mut script = Self::new();
        let events = script
            .events(vec![script.schedule("Energy in oscillations"), Fact::Session(session::Fact::Started)]);
        log.append(script.key, &events).await.expect("the class starts");
        script
    }

    /// The calendar entry that every log begins with.
    #[must_use]
    pub fn schedule(&self, title: &str) -> Fact {
        Fact::Session(session::Fact::Scheduled(Schedule {
            session: self.key.session,
            course: seed::COURSE,
            lesson: None,
            title: title.into(),
            starts_at: self.started,
            minutes: 60,
            zone: "Europe/Berlin".into(),
        }))
    }

    /// The next events, by the teacher, each a command of its own, a second apart.
    pub fn events(&mut self, facts: Vec<Fact>) -> Vec<Event> {
        facts.into_iter().map(|fact| self.event(TEACHER, fact)).collect()
    }

    /// The next event.
    pub fn event(&mut self, actor: UserId, fact: Fact) -> Event {
        self.last = self.last.next();
        let offset = i64::try_from(self.last.0).expect("a small number") * 1_000;
        Event {
            sequence: self.last,
            offset: Offset(offset),
            at: self.started + TimeDelta::milliseconds(offset),
            actor: Some(actor),
            command: Uuid::now_v7().into(),
            fact,
        }
    }

    /// Writes the next events.
    ///
    /// # Panics
    /// Where the log doesn't write.
    pub async fn write(&mut self, log: &dyn EventLog, facts: Vec<Fact>) -> Vec<Event> {
        let events = self.events(facts);
        log.append(self.key, &events).await.expect("the events are written");
        events
    }

    /// The whole log.
    ///
    /// # Errors
    /// As [`EventLog::read`].
    pub async fn read(&self, log: &dyn EventLog) -> Result<Vec<Event>, LogError> {
        log.read(self.key, Sequence(0), 10_000).await
    }
}

/// A message in the chat.
#[must_use]
pub fn posted(text: &str) -> Fact {
    Fact::chat(MessageId(Uuid::now_v7()), text)
}

/// A student's tab that opened the class.
#[must_use]
pub fn joined(user: UserId, name: &str) -> Fact {
    let connection = ConnectionId(Uuid::now_v7());
    Fact::Participant(participant::Fact::Joined {
        user,
        role: Role::Student,
        name: name.into(),
        connection,
        node: "here".into(),
    })
}
