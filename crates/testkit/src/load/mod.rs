//! A class full of people on real sockets: what they do is the mix of PlugNmeet's published benchmark
//! (<https://www.plugnmeet.org/docs/benchmark>, its load tester's default rates), so that figures can stand side by side.

mod class;
mod participant;
mod process;
mod socket;
mod spread;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use domain::ids::SessionId;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

pub use class::started_class;
pub use participant::{Participant, WATCHES};
pub use process::{Process, raise_open_files};
pub use socket::{Socket, frame};
pub use spread::Spread;

/// How long the last of those who come may take.
const LONGEST_JOIN: Duration = Duration::from_secs(60);
/// What the joins stirred up settles before anything is measured.
const SETTLING: Duration = Duration::from_secs(2);

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Load {
    /// The servers; participants come to them in turn.
    pub servers: Vec<SocketAddr>,
    /// A class that has started.
    pub session: SessionId,
    /// The `Cookie` headers of those who come; where there are fewer than participants, each has several tabs.
    pub cookies: Vec<String>,
    /// How many tabs come.
    pub participants: usize,
    /// How many of them a second.
    pub join_rate: f64,
    /// For how long they stay once all are there.
    pub length: Duration,
}

/// What all participants measure together.
#[derive(Debug, Default)]
pub struct Measured {
    /// Tabs that got the class and saw themselves in it.
    pub joined: AtomicU64,
    /// Sockets that broke.
    pub lost: AtomicU64,
    /// Channels that couldn't be opened.
    pub refused: AtomicU64,
    /// Events that came after a gap.
    pub gaps: AtomicU64,
    /// Commands that were refused.
    pub rejected: AtomicU64,
    /// Heartbeats that were not answered before the next one.
    pub missed: AtomicU64,
    /// From a heartbeat to its answer.
    pub heartbeat: Spread,
    /// From a command to its answer.
    pub answered: Spread,
    /// From a command to its event on each other screen.
    pub event: Spread,
    /// From moving the pointer to each other screen; one screen in [`WATCHES`] looks.
    pub pointer: Spread,
    /// Chat messages that should have reached a screen.
    pub owed: AtomicU64,
    /// Chat messages that reached one.
    pub delivered: AtomicU64,
    /// Frames that came.
    pub frames: AtomicU64,
    /// Bytes in them.
    pub bytes: AtomicU64,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// How many were to come.
    pub participants: usize,
    /// What they measured; durations only from when all were there.
    pub measured: Arc<Measured>,
    /// How long the joins took.
    pub joining: Duration,
    /// The server's memory before anybody came and when all were there, in bytes, where it runs on this machine.
    pub memory: Option<(u64, u64)>,
    /// Cores that the server kept busy while all were there, where it runs on this machine.
    pub cores: Option<f64>,
    /// Frames and bytes that came a second while all were there.
    pub traffic: (f64, f64),
}

/// What participants know of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// They come; nothing is measured.
    Joining,
    /// All are there.
    Measuring,
    /// They leave.
    Over,
}

/// Has them all come, stay and leave.
///
/// # Errors
/// Where the server's process can't be looked at.
pub async fn run(load: &Load) -> anyhow::Result<Outcome> {
    let server = load.servers.iter().find_map(|server| Process::listening_on(server.port()));
    let empty = server.map(|server| server.memory()).transpose()?;
    let measured = Arc::new(Measured::default());
    let (say, stage) = watch::channel(Stage::Joining);
    let began = Instant::now();
    let mut people = JoinSet::new();
    for n in 0..load.participants {
        sleep_until(began + Duration::from_secs_f64(n as f64 / load.join_rate)).await;
        let participant = Participant {
            number: n,
            server: load.servers[n % load.servers.len()],
            session: load.session,
            cookie: load.cookies[n % load.cookies.len()].clone(),
            population: load.participants,
        };
        people.spawn(participant.attend(measured.clone(), stage.clone(), began));
    }
    let all = load.participants as u64;
    let deadline = Instant::now() + LONGEST_JOIN;
    while measured.joined.load(Relaxed) + measured.refused.load(Relaxed) < all && Instant::now() < deadline {
        sleep(Duration::from_millis(10)).await;
    }
    let joining = began.elapsed();
    sleep(SETTLING).await;

    let full = server.map(|server| server.memory()).transpose()?;
    let before = (Instant::now(), server.map(|server| server.busy()).transpose()?, traffic(&measured));
    say.send_replace(Stage::Measuring);
    sleep(load.length).await;
    let took = before.0.elapsed().as_secs_f64();
    let busy = server.map(|server| server.busy()).transpose()?;
    let (frames, bytes) = traffic(&measured);
    say.send_replace(Stage::Over);
    while people.join_next().await.is_some() {}
    Ok(Outcome {
        participants: load.participants,
        measured,
        joining,
        memory: empty.zip(full),
        cores: before.1.zip(busy).map(|(before, after)| (after - before).as_secs_f64() / took),
        traffic: ((frames - before.2.0) as f64 / took, (bytes - before.2.1) as f64 / took),
    })
}

fn traffic(measured: &Measured) -> (u64, u64) {
    (measured.frames.load(Relaxed), measured.bytes.load(Relaxed))
}
