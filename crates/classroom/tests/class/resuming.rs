//! A screen that was away gets what it missed: the events, or a snapshot where they are too many.

use bytes::Bytes;
use domain::ClassView;
use domain::ids::Sequence;
use domain::live::Client;
use domain::view::Audience;
use domain::wire::ServerFrame;

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
        let (tail, _) = class.follow(Audience::Students, seen);
        let frame = frame(&tail.frame.unwrap());
        assert_eq!(matches!(frame, ServerFrame::Snapshot { .. }), round == 0, "{frame:?}");
        let _ = client.take(&mut view, frame);
        assert_eq!(view, class.read(|now| now.for_audience(Audience::Students)));
    }
    let (nothing, _) = class.follow(Audience::Students, Some(view.sequence));
    assert_eq!((nothing.frame, nothing.at), (None, view.sequence));
}

#[tokio::test]
async fn who_slept_long_or_is_ahead_gets_a_snapshot() {
    let school = School::new().await;
    let class = school.class("here").await;
    for n in 0..5_000 {
        say(&class, &n.to_string()).await.unwrap();
    }
    for seen in [Sequence(1), Sequence(9_999)] {
        let (tail, _) = class.follow(Audience::Staff, Some(seen));
        let ServerFrame::Snapshot { view } = frame(&tail.frame.unwrap()) else {
            panic!("{seen} gets a snapshot")
        };
        assert_eq!(view.sequence, Sequence(5_002));
    }
    let (tail, _) = class.follow(Audience::Staff, Some(Sequence(4_000)));
    assert!(matches!(frame(&tail.frame.unwrap()), ServerFrame::Events { after: Sequence(4_000), .. }));
}
