//! Tasks on a real Postgres with a media server that can be away: done once, by what holds then.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use classroom::Parts;
use classroom::ports::clock::Clock;
use domain::event::Fact;
use domain::ids::ConnectionId;
use domain::media::Source;
use domain::permission::Permission;
use domain::role::Role;
use domain::session::EndReason;
use domain::{participant, permission, session};
use testkit::database::Database;
use testkit::media::{Done, FakeMedia};
use testkit::objects::FakeObjects;
use testkit::script::{STUDENT, Script, TEACHER};
use uuid::Uuid;

use super::*;

/// The student's tab.
const TAB: ConnectionId = ConnectionId(Uuid::from_u128(7));

/// A clock whose hands the test moves.
struct Hands(Mutex<DateTime<Utc>>);

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// A class in which the student is, with a tab and in the room; and those who do what its events cause.
struct Fixture {
    database: Database,
    class: Script,
    clock: Arc<Hands>,
    media: Arc<FakeMedia>,
    effects: Arc<Effects>,
}

impl Fixture {
    async fn open() -> Self {
        let database = Database::with_demo().await;
        let media = Arc::new(FakeMedia::default());
        let class = Script::started(&database.store).await;
        media.enter(class.key.session, STUDENT, &[]);
        let clock = Arc::new(Hands(Mutex::new(Utc::now())));
        let effects = effects(&database, &media, &clock);
        let mut place = Self { database, class, clock, media, effects };
        place.write(vec![came()]).await;
        place
    }

    /// The class's next events; its clock shows when the last of them was.
    async fn write(&mut self, facts: Vec<Fact>) {
        let events = self.class.write(&self.database.store, facts).await;
        *self.clock.0.lock().unwrap() = events.last().unwrap().at;
    }

    /// Works on all that is due by now.
    async fn work(&self) {
        self.database.make_tasks_due().await;
        let worker = self.effects.clone().worker(&CancellationToken::new()).await.unwrap();
        worker.run_once().await.unwrap();
    }

    fn pass(&self, time: TimeDelta) {
        *self.clock.0.lock().unwrap() += time;
    }
}

/// The student's tab opens the class.
fn came() -> Fact {
    let (name, node) = ("Amina".into(), "here".to_owned());
    Fact::Participant(participant::Fact::Joined {
        user: STUDENT,
        role: Role::Student,
        name,
        connection: TAB,
        node,
    })
}

/// The student's tab goes.
fn gone() -> Fact {
    Fact::Participant(participant::Fact::Left { user: STUDENT, connection: TAB, for_good: false })
}

/// The events by which the student is banned, as a class writes them.
fn banned() -> Vec<Fact> {
    vec![Fact::Participant(participant::Fact::Banned { user: STUDENT }), gone()]
}

/// A process's own way to do them.
fn effects(database: &Database, media: &Arc<FakeMedia>, clock: &Arc<Hands>) -> Arc<Effects> {
    let store = Arc::new(database.store.clone());
    let parts = Parts {
        log: store.clone(),
        snapshots: store.clone(),
        bus: Arc::new(adapters::bus::MemoryBus::default()),
        records: store.clone(),
        plans: store.clone(),
        people: store.clone(),
        ballots: store.clone(),
        assets: store.clone(),
        prepared_polls: store.clone(),
        kept_scenes: store.clone(),
        media: media.clone(),
        effects: store.clone(),
        objects: Arc::new(FakeObjects::default()),
        clock: clock.clone(),
    };
    Arc::new(Effects::new(Classroom::new("test", parts), database.store.clone()))
}

#[tokio::test]
async fn what_fails_is_tried_again_and_done_once() {
    let mut place = Fixture::open().await;
    place
        .write(vec![Fact::Participant(participant::Fact::MediaStopped {
            user: STUDENT,
            source: Source::Camera,
        })])
        .await;
    place.media.fail(2);
    for _ in 0..2 {
        place.work().await;
        assert_eq!(place.database.tasks().await.len(), 1);
    }
    assert_eq!(place.media.done(), [], "the media server was away");
    for _ in 0..3 {
        place.work().await;
    }
    assert_eq!(place.media.done(), [Done::Stopped(STUDENT, Source::Camera)]);
    assert_eq!(place.database.tasks().await, []);
}

