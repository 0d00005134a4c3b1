//! Letters about classes of the demo school on a real Postgres: each person gets each once, of what is so then.

use std::sync::Mutex;

use adapters::mail::SmtpMail;
use chrono::{DateTime, TimeDelta, Utc};
use classroom::Parts;
use classroom::command::Seat;
use classroom::ports::clock::Clock;
use classroom::ports::mail::Letter;
use classroom::session::{Calendar, Scope};
use domain::icalendar::Method;
use domain::ids::{CommandId, SessionId};
use domain::recurrence::{Ends, Every, Rule};
use domain::role::{Actor, Role};
use store::seed::{COURSE, PEOPLE, TENANT};
use testkit::database::Database;
use testkit::mail::{FakeMail, SmtpSink};
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
        let store = database.store.clone().notifying();
        let shared = Arc::new(store.clone());
        let parts = Parts {
            log: shared.clone(),
            snapshots: shared.clone(),
            bus: Arc::new(adapters::bus::MemoryBus::default()),
            records: shared.clone(),
            plans: shared.clone(),
            people: shared.clone(),
            ballots: shared.clone(),
            assets: shared.clone(),
            prepared_polls: shared.clone(),
            kept_scenes: shared.clone(),
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
        work(&self.office).await;
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

    /// The office anew, to be given another relay.
    fn office_parts(&self) -> PostOffice {
        let PostOffice { classroom, store, mail, head } = &*self.office;
        PostOffice {
            classroom: classroom.clone(),
            store: store.clone(),
            mail: mail.clone(),
            head: head.clone(),
        }
    }

    fn seat(&self, session: SessionId) -> Seat {
        let class = ClassKey { tenant: TENANT, session };
        Seat::assumed(teacher(), class, Role::Teacher)
    }
}

/// Twice: the first jobs find out whom to write to, and cause those that do.
async fn work(office: &Arc<PostOffice>) {
    for _ in 0..2 {
        let worker = office.clone().worker(&CancellationToken::new()).await.unwrap();
        worker.run_once().await.unwrap();
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

fn letter_to_all(subject: &str) -> Vec<(String, usize)> {
    vec![(subject.to_owned(), PEOPLE.len())]
}

/// The lines of a letter's calendar, unfolded, that begin so.
fn lines(letter: &Letter, begin: &str) -> Vec<String> {
    let (_, file) = letter.calendar.as_ref().expect("a calendar");
    let file = file.replace("\r\n ", "");
    file.lines().filter(|line| line.starts_with(begin)).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_class_is_told_of_moved_reminded_of_and_cancelled() {
    let school = School::open().await;
    let (session, mut seen) = (SessionId(Uuid::now_v7()), 0);
    let start: DateTime<Utc> = "2026-01-07T09:00:00Z".parse().unwrap();
    school.classroom.schedule(&teacher(), session, command(), calendar(start)).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), letter_to_all("Damping"), "and no reminder yet");
    assert_eq!(school.mail.sent()[0].calendar.as_ref().map(|(method, _)| *method), Some(Method::Request));

    // Moved: a job for the old time that was left behind reminds nobody.
    let class = school.seat(session).class;
    let moved = start + TimeDelta::days(1);
    school.classroom.reschedule(&school.seat(session), command(), calendar(moved)).await.unwrap();
    school.at(start - TimeDelta::minutes(59));
    school.office.remind(class).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), letter_to_all("Changed: Damping"));

    school.at(moved - TimeDelta::minutes(59));
    for _ in 0..2 {
        school.office.remind(class).await.unwrap();
        school.office.notify(class).await.unwrap();
        school.work().await;
    }
    assert_eq!(
        school.letters(&mut seen),
        letter_to_all("Soon: Damping, 10:00"),
        "once each, at the new time"
    );

    school.classroom.cancel(&school.seat(session), command(), "I am ill.", Scope::One).await.unwrap();
    let jobs = school.database.take_jobs().await;
    assert_eq!(
        jobs.into_iter().map(|(name, _)| name).collect::<Vec<_>>(),
        ["tell_course"],
        "no reminder waits"
    );
    school.office.remind(class).await.unwrap();
    school.office.notify(class).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), letter_to_all("Cancelled: Damping"));
}

/// Five classes, day by day, and their letters.
async fn series(school: &School, seen: &mut usize) -> Vec<SessionId> {
    let (first, start) = (SessionId(Uuid::now_v7()), "2026-01-07T09:00:00Z".parse().unwrap());
    let rule = Rule { every: Every::Day, ends: Ends::Times(5) };
    school.classroom.schedule_series(&teacher(), first, command(), calendar(start), &rule).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(seen), letter_to_all("Damping, 5 classes"));
    let rows = school.classroom.records.classes(TENANT, PEOPLE[0].user, start).await.unwrap();
    rows.iter().filter(|row| row.title == "Damping").map(|row| row.id).collect()
}

