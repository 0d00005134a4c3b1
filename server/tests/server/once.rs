//! Commands about a class's life that meet on two servers: one outcome.

use std::time::Duration;

use domain::event::Fact;
use domain::session;
use domain::session::EndReason;
use reqwest::StatusCode;
use testkit::redis::RedisServer;
use testkit::script::Script;
use testkit::server::Server;
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::installation::{Installation, everybody};

const SOON: Duration = Duration::from_secs(20);
const START: &str = "/rpc/start";
const END: &str = "/rpc/end";

/// A class that is to come, and its teacher and their tabs with it on two servers.
struct Scene {
    place: Installation,
    class: Script,
    teachers: [Visitor; 2],
    tabs: [Tab; 2],
    _servers: [Server; 2],
    _redis: RedisServer,
}

impl Scene {
    async fn new() -> Self {
        let (place, redis) = (Installation::new().await, RedisServer::start().unwrap());
        let mut class = Script::new();
        let entry = class.schedule("Once");
        class.write(&place.database.store, vec![entry]).await;
        let servers = [place.server_on(&redis.url()).await, place.server_on(&redis.url()).await];
        let (mut teachers, mut tabs) = (Vec::new(), Vec::new());
        for server in &servers {
            let [teacher, ..] = everybody(server).await;
            let mut tab = Tab::new(&teacher, class.key.session);
            assert!(tab.listen(SOON, |tab| tab.view.core.schedule.is_some()).await);
            tabs.push(tab);
            teachers.push(teacher);
        }
        let tabs = tabs.try_into().unwrap_or_else(|_| unreachable!("one for each server"));
        let teachers = teachers.try_into().unwrap_or_else(|_| unreachable!("one at each server"));
        Self { place, class, teachers, tabs, _servers: servers, _redis: redis }
    }

    /// Each server is asked for its own in the same moment. What each answered.
    async fn at_once(&self, paths: [&str; 2]) -> [StatusCode; 2] {
        let session = self.class.key.session.to_string();
        let [one, two] = [0, 1].map(|n| {
            let form = [("session", session.clone()), ("command", Uuid::now_v7().to_string())];
            self.teachers[n].post(paths[n]).form(&form).send()
        });
        let (one, two) = tokio::join!(one, two);
        [one.unwrap().status(), two.unwrap().status()]
    }

    /// The facts of its life that the log has, in order.
    async fn life(&self) -> Vec<Fact> {
        let events = self.class.read(&self.place.database.store).await.unwrap();
        let facts = events.into_iter().map(|event| event.fact);
        facts
            .filter(|fact| {
                matches!(fact, Fact::Session(session::Fact::Started | session::Fact::Ended { .. }))
            })
            .collect()
    }

    async fn over(self) {
        drop(self.place.database.take_jobs().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_starts_at_once_are_one_and_a_start_after_the_end_is_none() {
    let scene = Scene::new().await;
    let both = [StatusCode::OK; 2];
    assert_eq!(scene.at_once([START, START]).await, both, "both are in a class");
    assert_eq!(scene.life().await, [Fact::Session(session::Fact::Started)]);

    assert_eq!(scene.at_once([END, END]).await, both);
    let once = [
        Fact::Session(session::Fact::Started),
        Fact::Session(session::Fact::Ended { reason: EndReason::Ended }),
    ];
    assert_eq!(scene.life().await, once);
    assert_eq!(scene.at_once([START, START]).await, [StatusCode::CONFLICT; 2]);
    assert_eq!(scene.life().await, once);
    scene.over().await;
}

/// Which of them comes first is chance; what both read is what the log says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_during_a_start_comes_before_it_or_after() {
    let mut scene = Scene::new().await;
    let [start, end] = scene.at_once([START, END]).await;
    assert_eq!(start, StatusCode::OK);
    let life = scene.life().await;
    match end {
        StatusCode::CONFLICT => assert_eq!(life, [Fact::Session(session::Fact::Started)]),
        StatusCode::OK => {
            assert_eq!(
                life,
                [
                    Fact::Session(session::Fact::Started),
                    Fact::Session(session::Fact::Ended { reason: EndReason::Ended })
                ]
            );
        }
        other => panic!("{other}"),
    }
    for tab in &mut scene.tabs {
        let ended = life.len() > 1;
        assert!(
            tab.listen(SOON, |tab| tab.view.core.phase.is_live() != ended).await,
            "{:?}",
            tab.view.core.phase
        );
    }
    scene.over().await;
}