#[tokio::test]
async fn another_process_does_what_one_that_died_has_left() {
    let mut place = Fixture::open().await;
    place.write(banned()).await;
    place.media.fail(2);
    place.work().await;
    assert_eq!(place.media.done(), []);
    // Nothing of the process that wrote and tried it is left.
    place.effects = effects(&place.database, &place.media, &place.clock);
    place.work().await;
    assert!(place.media.done().contains(&Done::SentOut(STUDENT)));
}

#[tokio::test]
async fn who_was_let_back_before_it_was_done_is_left_alone() {
    let mut place = Fixture::open().await;
    place.write(banned()).await;
    place.write(vec![Fact::Participant(participant::Fact::Unbanned { user: STUDENT }), came()]).await;
    place.work().await;
    assert!(!place.media.done().contains(&Done::SentOut(STUDENT)), "{:?}", place.media.done());
}

#[tokio::test]
async fn tasks_that_nobody_can_do_are_given_up() {
    let mut place = Fixture::open().await;
    place
        .write(vec![Fact::Participant(participant::Fact::MediaStopped {
            user: STUDENT,
            source: Source::Microphone,
        })])
        .await;
    place.media.fail(usize::MAX);
    for _ in 0..20 {
        place.work().await;
    }
    assert_eq!(place.database.tasks().await, []);
    assert!(place.media.asked() > 5, "after some tries");
}

#[tokio::test]
async fn the_floor_is_what_holds_when_it_is_given() {
    let mut place = Fixture::open().await;
    let grant = |allowed| {
        Fact::Permission(permission::Fact::Granted { user: STUDENT, permission: Permission::Camera, allowed })
    };
    place.write(vec![grant(Some(true))]).await;
    place.write(vec![grant(Some(false))]).await;
    assert_eq!(place.database.tasks().await, [Task::Permit { user: STUDENT }], "one is enough");
    place.work().await;
    assert_eq!(place.media.done(), [Done::Allowed(STUDENT, vec![])]);
    place
        .write(vec![Fact::Permission(permission::Fact::Changed {
            permission: Permission::Microphone,
            allowed: true,
        })])
        .await;
    place.work().await;
    let allowed = Done::Allowed(STUDENT, vec![Source::Microphone]);
    assert_eq!(place.media.done().last(), Some(&allowed), "everybody in the room is held against the class");
}

#[tokio::test]
async fn a_late_stop_turns_nothing_off_that_was_allowed_since() {
    let mut place = Fixture::open().await;
    let stop =
        Fact::Participant(participant::Fact::MediaStopped { user: STUDENT, source: Source::Microphone });
    let (user, permission) = (STUDENT, Permission::Microphone);
    let grant = Fact::Permission(permission::Fact::Granted { user, permission, allowed: Some(true) });
    place.write(vec![stop.clone(), grant]).await;
    place.work().await;
    let stopped = Done::Stopped(STUDENT, Source::Microphone);
    assert!(!place.media.done().contains(&stopped));
    place.write(vec![stop]).await;
    place.work().await;
    assert!(place.media.done().contains(&stopped));
}

#[tokio::test]
async fn strangers_are_found_in_the_room_without_a_report() {
    let mut place = Fixture::open().await;
    let session = place.class.key.session;
    place.media.enter(session, TEACHER, &Source::ALL);
    place.effects.have_reviewed().await;
    place.work().await;
    assert_eq!(place.media.done(), [Done::SentOut(TEACHER)], "who has no tab here");

    // A tab that went may come back, and is looked for again.
    place.write(vec![gone()]).await;
    place.work().await;
    assert_eq!(place.media.done().len(), 1);
    assert_eq!(place.database.tasks().await, [Task::ReviewLater]);
    place.pass(TimeDelta::seconds(25));
    place.work().await;
    assert_eq!(place.media.done(), [Done::SentOut(TEACHER), Done::SentOut(STUDENT)]);
    assert_eq!(place.database.tasks().await, []);
}

#[tokio::test]
async fn the_room_of_a_class_that_ended_is_closed() {
    let mut place = Fixture::open().await;
    place.write(vec![Fact::Session(session::Fact::Ended { reason: EndReason::Overtime })]).await;
    place.work().await;
    assert_eq!(place.media.done(), [Done::Closed(place.class.key.session)]);
    place.work().await;
    assert_eq!(place.media.done().len(), 1);
}
