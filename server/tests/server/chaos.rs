//! Two servers, their Postgres and their Redis are killed under load, again and again and in any order: every
//! acknowledged command is in the log exactly once, and everybody sees the same class afterwards.
//!
//! A round is a class with its kills. `LECTERN_CHAOS_ROUNDS` sets how many there are; `./lectern test chaos` has five.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use classroom::ports::event_log::ClassKey;
use domain::command::Command;
use domain::ids::{CommandId, PollId, QuestionId, Sequence};
use domain::poll::{Choice, Definition, Form};
use domain::view::apply;
use domain::{ClassView, Rejection, poll, question};
use rand::Rng as _;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use testkit::database::Database;
use testkit::postgres::PostgresServer;
use testkit::redis::RedisServer;
use testkit::server::Server;
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use tokio::sync::watch;
use uuid::Uuid;

use crate::installation::{Installation, chat, everybody};

/// What is killed in a round, and how often.
const ROUND: [(Victim, usize); 3] = [(Victim::Server, 20), (Victim::Postgres, 4), (Victim::Redis, 4)];
const TABS: usize = 8;
/// Between two commands of one tab: all together some hundred a second.
const PACE: Duration = Duration::from_millis(60);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Victim {
    Server,
    Postgres,
    Redis,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chaos_loses_nothing_and_does_nothing_twice() {
    let rounds = std::env::var("LECTERN_CHAOS_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    let mut town = Town::new().await;
    let mut sum = Sum::default();
    for round in 1..=rounds.unwrap_or(1) {
        let begun = Instant::now();
        sum += town.round().await;
        println!("round {round} ({:.0?}), all in all: {sum:?}", begun.elapsed());
    }
    drop(town.place.database.take_jobs().await);
}

/// Two servers and what they need.
struct Town {
    // Dropped before the Postgres that its database is in.
    place: Installation,
    servers: [Server; 2],
    redis: RedisServer,
    postgres: PostgresServer,
}

impl Town {
    async fn new() -> Self {
        let (postgres, redis) = (PostgresServer::start().await.unwrap(), RedisServer::start().unwrap());
        let place = Installation::on(Database::with_demo_at(&postgres.admin_url()).await);
        let servers = [place.server_on(&redis.url()).await, place.server_on(&redis.url()).await];
        Self { place, servers, redis, postgres }
    }

    /// A class, people who use it, and everything that dies meanwhile.
    async fn round(&mut self) -> Sum {
        let class = self.place.class().await;
        let people = everybody(&self.servers[0]).await;
        let poll = open_poll(&people[0], class).await;
        let addresses = self.servers.each_ref().map(Server::address);
        let (stop, stopped) = watch::channel(false);
        let tabs = (0..TABS).map(|n| {
            let tab = Tab::new(&people[n % people.len()], class.session);
            // Staff come first among the demo people.
            let poll = (n % people.len() >= 2).then_some(poll);
            tokio::spawn(take_part(tab, poll, addresses, stopped.clone()))
        });
        let tabs: Vec<_> = tabs.collect();

        let mut kills: Vec<Victim> =
            ROUND.iter().flat_map(|(victim, times)| std::iter::repeat_n(*victim, *times)).collect();
        kills.shuffle(&mut rand::rng());
        for (n, victim) in kills.iter().enumerate() {
            wait(150..600).await;
            self.kill(*victim).await;
            println!("{:>3} of {}: {victim:?}", n + 1, kills.len());
        }
        wait(150..600).await;
        stop.send(true).unwrap();

        let mut done = Vec::new();
        for tab in tabs {
            done.push(tab.await.unwrap());
        }
        self.check(class, done).await
    }

    async fn kill(&mut self, victim: Victim) {
        match victim {
            Victim::Server => {
                let server = &mut self.servers[rand::random_range(0..2)];
                server.kill().await.unwrap();
                server.start_again().await.unwrap();
            }
            Victim::Postgres => {
                self.postgres.kill().unwrap();
                wait(0..1_000).await;
                self.postgres.start_again().await.unwrap();
            }
            Victim::Redis => {
                self.redis.kill().unwrap();
                wait(0..1_500).await;
                self.redis.start_again().unwrap();
            }
        }
    }

    async fn check(&self, class: ClassKey, tabs: Vec<(Tab, Vec<(CommandId, Command)>)>) -> Sum {
        let events = self.place.events(class).await;
        let through = Sequence(events.len() as u64);
        assert!(events.iter().map(|event| event.sequence.0).eq(1..=through.0), "a gap");
        assert_eq!(self.place.database.store.verify(class).await.unwrap(), Ok(()), "the chain of hashes");
        let mut effects = BTreeMap::<CommandId, usize>::new();
        for event in &events {
            *effects.entry(event.command).or_default() += 1;
        }
        let mut acknowledged = 0;
        for (tab, commands) in &tabs {
            assert!(tab.is_content(), "everything that was wished has its answer");
            assert_eq!(tab.problems, [""; 0]);
            // These people press faster than people do.
            let too_often =
                |(_, reason): &&(CommandId, Rejection)| matches!(reason, Rejection::TooOften { .. });
            assert_eq!(tab.refused.iter().filter(|one| !too_often(one)).count(), 0, "{:?}", tab.refused);
            for (id, command) in commands {
                if tab.refused.iter().any(|(refused, _)| refused == id) {
                    assert_eq!(effects.get(id), None, "refused, and in the log: {command:?}");
                    continue;
                }
                // Somebody's other tab may have voted for the same before.
                let least = usize::from(!matches!(command, Command::Poll(poll::Command::Vote { .. })));
                let times = effects.get(id).copied().unwrap_or_default();
                assert!((least..=1).contains(&times), "{times} times in the log: {command:?}");
            }
            acknowledged += tab.accepted.len();
        }
        let submitted: usize = tabs.iter().map(|(_, commands)| commands.len()).sum();
        let refused: usize = tabs.iter().map(|(tab, _)| tab.refused.len()).sum();
        // An answer may be lost with its server; the command was found in the log when it was sent again.
        assert_eq!(acknowledged + refused, submitted, "each was answered");

        for (mut tab, _) in tabs {
            let there = tab.listen(LONGEST_WAIT, |tab| tab.view.sequence >= through).await;
            assert!(there, "a tab doesn't catch up");
            let mut now = ClassView::default();
            let seen = tab.view.sequence.0 as usize;
            self.place.events(class).await.iter().take(seen).for_each(|event| apply(&mut now, event));
            assert_eq!(tab.view, now.for_viewer(&tab.you().unwrap()));
        }
        let count = |victim| ROUND.iter().filter(|(one, _)| *one == victim).map(|(_, times)| times).sum();
        Sum {
            servers_killed: count(Victim::Server),
            postgres_killed: count(Victim::Postgres),
            redis_killed: count(Victim::Redis),
            acknowledged,
            events: events.len(),
        }
    }
}

/// What was done.
#[derive(Debug, Default)]
struct Sum {
    servers_killed: usize,
    postgres_killed: usize,
    redis_killed: usize,
    acknowledged: usize,
    events: usize,
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.servers_killed += other.servers_killed;
        self.postgres_killed += other.postgres_killed;
        self.redis_killed += other.redis_killed;
        self.acknowledged += other.acknowledged;
        self.events += other.events;
    }
}

async fn open_poll(teacher: &Visitor, class: ClassKey) -> PollId {
    let mut tab = Tab::new(teacher, class.session);
    let poll = PollId(Uuid::now_v7());
    let definition = Definition {
        form: Form::Single,
        question: "Which pendulum swings slower?".to_owned(),
        options: ["The long one", "The heavy one", "Neither"].map(str::to_owned).into(),
        anonymous: false,
        key: None,
    };
    tab.submit(CommandId(Uuid::now_v7()), Command::Poll(poll::Command::Open { poll, definition })).await;
    assert!(tab.listen(LONGEST_WAIT, Tab::is_content).await, "the poll is open");
    poll
}

/// Writes, asks and votes until it is told to stop, on whichever server answers, then waits for what has no answer yet.
async fn take_part(
    mut tab: Tab,
    poll: Option<PollId>,
    servers: [SocketAddr; 2],
    mut stopped: watch::Receiver<bool>,
) -> (Tab, Vec<(CommandId, Command)>) {
    let mut commands = Vec::new();
    while !*stopped.borrow_and_update() {
        if !tab.is_connected() {
            tab.move_to(*servers.choose(&mut rand::rng()).unwrap());
        }
        let (id, command) = something(poll, commands.len());
        tab.submit(id, command.clone()).await;
        commands.push((id, command));
        tab.listen(PACE, |_| false).await;
    }
    tab.listen(LONGEST_WAIT, Tab::is_content).await;
    (tab, commands)
}

fn something(poll: Option<PollId>, n: usize) -> (CommandId, Command) {
    let id = CommandId(Uuid::now_v7());
    match (n % 8, poll) {
        (3, _) => {
            let question = QuestionId(Uuid::now_v7());
            (
                id,
                Command::Question(question::Command::Ask {
                    question,
                    text: format!("Why is {n}?"),
                    anonymous: false,
                }),
            )
        }
        (5 | 7, Some(poll)) => {
            let options = [rand::random_range(0..3)].into();
            (id, Command::Poll(poll::Command::Vote { poll, choice: Choice::Options { options }, text: None }))
        }
        _ => chat(&format!("message {n}")),
    }
}

async fn wait(ms: std::ops::Range<u64>) {
    let ms = rand::rng().random_range(ms);
    tokio::time::sleep(Duration::from_millis(ms)).await;
}
