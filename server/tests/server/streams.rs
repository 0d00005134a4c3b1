//! What grows, over real sockets: on two servers, for who comes in its middle, and by who is sent out meanwhile.

use std::time::Duration;

use domain::ids::StreamId;
use domain::stream::{Change, Content, Growth, Piece, Sender};
use domain::wire::ClientFrame;
use domain::{Command, participant};
use store::seed;
use testkit::redis::RedisServer;
use testkit::tab::Tab;
use uuid::Uuid;

use crate::installation::{Installation, ask, everybody};

const SOON: Duration = Duration::from_secs(20);

fn trail(x: u16) -> Content {
    Content::Trail { points: vec![(x, 0), (x, 1)] }
}

async fn send(tab: &mut Tab, piece: Piece) {
    tab.say(serde_json::to_string(&ClientFrame::Stream { piece }).unwrap()).await;
}

/// What somebody saw of the only stream there was.
fn growths(tab: &Tab) -> Vec<&Growth> {
    tab.streams.iter().map(|Change { growth, .. }| growth).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_comes_whole_to_everybody_and_ends_with_who_is_sent_out() {
    let (place, redis) = (Installation::new().await, RedisServer::start().unwrap());
    let class = place.class().await;
    let (one, two) = (place.server_on(&redis.url()).await, place.server_on(&redis.url()).await);
    let ([teacher, _, student, late], [_, assistant, ..]) = (everybody(&one).await, everybody(&two).await);
    let mut tabs = [teacher, assistant, student].map(|visitor| Tab::new(&visitor, class.session));
    for tab in &mut tabs {
        assert!(tab.listen(SOON, |tab| tab.view.core.here() > 0).await);
    }
    for tab in &mut tabs {
        assert!(tab.listen(SOON, |tab| tab.view.core.here() == 3).await, "all are here");
    }
    let [mut teacher, mut assistant, mut student] = tabs;

    let mut sender = Sender::new(StreamId(Uuid::now_v7()));
    for x in 0..10 {
        send(&mut student, sender.append(trail(x))).await;
    }
    for tab in [&mut teacher, &mut assistant] {
        assert!(tab.listen(SOON, |tab| tab.streams.len() == 10).await, "{:?}", tab.streams);
    }
    let mut late = Tab::new(&late, class.session);
    assert!(late.listen(SOON, |tab| tab.streams.len() == 10).await, "from its start: {:?}", late.streams);
    for x in 10..20 {
        send(&mut student, sender.append(trail(x))).await;
    }
    send(&mut student, sender.done()).await;
    let whole: Vec<_> = (0..20).map(|x| Growth::Appended(trail(x))).chain([Growth::Done]).collect();
    for tab in [&mut teacher, &mut assistant, &mut late, &mut student] {
        assert!(tab.listen(SOON, |tab| tab.streams.len() == 21).await, "{:?}", tab.streams);
        assert_eq!(growths(tab), whole.iter().collect::<Vec<_>>());
        tab.streams.clear();
    }

    // They are sent out in the middle of the next: nobody keeps half of it.
    let mut sender = Sender::new(StreamId(Uuid::now_v7()));
    send(&mut student, sender.append(trail(0))).await;
    assert!(assistant.listen(SOON, |tab| tab.streams.len() == 1).await);
    let ban = participant::Command::Ban { user: seed::PEOPLE[2].user };
    assert_eq!(ask(&mut teacher, Command::Participant(ban)).await, None);
    send(&mut student, sender.append(trail(1))).await;
    for tab in [&mut teacher, &mut assistant] {
        assert!(tab.listen(SOON, |tab| tab.streams.len() == 2).await, "{:?}", tab.streams);
        assert_eq!(growths(tab), [&Growth::Appended(trail(0)), &Growth::Dropped]);
        assert_eq!(tab.problems, [""; 0]);
    }
    drop(place.database.take_jobs().await);
}
