//! Classes go through the pipeline on a real Postgres: to the end, twice, cut off between any two steps, without a
//! model, with storage down.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use classroom::Parts;
use classroom::command::Seat;
use classroom::ports::clock::Clock;
use classroom::ports::object_store::ObjectStore;
use domain::ids::{Offset, RecordingId, SessionId, TrackId, UserId};
use domain::media::Source;
use domain::pipeline::Progress;
use domain::replay::Derived;
use domain::role::{Actor, Role};
use domain::session::Schedule;
use domain::step::Step;
use domain::transcript::Cue;
use domain::{AnyCommand, UseCaseCommand, pipeline, recording, session};
use store::pipeline::Artifact;
use store::seed::{COURSE, PEOPLE, TENANT};
use testkit::database::Database;
use testkit::objects::FakeObjects;

use super::*;
use crate::speech::{Heard, Scripted};

const READING: &[u8] = include_bytes!("../../../crates/testkit/fixtures/reading.ogg");
/// Where the track begins on the class's clock, in ms.
const TRACK_OFFSET: i64 = 2_500;

/// A clock whose hands the test moves.
struct Hands(Mutex<DateTime<Utc>>);

impl Hands {
    fn forward(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// Hears the same few words in every stretch of speech, and counts the stretches.
struct Script {
    loads: Mutex<u32>,
}

impl SpeechModel for Script {
    fn name(&self) -> String {
        "script".to_owned()
    }

    fn load(&self) -> Result<Box<dyn Recognizer>, SpeechError> {
        *self.loads.lock().unwrap() += 1;
        let words = ["The", "spring", "pulls", "back."];
        let heard = (1..).zip(words).map(|(i, text)| Heard { text: text.to_owned(), until_ms: 700 * i });
        Ok(Box::new(Scripted(heard.collect())))
    }
}

struct School {
    database: Database,
    classroom: Classroom,
    objects: Arc<FakeObjects>,
    clock: Arc<Hands>,
    script: Arc<Script>,
}

/// What the pipeline keeps of a class, artifacts without the class's own name.
#[derive(Debug, PartialEq)]
struct Stored {
    transcript: Vec<Cue>,
    derived: Derived,
    /// The kinds, with the hash where what is kept isn't sealed anew each time.
    artifacts: Vec<(String, Option<[u8; 32]>)>,
}

impl School {
    async fn open() -> Self {
        let database = Database::with_demo().await;
        let objects = Arc::new(FakeObjects::default());
        let clock = Arc::new(Hands(Mutex::new("2026-11-23T09:00:00Z".parse().unwrap())));
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
            media: Arc::new(adapters::livekit::LiveKit::new("http://127.0.0.1:1", "key", "secret")),
            effects: store.clone(),
            objects: objects.clone(),
            clock: clock.clone(),
        };
        let classroom = Classroom::new("test", parts);
        Self { database, classroom, objects, clock, script: Arc::new(Script { loads: Mutex::default() }) }
    }

    fn pipeline(&self) -> Arc<Pipeline> {
        self.pipeline_with(Some(self.script.clone()))
    }

    fn pipeline_with(&self, model: Option<Arc<dyn SpeechModel>>) -> Arc<Pipeline> {
        Arc::new(Pipeline::new(self.classroom.clone(), self.database.store.clone(), model))
    }

    /// The teacher presses "try again".
    async fn restart(&self, class: ClassKey, step: Step) {
        let actor = Actor { tenant: TENANT, user: PEOPLE[0].user, name: String::new(), roles: vec![] };
        let seat = Seat::assumed(actor, class, Role::Teacher);
        self.classroom.restart_step(&seat, CommandId(Uuid::now_v7()), step).await.unwrap();
    }

    /// A class of ten minutes in which the teacher read something aloud, recorded and over.
    async fn taught_class(&self) -> ClassKey {
        let key = ClassKey { tenant: TENANT, session: SessionId(Uuid::now_v7()) };
        let recording = RecordingId(Uuid::new_v4());
        let track = self.track(key, recording);
        self.objects.put(&track.key, READING.into(), "audio/ogg").await.unwrap();
        let schedule = Schedule {
            session: key.session,
            course: COURSE,
            lesson: None,
            title: "Springs".into(),
            starts_at: self.clock.now(),
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
        self.write(key, SystemCommand::Recording(recording::SystemCommand::Start { recording })).await;
        self.clock.forward(TimeDelta::minutes(10));
        self.write(key, UseCaseCommand::Session(session::UseCaseCommand::End)).await;
        self.write(key, SystemCommand::Recording(recording::SystemCommand::FinishTrack { track })).await;
        self.write(key, SystemCommand::Recording(recording::SystemCommand::Finalize { recording })).await;
        key
    }

    fn track(&self, key: ClassKey, recording: RecordingId) -> Track {
        let id = TrackId(Uuid::new_v4());
        Track {
            id,
            recording,
            user: teacher(),
            source: Source::Microphone,
            offset: Offset(TRACK_OFFSET),
            duration_ms: 44_000,
            key: format!("{}/{}/tracks/{id}.webm", key.tenant, key.session),
            bytes: READING.len().try_into().unwrap(),
            mime: "audio/ogg".to_owned(),
        }
    }

    async fn write(&self, key: ClassKey, command: impl Into<AnyCommand>) {
        let class = self.classroom.classes.open(key).await.unwrap();
        class.write_assumed(CommandId(Uuid::new_v4()), Some(teacher()), command).await.unwrap();
    }

    /// Works on every job that is due, as a worker does.
    async fn run_jobs(&self, pipeline: &Arc<Pipeline>) {
        let worker = pipeline.clone().worker(&CancellationToken::new()).await.unwrap();
        worker.run_once().await.unwrap();
    }

    async fn progress(&self, key: ClassKey) -> [Progress; 4] {
        let class = self.classroom.classes.open(key).await.unwrap();
        class.read(|view| Step::ALL.map(|step| view.pipeline.step(step).clone()))
    }

    async fn stored(&self, key: ClassKey) -> Stored {
        let mut artifacts: Vec<Artifact> = Vec::new();
        for kind in ["sound", "words"] {
            artifacts.extend(self.database.store.artifacts(key, kind).await.unwrap());
        }
        Stored {
            transcript: self.classroom.records.transcript(key).await.unwrap(),
            derived: self.classroom.records.derived(key).await.unwrap(),
            artifacts: artifacts
                .into_iter()
                .map(|artifact| {
                    let hash = (artifact.kind != "words").then_some(artifact.sha256);
                    (artifact.kind, hash)
                })
                .collect(),
        }
    }
}

fn teacher() -> UserId {
    PEOPLE[0].user
}

const FINISHED: [Progress; 4] =
    [Progress::Finished, Progress::Finished, Progress::Finished, Progress::Finished];

#[tokio::test(flavor = "multi_thread")]
async fn a_class_that_is_over_gets_its_words_where_they_were_said() {
    let school = School::open().await;
    let class = school.taught_class().await;
    school.run_jobs(&school.pipeline()).await;

    assert_eq!(school.progress(class).await, FINISHED);
    let stored = school.stored(class).await;
    let first = &stored.transcript[0];
    assert!(first.text.starts_with("The spring pulls back."), "{first:?}");
    assert_eq!(first.speaker, Some(teacher()));
    assert!(
        (TRACK_OFFSET..TRACK_OFFSET + 2_000).contains(&first.start_ms),
        "on the class's clock: {first:?}"
    );
    assert_eq!(stored.artifacts.len(), 2, "the sound with its hash, and its words");
    assert_eq!(school.database.store.open_jobs().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_may_run_twice() {
    let school = School::open().await;
    let class = school.taught_class().await;
    let pipeline = school.pipeline();
    school.run_jobs(&pipeline).await;
    let once = school.stored(class).await;
    for step in Step::ALL {
        school.database.store.add_job(step, class).await.unwrap();
        school.run_jobs(&pipeline).await;
        assert_eq!(school.stored(class).await, once, "{step:?} again");
        assert_eq!(school.progress(class).await, FINISHED);
    }
    assert_eq!(*school.script.loads.lock().unwrap(), 1, "what was recognised is not recognised again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_after_any_step_kept_its_results_changes_nothing() {
    let school = School::open().await;
    let pipeline = school.pipeline();
    let class = school.taught_class().await;
    school.run_jobs(&pipeline).await;
    let whole = school.stored(class).await;
    for dies_in in Step::ALL {
        let class = school.taught_class().await;
        for step in Step::ALL {
            // The results are there; the fact and the next step's job are not.
            pipeline.work(step, class, &CancellationToken::new()).await.unwrap();
            if step == dies_in {
                break;
            }
            pipeline
                .say(class, SystemCommand::Pipeline(pipeline::SystemCommand::Finish { step }))
                .await
                .unwrap();
        }
        school.database.take_jobs().await;
        school.database.store.add_job(dies_in, class).await.unwrap();
        school.run_jobs(&pipeline).await;
        assert_eq!(school.stored(class).await, whole, "died in {dies_in:?}");
        assert_eq!(school.progress(class).await, FINISHED);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_the_class_says_so_and_goes_on_when_there_is_one() {
    let school = School::open().await;
    let class = school.taught_class().await;
    school.run_jobs(&school.pipeline_with(None)).await;

    let [extract, transcribe, align, _] = school.progress(class).await;
    assert_eq!((extract, align), (Progress::Finished, Progress::Waiting));
    let Progress::Failed { reason } = transcribe else { panic!("{transcribe:?}") };
    assert!(reason.starts_with("No speech model is installed"), "{reason}");
    assert_eq!(school.database.store.open_jobs().await.unwrap(), 0, "nothing is tried again by itself");

    let store = &school.database.store;
    school.restart(class, Step::Extract).await;
    assert_eq!(store.open_jobs().await.unwrap(), 0, "what didn't fail isn't started again");
    school.restart(class, Step::Transcribe).await;
    school.run_jobs(&school.pipeline()).await;
    assert_eq!(school.progress(class).await, FINISHED);
    assert_ne!(school.stored(class).await.transcript, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_storage_down_a_step_is_tried_again_and_at_last_is_dead_and_restartable() {
    let school = School::open().await;
    let class = school.taught_class().await;
    let pipeline = school.pipeline();
    let store = &school.database.store;
    school.objects.set_down(true);
    school.run_jobs(&pipeline).await;
    assert_eq!(
        school.progress(class).await[0],
        Progress::Working { percent: 0 },
        "it waits for its next try"
    );
    assert_eq!(store.open_jobs().await.unwrap(), 1);

    let mut waits = vec![school.database.make_due().await[0]];
    while store.open_jobs().await.unwrap() > 0 {
        assert_eq!(school.progress(class).await[0], Progress::Working { percent: 0 });
        school.run_jobs(&pipeline).await;
        waits.push(school.database.make_due().await[0]);
    }
    assert_eq!(waits.len(), 6, "{waits:?}");
    assert!(waits[0] > 1.0 && waits.is_sorted_by(|one, next| 2.0 * one < *next), "they grow: {waits:?}");
    let Progress::Failed { reason } = &school.progress(class).await[0] else { panic!("not failed") };
    assert!(reason.contains("storage") && !reason.contains("the fake is down"), "{reason}");
    let dead = store.dead_jobs().await.unwrap();
    assert_eq!((dead.len(), dead[0].step, dead[0].class), (1, Step::Extract, class));
    assert!(dead[0].error.contains("the fake is down"), "the cause stands in the job: {}", dead[0].error);

    school.objects.set_down(false);
    school.restart(class, Step::Extract).await;
    school.run_jobs(&pipeline).await;
    assert_eq!(school.progress(class).await, FINISHED);
    assert_eq!(store.dead_jobs().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_whose_worker_dies_of_it_on_the_last_try_fails_and_can_be_started_again() {
    let school = School::open().await;
    let class = school.taught_class().await;
    school.database.leave_to_dead_worker().await;
    let stop = CancellationToken::new();
    let working = tokio::spawn(school.pipeline().run(stop.clone()));
    let step = || async { school.progress(class).await[0].clone() };
    let failed = until(async || matches!(step().await, Progress::Failed { .. })).await;
    assert!(failed, "{:?}", step().await);
    assert_eq!(step().await, Progress::Failed { reason: StepError::Died.to_string() });
    assert_eq!(school.database.store.dead_jobs().await.unwrap().len(), 1);

    school.restart(class, Step::Extract).await;
    assert!(until(async || school.progress(class).await == FINISHED).await, "{:?}", step().await);
    stop.cancel();
    working.await.unwrap();
    assert_eq!(school.database.store.dead_jobs().await.unwrap(), []);
}

/// Asks again and again, for longer than any of it takes on a busy machine.
async fn until(mut so: impl AsyncFnMut() -> bool) -> bool {
    let since = Instant::now();
    while !so().await {
        if since.elapsed().as_secs() > 60 {
            return false;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    true
}
