//! What grows: every piece goes out, in its order, on every server, or its stream is dropped.

use std::time::Duration;

use classroom::class::News;
use domain::ids::StreamId;
use domain::role::{Role, Viewer};
use domain::stream::{Change, Content, Growth, Name, Sender, Streamed, Streams};
use domain::view::Audience;
use domain::wire::ServerFrame;
use testkit::script::STUDENT;
use tokio::sync::broadcast::Receiver;
use tokio::time::sleep;
use uuid::Uuid;

use crate::School;

/// Longer than a piece waits to go out.
const A_ROUND: Duration = Duration::from_secs(1);
const OWNER: Viewer = Viewer { user: STUDENT, role: Role::Student };

fn trail(x: u16) -> Content {
    Content::Trail { points: vec![(x, 0)] }
}

fn begin() -> (Name, Sender) {
    let stream = StreamId(Uuid::now_v7());
    (Name { from: STUDENT, stream }, Sender::new(stream))
}

fn pieces(frame: &[u8]) -> Vec<Streamed> {
    let Ok(ServerFrame::Streams { pieces, .. }) = serde_json::from_slice(frame) else { panic!() };
    pieces
}

/// What a listener who had `streams` hears of what grows, and in how many frames.
fn heard(news: &mut Receiver<News>, streams: &mut Streams) -> (Vec<Change>, usize) {
    let (mut changes, mut frames) = (Vec::new(), 0);
    while let Ok(news) = news.try_recv() {
        if let News::Streams(together) = news {
            let frame = together.frame(&Audience::Students.anybody()).unwrap();
            changes.extend(pieces(&frame).iter().filter_map(|piece| streams.take(piece)));
            frames += 1;
        }
    }
    (changes, frames)
}

#[tokio::test(start_paused = true)]
async fn every_piece_goes_out_in_its_order_here_and_on_the_other_server() {
    let school = School::new().await;
    let (here, there) = (school.class("here").await, school.class("there").await);
    let mut listeners = [&here, &there].map(|class| class.follow(&Audience::Students.anybody(), None).1);
    let (name, mut sender) = begin();
    for x in 0..40 {
        here.append(&OWNER, sender.append(trail(x)));
        sleep(Duration::from_millis(5)).await;
    }
    here.append(&OWNER, sender.done());
    sleep(A_ROUND).await;
    let growths = (0..40).map(|x| Growth::Appended(trail(x))).chain([Growth::Done]);
    let expected: Vec<_> = growths.map(|growth| Change { name, growth }).collect();
    for news in &mut listeners {
        let (changes, frames) = heard(news, &mut Streams::default());
        assert_eq!(changes, expected);
        assert!((8..=14).contains(&frames), "{frames} frames in 0.2 s");
    }
    assert_eq!((here.growing(&OWNER), there.growing(&OWNER)), (None, None));
}

#[tokio::test(start_paused = true)]
async fn who_comes_in_the_middle_gets_it_from_its_start_and_its_rest() {
    let school = School::new().await;
    let classes = [school.class("here").await, school.class("there").await];
    let (name, mut sender) = begin();
    for x in 0..3 {
        classes[0].append(&OWNER, sender.append(trail(x)));
    }
    sleep(A_ROUND).await;
    let viewer = Audience::Students.anybody();
    let mut late = classes.clone().map(|class| {
        let (_, news) = class.follow(&viewer, None);
        let mut streams = Streams::default();
        for piece in pieces(&class.growing(&viewer).unwrap()) {
            streams.take(&piece);
        }
        (news, streams)
    });
    classes[0].append(&OWNER, sender.append(trail(3)));
    sleep(A_ROUND).await;
    for (news, streams) in &mut late {
        heard(news, streams);
        assert_eq!(streams.get(name).unwrap(), (0..4).map(trail).collect::<Vec<_>>());
    }
}

#[tokio::test(start_paused = true)]
async fn what_has_a_hole_or_may_not_be_shown_or_goes_silent_is_dropped_for_everybody() {
    let school = School::new().await;
    let (here, there) = (school.class("here").await, school.class("there").await);
    for which in ["a hole", "off the stage", "silence"] {
        let mut listeners = [&here, &there].map(|class| class.follow(&Audience::Students.anybody(), None).1);
        let (name, mut sender) = begin();
        here.append(&OWNER, sender.append(trail(0)));
        match which {
            "a hole" => {
                let _lost = sender.append(trail(1));
                here.append(&OWNER, sender.append(trail(2)));
            }
            "off the stage" => here.append(&OWNER, sender.append(trail(u16::MAX))),
            _ => sleep(Duration::from_secs(11)).await,
        }
        here.append(&OWNER, sender.append(trail(3)));
        sleep(A_ROUND).await;
        let expected = [Growth::Appended(trail(0)), Growth::Dropped].map(|growth| Change { name, growth });
        for news in &mut listeners {
            assert_eq!(heard(news, &mut Streams::default()).0, expected, "{which}");
        }
    }
}
