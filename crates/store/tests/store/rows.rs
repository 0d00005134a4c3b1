//! The rows that facts imply are written with them, and the jobs they cause.

use classroom::ports::event_log::{EventLog as _, LogError};
use classroom::ports::records::Records as _;
use domain::event::Fact;
use domain::ids::{ChapterId, ConnectionId, MessageId, Offset, RecordingId, SceneId, TrackId};
use domain::media::Source;
use domain::recording::Track;
use domain::scene::Layout;
use domain::session::{EndReason, Phase};
use domain::step::Step;
use domain::{chapter, chat, participant, pipeline, recording, scene, session};
use serde_json::json;
use testkit::database::Database;
use testkit::script::{STUDENT, Script, TEACHER, joined, posted};
use uuid::Uuid;

type Time = chrono::DateTime<chrono::Utc>;

#[tokio::test]
async fn the_calendar_follows_the_class() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::new();
    class.write(store, vec![class.schedule("Damping")]).await;
    let row = store.class(class.key, STUDENT).await.unwrap().unwrap();
    assert_eq!((row.title.as_str(), row.phase, row.minutes), ("Damping", Phase::Scheduled, 60));

    let Fact::Session(session::Fact::Scheduled(schedule)) = class.schedule("Damping, again") else {
        unreachable!()
    };
    let events = class
        .write(
            store,
            vec![Fact::Session(session::Fact::Rescheduled(schedule)), Fact::Session(session::Fact::Started)],
        )
        .await;
    let row = store.class(class.key, STUDENT).await.unwrap().unwrap();
    assert_eq!((row.title.as_str(), row.phase), ("Damping, again", Phase::Live { started_at: events[1].at }));

    let ended =
        class.write(store, vec![Fact::Session(session::Fact::Ended { reason: EndReason::Ended })]).await;
    let row = store.class(class.key, STUDENT).await.unwrap().unwrap();
    assert_eq!(row.phase, Phase::Ended { started_at: events[1].at, length: ended[0].offset });
}

#[tokio::test]
async fn messages_are_kept_and_emptied_when_removed() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let message = MessageId(Uuid::now_v7());
    let posted_and_removed = vec![
        Fact::chat(message, "oops"),
        posted("fine"),
        Fact::Chat(chat::Fact::Removed { message, readers: Default::default() }),
    ];
    class.write(&database.store, posted_and_removed).await;
    let rows: Vec<(bool, bool)> =
        sqlx::query_as("select sealed is null, removed_by is not null from chat_messages order by sequence")
            .fetch_all(&mut database.admin().await)
            .await
            .unwrap();
    assert_eq!(rows, [(true, true), (false, false)]);
}

#[tokio::test]
async fn people_are_kept_with_their_coming_and_going() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let mut tabs = vec![joined(STUDENT, "Amina"), joined(STUDENT, "Amina"), joined(TEACHER, "Vera")];
    tabs.push(Fact::Participant(participant::Fact::Left {
        user: STUDENT,
        connection: ConnectionId(Uuid::now_v7()),
        for_good: false,
    }));
    let events = class.write(&database.store, tabs).await;
    let mut admin = database.admin().await;
    let rows: Vec<(Uuid, Time, Time, Option<Time>)> = sqlx::query_as(
        "select user_id, first_joined_at, last_joined_at, left_at from session_participants order by user_id",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    let teacher = (TEACHER.0, events[2].at, events[2].at, None);
    assert_eq!(rows, [teacher, (STUDENT.0, events[0].at, events[1].at, Some(events[3].at))]);

    class.write(&database.store, vec![joined(STUDENT, "Amina")]).await;
    let back: bool =
        sqlx::query_scalar("select left_at is null from session_participants where user_id = $1")
            .bind(STUDENT.0)
            .fetch_one(&mut admin)
            .await
            .unwrap();
    assert!(back);
}

#[tokio::test]
async fn a_finalized_recording_sends_the_pipeline_to_work() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::started(store).await;
    let recording = RecordingId(Uuid::now_v7());
    let mut track = Track {
        id: TrackId(Uuid::now_v7()),
        recording,
        user: TEACHER,
        source: Source::Microphone,
        offset: Offset(120),
        duration_ms: 0,
        key: "t/s/tracks/1.webm".into(),
        bytes: 0,
        mime: "audio/webm;codecs=opus".into(),
    };
    // A late report: the track is heard of before its recording.
    class
        .write(
            store,
            vec![
                Fact::Recording(recording::Fact::TrackStarted { track: track.clone() }),
                Fact::Recording(recording::Fact::Started { recording }),
            ],
        )
        .await;
    assert_eq!(store.tracks(class.key).await.unwrap(), [], "not whole yet");
    (track.duration_ms, track.bytes) = (44_000, 350_000);
    class
        .write(
            store,
            vec![
                Fact::Recording(recording::Fact::TrackFinished { track: track.clone() }),
                Fact::Recording(recording::Fact::Finalized { recording }),
            ],
        )
        .await;
    assert_eq!(store.tracks(class.key).await.unwrap(), [track]);

    let job = json!({"tenant": class.key.tenant, "session": class.key.session});
    assert_eq!(database.take_jobs().await, [("extract".to_owned(), job.clone())]);
}

