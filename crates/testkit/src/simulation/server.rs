//! Servers that may die at any moment of a write, and what they share: a log, a bus, a clock.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::bus::{Bus, WakeUp};
use classroom::ports::event_log::{About, ClassKey, CommandPlace, EventLog, LogError};
use classroom::ports::polls::Ballots;
use classroom::ports::records::StoreError;
use classroom::ports::snapshots::Snapshots;
use classroom::{Classroom, Parts};
use domain::ClassView;
use domain::event::Event;
use domain::ids::{CommandId, PollId, Sequence};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::sync::broadcast;
use tokio::time::{Instant, sleep};

use crate::absent::Absent;
use crate::bus::FakeBus;
use crate::clock::TurnedClock;
use crate::log::FakeLog;
use crate::objects::FakeObjects;

/// What all servers share.
pub struct Shared {
    pub log: FakeLog,
    pub bus: FakeBus,
    pub clock: TurnedClock,
    chance: Mutex<StdRng>,
    /// When each command came into the log.
    landed: Mutex<HashMap<CommandId, Instant>>,
}

impl Shared {
    pub fn new(seed: u64, clock: TurnedClock) -> Self {
        let chance = Mutex::new(StdRng::seed_from_u64(seed));
        Self { log: FakeLog::default(), bus: FakeBus::default(), clock, chance, landed: Mutex::default() }
    }

    /// Whether the command was in the log at that time.
    pub fn had_landed(&self, id: CommandId, by: Instant) -> bool {
        let landed = self.landed.lock().unwrap_or_else(PoisonError::into_inner);
        landed.get(&id).is_some_and(|at| *at < by)
    }

    fn note_landing(&self, events: &[Event]) {
        let mut landed = self.landed.lock().unwrap_or_else(PoisonError::into_inner);
        landed.extend(events.iter().map(|event| (event.command, Instant::now())));
    }

    fn chance(&self) -> MutexGuard<'_, StdRng> {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A way through the network, which mostly takes no time worth speaking of.
    async fn travel(&self) {
        let ms = {
            let mut chance = self.chance();
            match chance.random_range(0..10) {
                0..4 => 0,
                4..9 => chance.random_range(1..15),
                _ => chance.random_range(15..300),
            }
        };
        if ms > 0 {
            sleep(Duration::from_millis(ms)).await;
        }
    }
}

/// A moment of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Nothing is written yet.
    BeforeCommit,
    /// It is written, and this server doesn't know yet.
    AfterCommit,
    /// This server's people have the news, nobody has an answer, the other server knows nothing.
    BeforeWakeUp,
}

impl Moment {
    pub const ALL: [Self; 3] = [Self::BeforeCommit, Self::AfterCommit, Self::BeforeWakeUp];
}

/// Whether a server lives, and reaches the log.
#[derive(Default)]
pub struct Life(Mutex<Fate>);

#[derive(Default)]
struct Fate {
    dead: bool,
    dies_at: Option<Moment>,
    cut_off: bool,
}

impl Life {
    fn fate(&self) -> MutexGuard<'_, Fate> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn end(&self) {
        self.fate().dead = true;
    }

    pub fn end_at(&self, moment: Option<Moment>) {
        self.fate().dies_at = moment;
    }

    pub fn is_over(&self) -> bool {
        self.fate().dead
    }

    /// Cuts this server alone off the log, or lets it back.
    pub fn set_cut_off(&self, cut_off: bool) {
        self.fate().cut_off = cut_off;
    }

    /// Passes who lives. Who is dead, or dies now, never goes on.
    async fn pass(&self, moment: Moment) {
        {
            let mut fate = self.fate();
            fate.dead |= fate.dies_at == Some(moment);
        }
        self.pass_alive().await;
    }

    async fn pass_alive(&self) {
        if self.is_over() {
            std::future::pending().await
        }
    }

    fn reach_log(&self) -> Result<(), LogError> {
        if self.fate().cut_off { Err(LogError::Unavailable("cut off".to_owned())) } else { Ok(()) }
    }
}

/// A server: its use cases, and the life that it may lose.
#[derive(Clone)]
pub struct Server {
    pub shared: Arc<Shared>,
    pub classroom: Classroom,
    pub life: Arc<Life>,
}

