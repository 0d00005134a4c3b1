//! Classes are recorded through a real LiveKit server into a real log: to the end within seconds, past a worker that
//! dies, past an outage of storage.

use std::path::PathBuf;
use std::time::Instant;

use classroom::Parts;
use classroom::ports::clock::{Clock, SystemClock};
use classroom::ports::event_log::ClassKey;
use domain::ids::{CommandId, UserId};
use domain::media::Source as Of;
use domain::recording::Track;
use domain::session::Schedule;
use domain::{AnyCommand, UseCaseCommand, session};
use store::seed::{COURSE, PEOPLE, TENANT};
use testkit::database::Database;
use testkit::livekit::{API_KEY, API_SECRET, LiveKitServer};
use testkit::objects::FakeObjects;
use testkit::room::{Clip, Publisher, Source, publisher_token};
use tokio::task::JoinHandle;

use super::*;

struct School {
    database: Database,
    livekit: LiveKitServer,
    classroom: Classroom,
    objects: Arc<FakeObjects>,
    spool: PathBuf,
}

impl School {
    async fn open() -> Self {
        let database = Database::with_demo().await;
        let livekit = LiveKitServer::start().unwrap();
        let objects = Arc::new(FakeObjects::default());
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
            media: Arc::new(adapters::livekit::LiveKit::new(&livekit.url(), API_KEY, API_SECRET)),
            effects: store.clone(),
            objects: objects.clone(),
            clock: Arc::new(SystemClock),
        };
        let classroom = Classroom::new("test", parts);
        let spool = std::env::temp_dir().join(format!("lectern-supervisor-{}", Uuid::new_v4()));
        Self { database, livekit, classroom, objects, spool }
    }

    fn worker(&self) -> (CancellationToken, JoinHandle<()>) {
        let (classroom, store) = (self.classroom.clone(), self.database.store.clone());
        let sink = LogSink::new(classroom.clone(), store.clone());
        let spool = Spool::new(&self.spool, self.objects.clone(), Arc::new(sink.clone()));
        let stop = CancellationToken::new();
        let supervisor = Supervisor::new("test", classroom, store, spool, sink);
        (stop.clone(), tokio::spawn(supervisor.run(stop)))
    }

    async fn live_class(&self) -> ClassKey {
        let key = ClassKey { tenant: TENANT, session: SessionId(Uuid::now_v7()) };
        let schedule = Schedule {
            session: key.session,
            course: COURSE,
            lesson: None,
            title: "Springs".into(),
            starts_at: SystemClock.now(),
            minutes: 10,
            zone: "Europe/Berlin".into(),
        };
        self.write(
            key,
            UseCaseCommand::Session(session::UseCaseCommand::Schedule {
                schedule,
                lobby: false,
                continues: false,
            }),
        )
        .await;
        self.write(key, UseCaseCommand::Session(session::UseCaseCommand::Start)).await;
        key
    }

    async fn teacher_enters(&self, key: ClassKey) -> Publisher {
        let token = publisher_token(&key.session.to_string(), &teacher().to_string()).unwrap();
        let tracks = vec![
            (Source::Microphone, Clip::tone(440, 5).unwrap()),
            (Source::Camera, Clip::picture(320, 180, 15, 5).unwrap()),
        ];
        Publisher::join(&self.livekit.url(), &token, tracks).await.unwrap()
    }

    async fn write(&self, key: ClassKey, command: impl Into<AnyCommand>) {
        let class = self.classroom.classes.open(key).await.unwrap();
        class.write_assumed(CommandId(Uuid::new_v4()), Some(teacher()), command).await.unwrap();
    }

    async fn end(&self, key: ClassKey) {
        self.write(key, UseCaseCommand::Session(session::UseCaseCommand::End)).await;
    }

    /// Waits for something to be true of the class; tells how long it took.
    async fn until(&self, key: ClassKey, what: impl Fn(&domain::ClassView) -> bool) -> Duration {
        let since = Instant::now();
        let class = self.classroom.classes.open(key).await.unwrap();
        let (_, mut news) = class.follow(&domain::view::Audience::Staff.anybody(), None);
        let wait = async {
            while !class.read(&what) {
                news.recv().await.unwrap();
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(60), wait).await;
        assert!(waited.is_ok(), "{:#?}", class.read(Clone::clone));
        since.elapsed()
    }

    async fn tracks(&self, key: ClassKey) -> Vec<Track> {
        self.classroom
            .classes
            .open(key)
            .await
            .unwrap()
            .read(|view| view.recording.tracks.values().cloned().collect())
    }
}

