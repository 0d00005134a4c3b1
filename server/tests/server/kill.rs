//! The server is killed under load again and again: every acknowledged command is in the log exactly once, and everybody
//! sees the same class afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::ClassView;
use domain::ids::{CommandId, Sequence};
use domain::view::{Audience, apply};
use rand::Rng as _;
use testkit::tab::Tab;
use tokio::sync::watch;

use crate::place::{Place, chat, everybody};

const KILLS: usize = 20;
const TABS: usize = 8;
/// Between two messages of one tab: all together some hundred a second.
const PACE: Duration = Duration::from_millis(40);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_under_load_loses_nothing_and_does_nothing_twice() {
    let place = Place::new().await;
    let class = place.class().await;
    let mut server = place.server().await;
    let people = everybody(&server).await;
    let (stop, stopped) = watch::channel(false);
    let writing: Vec<_> = (0..TABS)
        .map(|n| tokio::spawn(write(Tab::new(&people[n % people.len()], class.session), stopped.clone())))
        .collect();
    for _ in 0..KILLS {
        let load = Duration::from_millis(rand::rng().random_range(150..600));
        tokio::time::sleep(load).await;
        server.kill().await.unwrap();
        server.start_again().await.unwrap();
    }
    stop.send(true).unwrap();
    let mut wished = BTreeSet::new();
    let mut tabs = Vec::new();
    for writer in writing {
        let (tab, wishes) = writer.await.unwrap();
        assert!(tab.is_content(), "everything that was wished has its answer");
        assert_eq!(tab.refused, []);
        assert_eq!(tab.problems, [""; 0]);
        wished.extend(wishes);
        tabs.push(tab);
    }

    let events = place.events(class).await;
    let through = Sequence(events.len() as u64);
    assert!(events.iter().map(|event| event.sequence.0).eq(1..=through.0), "a gap");
    assert_eq!(place.database.store.verify(class).await.unwrap(), Ok(()), "the chain of hashes");
    let mut effects = BTreeMap::<CommandId, usize>::new();
    for event in events.iter().filter(|event| wished.contains(&event.command)) {
        *effects.entry(event.command).or_default() += 1;
    }
    assert!(effects.values().all(|times| *times == 1), "something happened twice");
    let accepted: BTreeSet<_> = tabs.iter().flat_map(|tab| tab.accepted.iter().copied()).collect();
    assert!(accepted.iter().all(|id| effects.contains_key(id)), "an acknowledged command is lost");
    assert_eq!(effects.len(), wished.len(), "a wish is lost");
    assert!(wished.len() > KILLS * TABS, "hardly any load: {} messages", wished.len());

    for mut tab in tabs {
        assert!(tab.listen(LONGEST_WAIT, |tab| tab.view.sequence >= through).await, "a tab doesn't catch up");
        let mut now = ClassView::default();
        place
            .events(class)
            .await
            .iter()
            .take(tab.view.sequence.0 as usize)
            .for_each(|event| apply(&mut now, event));
        let audience = Audience::of(&tab.you().unwrap());
        assert_eq!(tab.view, now.for_audience(audience));
    }
    println!("{KILLS} kills, {} messages, {} events", wished.len(), events.len());
    drop(place.database.take_jobs().await);
}

/// Writes a message after the other until it is told to stop, then waits for what has no answer yet.
async fn write(mut tab: Tab, mut stopped: watch::Receiver<bool>) -> (Tab, Vec<CommandId>) {
    let mut wished = Vec::new();
    while !*stopped.borrow_and_update() {
        let (id, command) = chat(&format!("message {}", wished.len()));
        tab.wish(id, command).await;
        wished.push(id);
        tab.listen(PACE, |_| false).await;
    }
    tab.listen(LONGEST_WAIT, Tab::is_content).await;
    (tab, wished)
}
