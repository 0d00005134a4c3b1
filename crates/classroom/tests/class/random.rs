//! People, two servers, one log and everything that can break, in an order made from a seed. Whatever happened: no gap,
//! no duplicate, every acknowledged command once, and every screen the fold of what it may see.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use classroom::Classes;
use classroom::ports::clock::SystemClock;
use classroom::ports::event_log::{ClassKey, EventLog, LogError};
use domain::event::Event;
use domain::ids::{CommandId, MessageId, Sequence};
use domain::view::{Audience, apply};
use domain::{ClassView, Command};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use testkit::log::FakeLog;
use uuid::Uuid;

use crate::School;
use crate::person::Person;

/// Runs, each with a seed of its own; `SEED` in the environment runs that one alone.
const RUNS: u64 = 300;
const STEPS: usize = 150;

#[test]
fn whatever_breaks_nothing_is_lost_or_twice() {
    let only = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    for seed in only.map_or(0..RUNS, |seed| seed..seed + 1) {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let run = AssertUnwindSafe(|| runtime.block_on(World::run(seed)));
        assert!(catch_unwind(run).is_ok(), "run it alone with SEED={seed}");
    }
}

/// A server's own way to the log, which ends when the server dies.
struct Way {
    log: Arc<FakeLog>,
    dead: AtomicBool,
}

impl Way {
    fn reach(&self) -> Result<&FakeLog, LogError> {
        if self.dead.load(Ordering::SeqCst) {
            Err(LogError::Unavailable("dead".to_owned()))
        } else {
            Ok(&self.log)
        }
    }
}

#[async_trait]
impl EventLog for Way {
    async fn read(&self, class: ClassKey, after: Sequence, most: usize) -> Result<Vec<Event>, LogError> {
        self.reach()?.read(class, after, most).await
    }

    async fn append(&self, class: ClassKey, events: &[Event]) -> Result<(), LogError> {
        self.reach()?.append(class, events).await?;
        // One that dies while its commit is under way never hears of it.
        self.reach().map(|_| ())
    }
}

struct World {
    random: StdRng,
    school: School,
    servers: [(Arc<Way>, Arc<Classes>); 2],
    people: Vec<Person>,
    wished: BTreeSet<CommandId>,
    removals: BTreeSet<CommandId>,
    messages: Vec<MessageId>,
}

impl World {
    async fn run(seed: u64) {
        let school = School::new().await;
        let servers = [serve(&school, "a"), serve(&school, "b")];
        let people =
            [Audience::Staff, Audience::Students, Audience::Students, Audience::Students].map(Person::new);
        let mut world = Self {
            random: StdRng::seed_from_u64(seed),
            school,
            servers,
            people: people.into(),
            wished: BTreeSet::new(),
            removals: BTreeSet::new(),
            messages: Vec::new(),
        };
        for _ in 0..STEPS {
            world.step().await;
        }
        world.heal().await;
        world.check().await;
    }

    async fn step(&mut self) {
        let who = self.random.random_range(0..self.people.len());
        match self.random.random_range(0..100) {
            0..40 => self.wish(who).await,
            40..70 => self.people[who].hear(&mut self.random).await,
            70..78 => self.connect(who).await,
            78..82 => self.people[who].cut(),
            82..85 => self.school.log.set_down(true),
            85..89 => self.school.log.set_down(false),
            89..91 => self.school.log.lose_next_answer(),
            91..93 => self.school.bus.set_cut(self.random.random()),
            93..95 => self.kill(),
            95..97 => self.school.log.hold(true),
            _ => {
                self.school.log.hold(false);
                tokio::time::sleep(Duration::from_millis(self.random.random_range(1..4_000))).await;
            }
        }
        tokio::task::yield_now().await;
    }

    /// Somebody writes, or takes away what somebody wrote.
    async fn wish(&mut self, who: usize) {
        let id = CommandId(self.uuid());
        let command = match self.messages.choose(&mut self.random) {
            Some(message) if self.random.random_bool(0.2) => Command::RemoveChat { message: *message },
            _ => {
                let message = MessageId(self.uuid());
                self.messages.push(message);
                Command::chat(message, message.to_string())
            }
        };
        if matches!(command, Command::RemoveChat { .. }) {
            self.removals.insert(id);
        }
        self.wished.insert(id);
        self.people[who].wish(id, command).await;
    }

    fn uuid(&mut self) -> Uuid {
        Uuid::from_u128(self.random.random())
    }

    async fn connect(&mut self, who: usize) {
        self.people[who].cut();
        let (_, server) = self.servers.choose(&mut self.random).unwrap();
        // A log that is held back holds back who opens the class, too.
        let opening = tokio::time::timeout(Duration::from_millis(50), server.open(self.school.key)).await;
        if let Ok(Ok(class)) = opening {
            self.people[who].connect(server.clone(), class).await;
        }
    }

    /// A server dies, whatever it was doing, and another takes its place.
    fn kill(&mut self) {
        let which = self.random.random_range(0..self.servers.len());
        let fresh = serve(&self.school, ["a", "b"][which]);
        let (way, dead) = std::mem::replace(&mut self.servers[which], fresh);
        way.dead.store(true, Ordering::SeqCst);
        self.people.iter_mut().filter(|person| person.is_at(&dead)).for_each(Person::cut);
    }

    /// Everything works again, and time passes.
    async fn heal(&mut self) {
        self.school.log.hold(false);
        self.school.log.set_down(false);
        self.school.bus.set_cut(false);
        // A lost answer that is still to come would take the log down once more.
        tokio::time::sleep(Duration::from_secs(10)).await;
        self.people.iter_mut().for_each(Person::cut);
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_secs(5)).await;
            self.school.log.set_down(false);
            for who in 0..self.people.len() {
                if !self.people[who].is_connected() {
                    self.connect(who).await;
                }
                self.people[who].hear_all().await;
            }
            if self.people.iter().all(Person::is_content) {
                return;
            }
        }
        panic!("somebody still waits for an answer");
    }

    async fn check(&mut self) {
        let events = self.school.events().await;
        assert!(
            events.iter().map(|event| event.sequence).eq((1..).map(Sequence).take(events.len())),
            "a gap"
        );
        let mut effects = BTreeMap::<CommandId, usize>::new();
        for event in &events {
            *effects.entry(event.command).or_default() += 1;
        }
        assert!(effects.values().all(|times| *times == 1), "a command has one event here");
        for person in &self.people {
            for id in &person.accepted {
                // Taking away what was taken away changes nothing and writes nothing.
                assert!(
                    effects.contains_key(id) || self.removals.contains(id),
                    "an acknowledged command is lost"
                );
            }
        }
        let lost = self.wished.difference(&self.removals).find(|id| !effects.contains_key(id));
        assert_eq!(lost, None, "somebody's words are lost");
        let strangers = effects.keys().filter(|id| !self.wished.contains(id)).count();
        assert_eq!(strangers, 2, "but for the calendar entry and the start, each command was wished");
        let mut whole = ClassView::default();
        events.iter().for_each(|event| apply(&mut whole, event));
        for person in &mut self.people {
            assert_eq!(person.view, whole.for_audience(person.audience), "a screen differs");
        }
    }
}

fn serve(school: &School, node: &str) -> (Arc<Way>, Arc<Classes>) {
    let way = Arc::new(Way { log: school.log.clone(), dead: AtomicBool::new(false) });
    let classes = Arc::new(Classes::new(node, way.clone(), school.bus.clone(), Arc::new(SystemClock)));
    tokio::spawn(classes.clone().listen());
    (way, classes)
}
