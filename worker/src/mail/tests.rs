//! Letters about classes of the demo school on a real Postgres: each person gets each once, of what is so then.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use classroom::Parts;
use classroom::command::Seat;
use classroom::ports::clock::Clock;
use classroom::session::{Calendar, Scope};
use domain::icalendar::Method;
use domain::ids::{CommandId, SessionId};
use domain::recurrence::{Ends, Every, Rule};
use domain::role::{Actor, Role};
use store::seed::{COURSE, PEOPLE, TENANT};
use testkit::database::Database;
use testkit::mail::FakeMail;
use testkit::objects::FakeObjects;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::*;

/// A clock whose hands the test moves.
struct Hands(Mutex<DateTime<Utc>>);

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

struct School {
    database: Database,
    classroom: Classroom,
    clock: Arc<Hands>,
    mail: Arc<FakeMail>,
    office: Arc<PostOffice>,
}

impl School {
    async fn open() -> Self {
        let database = Database::with_demo().await;
        let clock = Arc::new(Hands(Mutex::new("2026-01-05T09:00:00Z".parse().unwrap())));
        let store = database.store.clone().telling();
        let shared = Arc::new(store.clone());
        let parts = Parts {
            log: shared.clone(),
            bus: Arc::new(adapters::bus::MemoryBus::default()),
            records: shared.clone(),
            plans: shared.clone(),
            people: shared.clone(),
            ballots: shared.clone(),
            prepared_polls: shared.clone(),
            effects: shared,
            media: Arc::new(adapters::livekit::LiveKit::new("http://127.0.0.1:1", "key", "secret")),
            objects: Arc::new(FakeObjects::default()),
            clock: clock.clone(),
        };
        let classroom = Classroom::new("test", parts);
        let mail = Arc::new(FakeMail::default());
        let from = Person { name: "Lectern".into(), email: "lectern@school.test".into() };
        let head = Letterhead { from, origin: "https://lectern.test".into() };
        let office = Arc::new(PostOffice::new(classroom.clone(), store, mail.clone(), head));
        Self { database, classroom, clock, mail, office }
    }

    fn at(&self, time: DateTime<Utc>) {
        *self.clock.0.lock().unwrap() = time;
    }

    /// Works on every job whose time has come; by the database's clock that is every one, for the test's is in the past.
    async fn work(&self) {
        let worker = self.office.clone().worker(&CancellationToken::new()).await.unwrap();
        worker.run_once().await.unwrap();
    }

    /// The subjects of the letters since the last time, with how many got each.
    fn letters(&self, seen: &mut usize) -> Vec<(String, usize)> {
        let mut subjects: Vec<(String, usize)> = Vec::new();
        for letter in self.mail.sent().into_iter().skip(*seen) {
            *seen += 1;
            match subjects.iter_mut().find(|(subject, _)| *subject == letter.subject) {
                Some((_, people)) => *people += 1,
                None => subjects.push((letter.subject, 1)),
            }
        }
        subjects
    }

    fn seat(&self, session: SessionId) -> Seat {
        let class = ClassKey { tenant: TENANT, session };
        Seat { actor: teacher(), class, role: Role::Teacher }
    }
}

fn teacher() -> Actor {
    Actor { tenant: TENANT, user: PEOPLE[0].user, name: String::new(), roles: vec![Role::Teacher] }
}

fn calendar(starts_at: DateTime<Utc>) -> Calendar {
    Calendar {
        course: COURSE,
        lesson: None,
        title: "Damping".into(),
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(50),
        zone: "Europe/Berlin".into(),
        continues: false,
        lobby: false,
    }
}

fn command() -> CommandId {
    CommandId(Uuid::now_v7())
}

fn told(subject: &str) -> Vec<(String, usize)> {
    vec![(subject.to_owned(), PEOPLE.len())]
}

#[tokio::test]
async fn a_class_is_told_of_moved_reminded_of_and_cancelled() {
    let school = School::open().await;
    let (session, mut seen) = (SessionId(Uuid::now_v7()), 0);
    let start: DateTime<Utc> = "2026-01-07T09:00:00Z".parse().unwrap();
    school.classroom.schedule(&teacher(), session, command(), calendar(start)).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), told("Damping"), "and no reminder yet");
    assert_eq!(school.mail.sent()[0].calendar.as_ref().map(|(method, _)| *method), Some(Method::Request));

    // Moved: a job for the old time that was left behind reminds nobody.
    let class = school.seat(session).class;
    let moved = start + TimeDelta::days(1);
    school.classroom.reschedule(&school.seat(session), command(), calendar(moved)).await.unwrap();
    school.at(start - TimeDelta::minutes(59));
    school.office.remind(class).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), told("Changed: Damping"));

    school.at(moved - TimeDelta::minutes(59));
    for _ in 0..2 {
        school.office.remind(class).await.unwrap();
        school.office.tell(class).await.unwrap();
    }
    assert_eq!(school.letters(&mut seen), told("Soon: Damping, 10:00"), "once each, at the new time");

    school.classroom.cancel(&school.seat(session), command(), "I am ill.", Scope::One).await.unwrap();
    let jobs = school.database.take_jobs().await;
    assert_eq!(jobs.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["tell"], "no reminder waits");
    school.office.remind(class).await.unwrap();
    school.office.tell(class).await.unwrap();
    assert_eq!(school.letters(&mut seen), told("Cancelled: Damping"));
}

#[tokio::test]
async fn a_series_is_one_letter_and_one_moved_class_another() {
    let school = School::open().await;
    let (session, mut seen) = (SessionId(Uuid::now_v7()), 0);
    let start: DateTime<Utc> = "2026-01-07T09:00:00Z".parse().unwrap();
    let rule = Rule { every: Every::Day, ends: Ends::Times(3) };
    school.classroom.schedule_series(&teacher(), session, command(), calendar(start), &rule).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), told("Damping, 3 classes"));
    let moved = calendar(start + TimeDelta::hours(3));
    school.classroom.reschedule(&school.seat(session), command(), moved).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), told("Changed: Damping"));
}

#[tokio::test]
async fn who_was_told_before_the_relay_went_away_is_not_told_again() {
    let school = School::open().await;
    let session = SessionId(Uuid::now_v7());
    let start: DateTime<Utc> = "2026-01-07T09:00:00Z".parse().unwrap();
    school.mail.set_away(true);
    school.classroom.schedule(&teacher(), session, command(), calendar(start)).await.unwrap();
    let class = school.seat(session).class;
    assert!(matches!(school.office.tell(class).await, Err(NotSent::Mail(MailError::Unavailable(_)))));
    let first = school.office.store.untold(class, "revision 0").await.unwrap().remove(0);
    school.office.store.told(class, first.user, "revision 0").await.unwrap();
    school.mail.set_away(false);
    school.office.tell(class).await.unwrap();
    assert_eq!(school.mail.sent().len(), PEOPLE.len() - 1);
    assert_eq!(school.database.take_jobs().await.len(), 2);
}