impl Drop for School {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.spool);
    }
}

fn teacher() -> UserId {
    PEOPLE[0].user
}

fn both_run(view: &domain::ClassView) -> bool {
    view.recording.tracks.len() == 2
}

fn finalized(view: &domain::ClassView) -> bool {
    view.recording.recordings.values().any(|finalized| *finalized)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_is_recorded_and_its_recording_final_two_seconds_after_its_end() {
    let school = School::open().await;
    let class = school.live_class().await;
    let (stop, worker) = school.worker();
    let publisher = school.teacher_enters(class).await;
    school.until(class, both_run).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    school.end(class).await;
    let took = school.until(class, finalized).await;
    println!("final {} ms after the class's end", took.as_millis());
    assert!(took < Duration::from_secs(2), "{took:?}");

    let tracks = school.tracks(class).await;
    let mut sources: Vec<Of> = tracks.iter().map(|track| track.source).collect();
    sources.sort_by_key(|source| source.word());
    assert_eq!(sources, [Of::Camera, Of::Microphone]);
    for track in &tracks {
        assert_eq!(track.user, teacher());
        assert!(track.bytes > 0 && track.duration_ms > 2_500 && track.offset.0 > 0, "{track:?}");
        assert!(school.objects.keys().contains(&track.key));
    }
    let jobs = school.database.take_jobs().await;
    assert_eq!(jobs.iter().map(|(step, _)| step.as_str()).collect::<Vec<_>>(), ["extract"]);
    drop(publisher);
    stop.cancel();
    worker.await.unwrap();
    let free =
        school.database.store.claim_lease("other", SystemClock.now() + LEASE * 10, LEASE).await.unwrap();
    assert_eq!(free, None, "nothing is left to record");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_worker_goes_on_where_one_died() {
    let school = School::open().await;
    let class = school.live_class().await;
    let (_, first) = school.worker();
    let publisher = school.teacher_enters(class).await;
    school.until(class, both_run).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    first.abort();
    let _ = first.await;

    let (stop, second) = school.worker();
    let back = school.until(class, |view| view.recording.tracks.len() == 4).await;
    println!("recorded again {} ms after the worker died", back.as_millis());
    assert!(back < LEASE + Duration::from_secs(3), "{back:?}");
    school.end(class).await;
    school.until(class, finalized).await;
    let tracks = school.tracks(class).await;
    assert_eq!(tracks.iter().filter(|track| track.bytes > 0).count(), 4, "{tracks:#?}");
    assert_eq!(tracks.iter().map(|track| track.recording).collect::<HashSet<_>>().len(), 1);
    school.database.take_jobs().await;
    drop(publisher);
    stop.cancel();
    second.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn with_storage_down_the_class_goes_on_and_the_recording_follows() {
    let school = School::open().await;
    let class = school.live_class().await;
    let (stop, worker) = school.worker();
    let publisher = school.teacher_enters(class).await;
    school.until(class, both_run).await;
    school.objects.set_down(true);
    tokio::time::sleep(Duration::from_secs(1)).await;
    school.end(class).await;
    // Past the time that a track waits for storage by itself.
    tokio::time::sleep(Duration::from_secs(7)).await;
    assert!(!school.classroom.classes.open(class).await.unwrap().read(finalized));
    school.objects.set_down(false);
    let took = school.until(class, finalized).await;
    println!("final {} ms after storage came back", took.as_millis());
    assert!(school.tracks(class).await.iter().all(|track| track.bytes > 0));
    school.database.take_jobs().await;
    drop(publisher);
    stop.cancel();
    worker.await.unwrap();
}