impl Server {
    /// A server that has just started.
    pub fn start(node: &str, shared: &Arc<Shared>) -> Self {
        let life = Arc::new(Life::default());
        let way = Arc::new(Way { shared: shared.clone(), life: life.clone() });
        let parts = Parts {
            log: way.clone(),
            snapshots: way,
            bus: Arc::new(UnreliableBus { shared: shared.clone(), life: life.clone() }),
            records: Arc::new(Absent),
            people: Arc::new(Absent),
            plans: Arc::new(Absent),
            assets: Arc::new(Absent),
            prepared_polls: Arc::new(Absent),
            kept_scenes: Arc::new(Absent),
            ballots: Arc::new(Secrets),
            media: Arc::new(Absent),
            effects: Arc::new(Absent),
            objects: Arc::new(FakeObjects::default()),
            clock: Arc::new(shared.clock),
        };
        let classroom = Classroom::new(node, parts);
        tokio::spawn(classroom.classes.clone().listen());
        Self { shared: shared.clone(), classroom, life }
    }

    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.life, &other.life)
    }
}

/// A server's own way to the log.
struct Way {
    shared: Arc<Shared>,
    life: Arc<Life>,
}

#[async_trait]
impl EventLog for Way {
    async fn read_about(
        &self,
        class: ClassKey,
        about: About,
        after: Sequence,
        most: usize,
    ) -> Result<Vec<Event>, LogError> {
        self.life.pass_alive().await;
        self.life.reach_log()?;
        let events = self.shared.log.read_about(class, about, after, most).await;
        self.shared.travel().await;
        self.life.pass_alive().await;
        events
    }

    async fn append(&self, class: ClassKey, events: &[Event]) -> Result<(), LogError> {
        self.life.pass(Moment::BeforeCommit).await;
        self.life.reach_log()?;
        self.shared.travel().await;
        // What was asked before a death may be done after it.
        if self.life.is_over() && self.shared.chance().random() {
            self.life.pass_alive().await;
        }
        let before = self.shared.log.length(class);
        let done = self.shared.log.append(class, events).await;
        if self.shared.log.length(class) > before {
            self.shared.note_landing(events);
        }
        self.shared.travel().await;
        self.life.pass(Moment::AfterCommit).await;
        self.life.reach_log()?;
        done
    }

    async fn check(&self, class: ClassKey, last: Sequence) -> Result<(), LogError> {
        self.life.pass_alive().await;
        self.life.reach_log()?;
        self.shared.log.check(class, last).await
    }

    async fn find(&self, class: ClassKey, commands: &[CommandId]) -> Result<Vec<CommandPlace>, LogError> {
        self.life.pass_alive().await;
        self.life.reach_log()?;
        self.shared.log.find(class, commands).await
    }
}

/// A class is stored folded at every second length that somebody opens it with, so that servers begin with ones that are up to
/// date, ones that are behind, and none.
#[async_trait]
impl Snapshots for Way {
    async fn load(&self, class: ClassKey) -> Result<Option<ClassView>, StoreError> {
        self.life.pass_alive().await;
        self.life.reach_log().map_err(|error| StoreError::Unavailable(error.to_string()))?;
        if self.shared.log.length(class).is_multiple_of(2) {
            self.shared.log.renew(class, 1).await?;
        }
        self.shared.log.load(class).await
    }

    async fn renew(&self, _: ClassKey, _: u64) -> Result<(), StoreError> {
        Ok(())
    }
}

/// A server's own line to the bus: knocks come late, out of order, and some twice.
struct UnreliableBus {
    shared: Arc<Shared>,
    life: Arc<Life>,
}

#[async_trait]
impl Bus for UnreliableBus {
    async fn wake_up(&self, wake_up: WakeUp) {
        match wake_up {
            WakeUp::LogGrew { .. } => self.life.pass(Moment::BeforeWakeUp).await,
            WakeUp::Ephemeral { .. } | WakeUp::Streams { .. } => self.life.pass_alive().await,
        }
        let times = if self.shared.chance().random_bool(0.1) { 2 } else { 1 };
        for _ in 0..times {
            let (shared, wake_up) = (self.shared.clone(), wake_up.clone());
            tokio::spawn(async move {
                shared.travel().await;
                shared.bus.wake_up(wake_up).await;
            });
        }
    }

    fn listen(&self) -> broadcast::Receiver<WakeUp> {
        self.shared.bus.listen()
    }
}

/// The secrets of anonymous polls, which nobody has to keep here.
struct Secrets;

#[async_trait]
impl Ballots for Secrets {
    async fn secret(&self, _: ClassKey, poll: PollId) -> Result<[u8; 32], StoreError> {
        let mut secret = [7; 32];
        secret[..16].copy_from_slice(poll.0.as_bytes());
        Ok(secret)
    }
}