#[tokio::test]
async fn a_series_is_one_invitation_whose_occurrences_are_moved_and_cancelled() {
    let (school, mut seen) = (School::open().await, 0);
    let classes = series(&school, &mut seen).await;
    let whole = school.mail.sent()[0].clone();
    assert_eq!(lines(&whole, "METHOD"), ["METHOD:REQUEST"]);
    assert_eq!(lines(&whole, "RRULE"), ["RRULE:FREQ=DAILY;COUNT=5"]);
    assert_eq!(lines(&whole, "DTSTART;"), ["DTSTART;TZID=Europe/Berlin:20260107T100000"]);
    assert_eq!([lines(&whole, "BEGIN:VTIMEZONE").len(), lines(&whole, "ORGANIZER").len()], [1, 1]);
    assert_eq!([lines(&whole, "ATTENDEE").len(), lines(&whole, "UID").len()], [1, 1]);

    let moved = calendar("2026-01-08T12:00:00Z".parse().unwrap());
    school.classroom.reschedule(&school.seat(classes[1]), command(), moved).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), letter_to_all("Changed: Damping"));
    let change = school.mail.sent().last().unwrap().clone();
    assert_eq!(lines(&change, "METHOD"), ["METHOD:REQUEST"]);
    assert_eq!(lines(&change, "UID"), lines(&whole, "UID"));
    assert_eq!(lines(&change, "RECURRENCE-ID"), ["RECURRENCE-ID:20260108T090000Z"], "where it was at first");
    assert_eq!(
        (lines(&change, "DTSTART"), lines(&change, "SEQUENCE")),
        (vec!["DTSTART:20260108T120000Z".to_owned()], vec!["SEQUENCE:1".to_owned()])
    );

    school.classroom.cancel(&school.seat(classes[1]), command(), "I am ill.", Scope::One).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), letter_to_all("Cancelled: Damping"));
    let end = school.mail.sent().last().unwrap().clone();
    assert_eq!(
        (lines(&end, "METHOD"), lines(&end, "STATUS")),
        (vec!["METHOD:CANCEL".to_owned()], vec!["STATUS:CANCELLED".to_owned()])
    );
    assert_eq!(
        (lines(&end, "UID"), lines(&end, "RECURRENCE-ID")),
        (lines(&whole, "UID"), lines(&change, "RECURRENCE-ID"))
    );
    assert_eq!(lines(&end, "SEQUENCE"), ["SEQUENCE:2"]);

    // The last two are moved together: they are a series of their own then, and stay the entries that they are.
    let later = calendar("2026-01-10T15:00:00Z".parse().unwrap());
    school.classroom.reschedule_later(&school.seat(classes[3]), command(), later).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), letter_to_all("Changed: Damping, 2 classes"));
    let both = school.mail.sent().last().unwrap().clone();
    assert_eq!(
        lines(&both, "RECURRENCE-ID"),
        ["RECURRENCE-ID:20260110T090000Z", "RECURRENCE-ID:20260111T090000Z"]
    );
    assert!(lines(&both, "UID").iter().all(|uid| *uid == lines(&whole, "UID")[0]));
    drop(school.database.take_jobs().await);
}

#[tokio::test]
async fn every_change_is_told_however_closely_they_follow() {
    let (school, mut seen) = (School::open().await, 0);
    let classes = series(&school, &mut seen).await;
    let cancel = async |class: SessionId, reason| {
        school.classroom.cancel(&school.seat(class), command(), reason, Scope::One).await.unwrap();
    };
    // The second class, and half a minute later, after its letter, the fourth.
    cancel(classes[1], "I am ill.").await;
    school.work().await;
    assert_eq!(school.letters(&mut seen), letter_to_all("Cancelled: Damping"));
    school.at("2026-01-05T09:00:30Z".parse().unwrap());
    cancel(classes[3], "I am ill.").await;
    school.work().await;
    assert_eq!(school.letters(&mut seen), letter_to_all("Cancelled: Damping"));
    assert_eq!(
        lines(school.mail.sent().last().unwrap(), "RECURRENCE-ID"),
        ["RECURRENCE-ID:20260110T090000Z"]
    );

    // Two before there was a letter: one letter where they have one reason, and a change between them isn't lost.
    cancel(classes[0], "The hall is closed.").await;
    let moved = calendar("2026-01-09T12:00:00Z".parse().unwrap());
    school.classroom.reschedule(&school.seat(classes[2]), command(), moved).await.unwrap();
    cancel(classes[4], "The hall is closed.").await;
    school.work().await;
    let mut letters = school.letters(&mut seen);
    letters.sort();
    assert_eq!(
        letters,
        [letter_to_all("Cancelled: Damping, 2 classes"), letter_to_all("Changed: Damping")].concat()
    );
    drop(school.database.take_jobs().await);
}

