//! A screen that was away gets what it missed: the events, or a snapshot where they are too many.

use bytes::Bytes;
use domain::ids::{CommandId, MessageId, Sequence};
use domain::live::Client;
use domain::view::Audience;
use domain::wire::ServerFrame;
use domain::{ClassView, Command, chat};
use testkit::script::STUDENT;
use uuid::Uuid;

use crate::{School, say};

fn frame(bytes: &Bytes) -> ServerFrame {
    serde_json::from_slice(bytes).unwrap()
}

#[tokio::test]
async fn the_tail_leads_to_now() {
    let school = School::new().await;
    let class = school.class("here").await;
    let mut view = ClassView::default();
    let mut client = Client::default();
    for round in 0..3 {
        for _ in 0..=round {
            say(&class, "on it goes").await.unwrap();
        }
        let seen = (round > 0).then_some(view.sequence);
        let (tail, _) = class.follow(&Audience::Students.anybody(), seen);
        for (n, bytes) in tail.frames.iter().enumerate() {
            let frame = frame(bytes);
            let snapshot = matches!(frame, ServerFrame::Snapshot { .. });
            assert_eq!(snapshot, round == 0 && n == 0, "{frame:?}");
            let _ = client.take(&mut view, frame);
        }
        assert_eq!(view, class.read(|now| now.for_audience(Audience::Students)));
    }
    let (nothing, _) = class.follow(&Audience::Students.anybody(), Some(view.sequence));
    assert_eq!((nothing.frames, nothing.at), (vec![], view.sequence));
}

#[tokio::test]
async fn many_who_come_share_a_snapshot_and_none_shows_what_was_removed() {
    let school = School::new().await;
    let class = school.class("here").await;
    let first = class.follow(&Audience::Students.anybody(), None).0;
    let message = MessageId(Uuid::now_v7());
    let post = Command::chat(message, "a word too many");
    class.write_assumed(CommandId(Uuid::now_v7()), Some(STUDENT), post).await.unwrap();
    let second = class.follow(&Audience::Students.anybody(), None).0;
    assert_eq!(second.frames[0].as_ptr(), first.frames[0].as_ptr(), "the snapshot is the same");
    assert_eq!(second.frames.len(), 2, "and what came since follows it");
    class
        .write_assumed(CommandId(Uuid::now_v7()), None, Command::Chat(chat::Command::Remove { message }))
        .await
        .unwrap();
    for frame in class.follow(&Audience::Students.anybody(), None).0.frames {
        assert!(!String::from_utf8(frame.to_vec()).unwrap().contains("a word too many"));
    }
}

#[tokio::test]
async fn who_slept_long_or_is_ahead_gets_a_snapshot() {
    let school = School::new().await;
    let class = school.class("here").await;
    for n in 0..5_000 {
        say(&class, &n.to_string()).await.unwrap();
    }
    for seen in [Sequence(1), Sequence(9_999)] {
        let (tail, _) = class.follow(&Audience::Staff.anybody(), Some(seen));
        let ServerFrame::Snapshot { view } = frame(&tail.frames[0]) else { panic!("{seen} gets a snapshot") };
        assert_eq!((view.sequence, tail.at), (Sequence(5_002), Sequence(5_002)));
    }
    let (tail, _) = class.follow(&Audience::Staff.anybody(), Some(Sequence(4_000)));
    assert!(matches!(frame(&tail.frames[0]), ServerFrame::Events { after: Sequence(4_000), .. }));
}
