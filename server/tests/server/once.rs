//! Wishes about a class's life that meet on two servers: one outcome.

use std::time::Duration;

use domain::event::Fact;
use domain::session::EndReason;
use domain::{Command, Rejection};
use testkit::redis::RedisServer;
use testkit::script::Script;
use testkit::server::Server;
use testkit::tab::Tab;

use crate::place::{Place, ask, everybody};

const SOON: Duration = Duration::from_secs(20);
const END: Command = Command::End { reason: EndReason::Ended };

/// A class that is to come, and its teacher's tabs with it on two servers.
struct Scene {
    place: Place,
    class: Script,
    tabs: [Tab; 2],
    _servers: [Server; 2],
    _redis: RedisServer,
}

impl Scene {
    async fn new() -> Self {
        let (place, redis) = (Place::new().await, RedisServer::start().unwrap());
        let mut class = Script::new();
        let entry = class.schedule("Once");
        class.write(&place.database.store, vec![entry]).await;
        let servers = [place.server_on(&redis.url()).await, place.server_on(&redis.url()).await];
        let mut tabs = Vec::new();
        for server in &servers {
            let [teacher, ..] = everybody(server).await;
            let mut tab = Tab::new(&teacher, class.key.session);
            assert!(tab.listen(SOON, |tab| tab.view.schedule.is_some()).await);
            tabs.push(tab);
        }
        let tabs = tabs.try_into().unwrap_or_else(|_| unreachable!("one for each server"));
        Self { place, class, tabs, _servers: servers, _redis: redis }
    }

    /// Each tab wishes its own in the same moment. Why each was refused, if it was.
    async fn at_once(&mut self, wishes: [Command; 2]) -> [Option<Rejection>; 2] {
        let [one, two] = &mut self.tabs;
        let [first, second] = wishes;
        let answers = tokio::join!(ask(one, first), ask(two, second));
        answers.into()
    }

    /// The facts of its life that the log has, in order.
    async fn life(&self) -> Vec<Fact> {
        let events = self.class.read(&self.place.database.store).await.unwrap();
        let facts = events.into_iter().map(|event| event.fact);
        facts.filter(|fact| matches!(fact, Fact::SessionStarted | Fact::SessionEnded { .. })).collect()
    }

    async fn over(self) {
        drop(self.place.database.take_jobs().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_starts_at_once_are_one_and_a_start_after_the_end_is_none() {
    let mut scene = Scene::new().await;
    assert_eq!(scene.at_once([Command::Start, Command::Start]).await, [None, None], "both are in a class");
    assert_eq!(scene.life().await, [Fact::SessionStarted]);

    assert_eq!(scene.at_once([END, END]).await, [None, None]);
    let once = [Fact::SessionStarted, Fact::SessionEnded { reason: EndReason::Ended }];
    assert_eq!(scene.life().await, once);
    let over = Some(Rejection::ClassOver);
    assert_eq!(scene.at_once([Command::Start, Command::Start]).await, [over.clone(), over]);
    assert_eq!(scene.life().await, once);
    scene.over().await;
}

/// Which of them comes first is chance; what both are told is what the log says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_during_a_start_comes_before_it_or_after() {
    let mut scene = Scene::new().await;
    let [start, end] = scene.at_once([Command::Start, END]).await;
    assert_eq!(start, None);
    let life = scene.life().await;
    match end {
        Some(reason) => {
            assert_eq!(reason, Rejection::NotLive);
            assert_eq!(life, [Fact::SessionStarted]);
        }
        None => assert_eq!(life, [Fact::SessionStarted, Fact::SessionEnded { reason: EndReason::Ended }]),
    }
    for tab in &mut scene.tabs {
        let ended = life.len() > 1;
        assert!(tab.listen(SOON, |tab| tab.view.phase.is_live() != ended).await, "{:?}", tab.view.phase);
    }
    scene.over().await;
}