#[tokio::test]
async fn the_replay_shows_the_step_that_was_heard_of_last() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let (step, reason) = (Step::Transcribe, "no model".to_owned());
    for (fact, expected) in [
        (Fact::Session(session::Fact::Ended { reason: EndReason::Ended }), (None, None)),
        (Fact::Pipeline(pipeline::Fact::Progressed { step, percent: 40 }), (Some("working"), Some(40))),
        (Fact::Pipeline(pipeline::Fact::Failed { step, reason }), (Some("failed"), Some(0))),
        (Fact::Pipeline(pipeline::Fact::Finished { step }), (Some("finished"), Some(100))),
    ] {
        class.write(&database.store, vec![fact]).await;
        let (state, percent): (Option<String>, Option<i16>) =
            sqlx::query_as("select state, percent from replays")
                .fetch_one(&mut database.admin().await)
                .await
                .unwrap();
        assert_eq!((state.as_deref(), percent), expected);
    }
}

#[tokio::test]
async fn scenes_have_rows_in_their_order_and_one_is_live() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let [first, second, third] = [1, 2, 3].map(|n| SceneId(Uuid::from_u128(n)));
    let created = |scene, place, layout| {
        Fact::Scene(scene::Fact::Created {
            scene,
            place,
            layout,
            by: None,
            wording: "{\"name\":\"It\"}".into(),
        })
    };
    let switched = |scene, layout| {
        Fact::Scene(scene::Fact::Switched {
            scene,
            layout,
            fade: false,
            by: None,
            wording: "{\"name\":\"It\"}".into(),
        })
    };
    let facts = vec![
        created(first, 0, Layout::Camera),
        created(second, 1, Layout::Gallery),
        created(third, 0, Layout::TwoSpeakers),
        switched(first, Layout::Camera),
        Fact::Scene(scene::Fact::Moved { scene: third, place: 2 }),
        Fact::Scene(scene::Fact::Changed { scene: second, layout: Layout::Camera, wording: "{}".into() }),
        switched(second, Layout::Camera),
    ];
    class.write(&database.store, facts).await;
    let rows = || async {
        let rows: Vec<(Uuid, i32, String, bool)> =
            sqlx::query_as("select id, place, kind, active from studio_scenes order by place")
                .fetch_all(&mut database.admin().await)
                .await
                .unwrap();
        rows.into_iter()
            .map(|(id, place, kind, active)| (id.as_u128(), place, kind, active))
            .collect::<Vec<_>>()
    };
    let camera = || "camera".to_owned();
    let third_row = |place| (3, place, "two_speakers".to_owned(), false);
    assert_eq!(rows().await, [(1, 0, camera(), false), (2, 1, camera(), true), third_row(2)]);
    class
        .write(
            &database.store,
            vec![
                Fact::Scene(scene::Fact::Moved { scene: third, place: 0 }),
                Fact::Scene(scene::Fact::Deleted { scene: second }),
                Fact::Scene(scene::Fact::Cleared),
            ],
        )
        .await;
    assert_eq!(rows().await, [third_row(0), (1, 1, camera(), false)]);
}

#[tokio::test]
async fn rows_and_jobs_of_a_lost_commit_are_not_there() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let mut late = class.clone();
    class.write(&database.store, vec![posted("first")]).await;
    let (chapter, recording) = (ChapterId(Uuid::now_v7()), RecordingId(Uuid::now_v7()));
    let events = late.events(vec![
        posted("second"),
        Fact::Chapter(chapter::Fact::Marked { chapter, title: "Nowhere".into() }),
        Fact::Recording(recording::Fact::Finalized { recording }),
    ]);
    assert!(matches!(database.store.append(late.key, &events).await, Err(LogError::Conflict)));
    let (messages, chapters): (i64, i64) =
        sqlx::query_as("select (select count(*) from chat_messages), (select count(*) from chapters)")
            .fetch_one(&mut database.admin().await)
            .await
            .unwrap();
    assert_eq!((messages, chapters), (1, 0));
    assert_eq!(database.take_jobs().await, []);
}
