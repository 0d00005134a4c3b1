//! What the pipeline saves, saved twice; and jobs that died.

use classroom::ports::records::{Derived, FoundChapter, Highlight, Records as _};
use domain::chapter;
use domain::event::Fact;
use domain::ids::{ChapterId, Offset};
use domain::step::Step;
use domain::transcript::Cue;
use store::jobs::DeadJob;
use store::pipeline::Artifact;
use testkit::database::Database;
use testkit::script::{Script, TEACHER};
use uuid::Uuid;

#[tokio::test]
async fn saving_twice_leaves_the_same_rows() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::started(store).await;
    let chapter = ChapterId(Uuid::now_v7());
    class
        .write(
            store,
            vec![Fact::Chapter(chapter::Fact::Marked { chapter, title: "The teacher's own".into() })],
        )
        .await;
    let cues: Vec<Cue> = (0..300)
        .map(|n| Cue {
            start_ms: n * 2_000,
            end_ms: n * 2_000 + 1_500,
            text: format!("line {n}"),
            speaker: Some(TEACHER),
        })
        .collect();
    let derived = Derived {
        chapters: vec![
            FoundChapter { offset: Offset(0), title: "Hooke's law".into() },
            FoundChapter { offset: Offset(90_000), title: "Damping".into() },
        ],
        highlights: vec![Highlight {
            offset: Offset(5_000),
            until: Offset(9_000),
            title: "Why it swings".into(),
            reason: "Three questions came here".into(),
        }],
    };
    let artifact = Artifact { kind: "audio".into(), key: "t/s/audio.wav".into(), bytes: 12, sha256: [3; 32] };
    for _ in 0..2 {
        store.save_transcript(class.key, &cues).await.unwrap();
        store.save_derived(class.key, &derived).await.unwrap();
        store.save_artifact(class.key, &artifact).await.unwrap();
        assert_eq!(store.transcript(class.key).await.unwrap(), cues);
        assert_eq!(store.derived(class.key).await.unwrap(), derived);
        assert_eq!(store.artifacts(class.key, "audio").await.unwrap(), std::slice::from_ref(&artifact));
    }
    let (chapters, highlights): (i64, i64) =
        sqlx::query_as("select (select count(*) from chapters), (select count(*) from highlights)")
            .fetch_one(&mut database.admin().await)
            .await
            .unwrap();
    assert_eq!((chapters, highlights), (3, 1));

    store.save_transcript(class.key, &[]).await.unwrap();
    store.save_derived(class.key, &Derived::default()).await.unwrap();
    assert_eq!(store.transcript(class.key).await.unwrap(), []);
    assert_eq!(store.derived(class.key).await.unwrap(), Derived::default());
}

#[tokio::test]
async fn two_workers_at_once_leave_one_transcript() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let class = Script::started(store).await;
    let cues = |text: &str| -> Vec<Cue> {
        (0..50)
            .map(|n| Cue { start_ms: n * 10, end_ms: n * 10 + 5, text: text.into(), speaker: None })
            .collect()
    };
    let (one, other) = (cues("one"), cues("other"));
    let (a, b) =
        tokio::join!(store.save_transcript(class.key, &one), store.save_transcript(class.key, &other));
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    let kept = store.transcript(class.key).await.unwrap();
    assert!(kept == one || kept == other, "{kept:?}");
}

#[tokio::test]
async fn a_dead_job_is_listed_and_starts_again() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let class = Script::started(store).await;
    store.add_job(Step::Transcribe, class.key).await.unwrap();
    store.add_job(Step::Transcribe, class.key).await.unwrap();
    assert_eq!(store.open_jobs().await.unwrap(), 1, "added twice, there once");
    assert_eq!(store.dead_jobs().await.unwrap(), []);

    sqlx::query("update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no model'")
        .execute(store.pool())
        .await
        .unwrap();
    let dead = DeadJob { class: class.key, step: Step::Transcribe, error: "no model".into() };
    assert_eq!(store.dead_jobs().await.unwrap(), [dead]);
    assert_eq!(store.open_jobs().await.unwrap(), 0);

    store.add_job(Step::Transcribe, class.key).await.unwrap();
    assert_eq!((store.open_jobs().await.unwrap(), store.dead_jobs().await.unwrap()), (1, vec![]));
    assert_eq!(database.take_jobs().await.len(), 1);
}
