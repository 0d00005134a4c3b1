//! Erasing a person takes their words and leaves the log.

use classroom::permit::{self, Permit};
use classroom::ports::event_log::EventLog as _;
use classroom::ports::people::People as _;
use classroom::ports::records::Records as _;
use domain::ids::{Offset, RecordingId, Sequence, TrackId};
use domain::media::Source;
use domain::recording::Track;
use domain::transcript::Cue;
use store::seed;
use testkit::database::Database;
use testkit::script::{STUDENT, Script, TEACHER, joined, posted};
use uuid::Uuid;

#[tokio::test]
async fn an_erased_persons_words_are_gone_everywhere_and_the_log_is_still_proved() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::started(store).await;
    let theirs =
        vec![class.event(STUDENT, joined(STUDENT, "Amina Diallo")), class.event(STUDENT, posted("mine"))];
    store.append(class.key, &theirs).await.unwrap();
    class.write(store, vec![posted("yours")]).await;
    let cue =
        |start_ms, speaker, text: &str| Cue { start_ms, end_ms: start_ms + 500, text: text.into(), speaker };
    let cues = [
        cue(0, Some(STUDENT), "I said"),
        cue(600, Some(TEACHER), "you said"),
        cue(1_200, None, "somebody said"),
    ];
    store.save_transcript(class.key, &cues).await.unwrap();
    assert_eq!(store.transcript(class.key).await.unwrap(), cues);

    let address = ([9; 32], chrono::Utc::now());
    let permit = Permit::assumed(seed::TENANT, STUDENT, permit::PermitScope::Own);
    store.set_calendar_address(&permit, Some(address)).await.unwrap();
    assert!(store.calendar_of(seed::TENANT, address.0).await.unwrap().is_some());

    store.erase_person(seed::TENANT, STUDENT).await.unwrap();
    assert_eq!(store.calendar_of(seed::TENANT, address.0).await.unwrap(), None);

    for store in [store, &database.second_store().await] {
        let events = class.read(store).await.unwrap();
        let words: Vec<_> =
            events[2..].iter().map(|event| event.fact.words().unwrap().0.as_deref()).collect();
        assert_eq!(words, [None, None, Some("yours")]);
        assert_eq!(store.transcript(class.key).await.unwrap(), cues[1..]);
        assert_eq!(store.verify(class.key).await.unwrap(), Ok(()));
    }
    assert!(store.account(seed::TENANT, "student@demo.lectern").await.unwrap().is_none());
    store.erase_person(seed::TENANT, STUDENT).await.unwrap();
}

#[tokio::test]
async fn an_erased_person_gets_no_new_key() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::started(store).await;
    store.erase_person(seed::TENANT, STUDENT).await.unwrap();
    let late = [class.event(STUDENT, posted("still here"))];
    store.append(class.key, &late).await.unwrap();
    let read = store.read(class.key, Sequence(2), 1).await.unwrap();
    assert!(read[0].fact.words().unwrap().erased());
}

#[tokio::test]
async fn what_was_heard_goes_with_its_speaker() {
    let database = Database::with_demo().await;
    let (store, class) = (&database.store, Script::started(&database.store).await.key);
    let track = Track {
        id: TrackId(Uuid::now_v7()),
        recording: RecordingId(Uuid::now_v7()),
        user: STUDENT,
        source: Source::Microphone,
        offset: Offset(0),
        duration_ms: 1_000,
        key: "somewhere".to_owned(),
        bytes: 1,
        mime: "audio/ogg".to_owned(),
    };
    let sealed = store.seal_heard(class, &track, "I think it swings").await.unwrap().unwrap();
    assert!(!sealed.windows(6).any(|bytes| bytes == b"swings"));
    assert_eq!(store.open_heard(class, &track, &sealed).await.unwrap(), "I think it swings".into());
    let elsewhere = Track { id: TrackId(Uuid::now_v7()), ..track.clone() };
    assert!(store.open_heard(class, &elsewhere, &sealed).await.is_err(), "of another track");

    store.erase_person(class.tenant, STUDENT).await.unwrap();
    assert!(store.open_heard(class, &track, &sealed).await.unwrap().erased());
    assert_eq!(store.seal_heard(class, &track, "and again").await.unwrap(), None);
}