#[tokio::test]
async fn who_never_heard_of_a_class_is_invited_or_told_nothing() {
    let (school, mut seen) = (School::open().await, 0);
    let start: DateTime<Utc> = "2026-01-07T09:00:00Z".parse().unwrap();
    let (moved, gone) = (SessionId(Uuid::now_v7()), SessionId(Uuid::now_v7()));
    for session in [moved, gone] {
        school.classroom.schedule(&teacher(), session, command(), calendar(start)).await.unwrap();
    }
    let later = calendar(start + TimeDelta::hours(1));
    school.classroom.reschedule(&school.seat(moved), command(), later).await.unwrap();
    school.classroom.cancel(&school.seat(gone), command(), "A mistake.", Scope::One).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen), letter_to_all("Damping"));
    drop(school.database.take_jobs().await);
}

#[tokio::test]
async fn who_is_in_the_course_by_then_hears_that_a_class_is_cancelled_and_who_has_left_it_doesnt() {
    let (school, mut seen) = (School::open().await, 0);
    let mut admin = school.database.admin().await;
    let [_, _, leaves, comes] = PEOPLE.each_ref().map(|person| person.user.0);
    let leave = "delete from enrollments where user_id = $1 and course_id = $2";
    let come = "insert into enrollments (tenant_id, course_id, user_id, role) values ($1, $2, $3, 'student')";
    sqlx::query(leave).bind(comes).bind(COURSE.0).execute(&mut admin).await.unwrap();
    let session = SessionId(Uuid::now_v7());
    let start: DateTime<Utc> = "2026-01-07T09:00:00Z".parse().unwrap();
    school.classroom.schedule(&teacher(), session, command(), calendar(start)).await.unwrap();
    school.work().await;
    assert_eq!(school.letters(&mut seen)[0].1, PEOPLE.len() - 1);

    sqlx::query(come).bind(TENANT.0).bind(COURSE.0).bind(comes).execute(&mut admin).await.unwrap();
    school.classroom.cancel(&school.seat(session), command(), "I am ill.", Scope::One).await.unwrap();
    let class = ClassKey { tenant: TENANT, session };
    assert_eq!(school.office.store.spread_news(class).await.unwrap(), PEOPLE.len());
    // Somebody leaves while the letter to them waits.
    sqlx::query(leave).bind(leaves).bind(COURSE.0).execute(&mut admin).await.unwrap();
    school.work().await;
    let to: Vec<_> = school.mail.sent().into_iter().skip(seen).map(|letter| letter.to.email).collect();
    let address = |user| PEOPLE.iter().find(|person| person.user.0 == user).unwrap().email;
    assert!(to.iter().any(|email| email == address(comes)), "{to:?}");
    assert!(!to.iter().any(|email| email == address(leaves)), "{to:?}");
    assert_eq!(to.len(), PEOPLE.len() - 1);
    drop(school.database.take_jobs().await);
}

/// Gives the people of the school other addresses.
async fn move_to(school: &School, addresses: &[&str]) {
    let mut admin = school.database.admin().await;
    for (person, address) in PEOPLE.iter().zip(addresses) {
        sqlx::query("update users set email = $1 where id = $2")
            .bind(*address)
            .bind(person.user.0)
            .execute(&mut admin)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_mailbox_that_takes_nothing_keeps_nobody_from_their_letter() {
    let (sink, school) = (SmtpSink::start().await, School::open().await);
    let addresses = ["full@school.test", "nobody@school.test", "jonas@school.test", "cut@school.test"];
    move_to(&school, &addresses).await;
    let mail = SmtpMail::new(&sink.url(), "Lectern <lectern@school.test>", None).unwrap();
    let office = PostOffice { mail: Arc::new(mail), ..school.office_parts() };
    let office = Arc::new(office);
    let to = |sink: &SmtpSink| {
        let taken = sink.taken();
        let line =
            |message: &String| message.lines().find(|line| line.starts_with("To:")).unwrap().to_owned();
        let mut to: Vec<_> = taken.iter().map(line).collect();
        to.sort();
        to
    };
    let start: DateTime<Utc> = "2026-01-07T09:00:00Z".parse().unwrap();
    let session = SessionId(Uuid::now_v7());
    school.classroom.schedule(&teacher(), session, command(), calendar(start)).await.unwrap();
    work(&office).await;
    let (notified, for_now) = (1, 2);
    assert_eq!(to(&sink).len(), notified, "{:?}", to(&sink));
    // Whoever can't be reached now waits alone, longer from time to time; nobody else gets their letter twice.
    let waits: Vec<_> = school.database.make_due().await.into_iter().filter(|wait| *wait > 0.0).collect();
    assert_eq!(waits.len(), for_now, "{waits:?}");
    work(&office).await;
    let again: Vec<_> = school.database.make_due().await.into_iter().filter(|wait| *wait > 0.0).collect();
    assert!(
        again.len() == for_now && again.iter().sum::<f64>() > waits.iter().sum::<f64>(),
        "{waits:?} {again:?}"
    );
    sink.mend();
    work(&office).await;
    assert_eq!(to(&sink).len(), notified + for_now);
    assert_eq!(school.database.take_jobs().await.len(), 0, "no job is left");
}
