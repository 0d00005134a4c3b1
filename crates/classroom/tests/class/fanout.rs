//! When news goes out: at once to a few, together to many, and what is only shown in rounds.

use std::time::Duration;

use classroom::class::{Committed, News};
use domain::view::Audience;
use domain::wire::{Ephemeral, ServerFrame};
use testkit::script::{STUDENT, TEACHER};
use tokio::sync::broadcast::Receiver;
use tokio::time::{Instant, sleep};

use crate::{School, say};

/// Longer than anything waits to go out.
const LONG: Duration = Duration::from_secs(1);

/// The rounds of events that a listener heard: each goes on where the one before ended.
fn rounds(news: &mut Receiver<News>) -> usize {
    let heard = std::iter::from_fn(|| news.try_recv().ok());
    let committed: Vec<_> = heard
        .filter_map(|news| match news {
            News::Committed(committed) => Some(committed),
            _ => None,
        })
        .collect();
    let edges =
        |committed: &Committed| match serde_json::from_slice(&committed.frame(&Audience::Students.anybody()))
        {
            Ok(ServerFrame::Events { after, through, events }) => {
                assert_eq!(events.len() as u64, through.0 - after.0);
                (after, through)
            }
            other => panic!("{other:?}"),
        };
    let edges: Vec<_> = committed.iter().map(|committed| edges(committed)).collect();
    assert!(edges.windows(2).all(|pair| pair[0].1 == pair[1].0), "{edges:?}");
    edges.len()
}

#[tokio::test(start_paused = true)]
async fn a_few_hear_each_commit_and_many_hear_several_together() {
    let school = School::new().await;
    let class = school.class("here").await;
    for (listeners, expected) in [(2, 50..=50), (1_000, 4..=12)] {
        let mut all: Vec<_> =
            (0..listeners).map(|_| class.follow(&Audience::Students.anybody(), None).1).collect();
        for _ in 0..50 {
            say(&class, "one by one").await.unwrap();
            sleep(Duration::from_millis(1)).await;
        }
        sleep(LONG).await;
        let rounds = rounds(&mut all[0]);
        assert!(expected.contains(&rounds), "{rounds} rounds to {listeners}");
    }
}

#[tokio::test(start_paused = true)]
async fn of_what_is_shown_again_and_again_the_last_goes_out_in_rounds_the_fewer_the_more_listen() {
    let school = School::new().await;
    for (listeners, round_ms) in [(1, 20), (140, 35), (200, 50)] {
        let class = school.class("here").await;
        let follow = || class.follow(&Audience::Students.anybody(), None).1;
        let mut all: Vec<_> = (0..listeners).map(|_| follow()).collect();
        let began = Instant::now();
        for x in 0..1_000 {
            class.show(STUDENT, Ephemeral::Pointer { x, y: 0 });
            class.show(TEACHER, Ephemeral::Typing);
            sleep(Duration::from_millis(1)).await;
        }
        let most = began.elapsed().as_millis() / round_ms + 2;
        sleep(LONG).await;
        let mut shown = Vec::new();
        while let Ok(News::Ephemeral(together)) = all[0].try_recv() {
            let Ok(ServerFrame::Ephemeral { frames }) = serde_json::from_slice(&together.frame) else {
                panic!()
            };
            assert!(frames.len() <= 2, "each kind of each person once");
            shown.push(frames);
        }
        let expected = most * 4 / 5..=most;
        assert!(
            expected.contains(&(shown.len() as u128)),
            "{} rounds to {listeners}, not {expected:?}",
            shown.len()
        );
        let last = shown.iter().flatten().rfind(|shown| shown.from == STUDENT);
        assert_eq!(last.unwrap().frame, Ephemeral::Pointer { x: 999, y: 0 });
    }
}
