//! What passing a message on to a screen costs, beside Socket.IO and Centrifugo: the same text from as many senders to
//! as many receivers, through the same clients, one server after the other. Ours seals and commits each message first.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use domain::Command;
use domain::ids::{CommandId, MessageId};
use domain::wire::ClientFrame;
use testkit::bench::{Better, Figure, Report};
use testkit::load::{Process, Socket, Spread, started_class};
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep};
use uuid::Uuid;

use super::peers::{Peer, at_centrifugo, at_socket_io};
use super::school::School;

/// Tabs that get every message.
pub const RECEIVERS: usize = 400;
/// Those of them that write, each as soon as its message before came back, but not faster than a tab may.
const SENDERS: usize = 100;
/// Between two messages of one tab.
const PACE: Duration = Duration::from_millis(40);
const WARM_UP: Duration = Duration::from_secs(2);
const MEASURED: Duration = Duration::from_secs(6);
/// Stands around the name of a message.
const MARK: u8 = b'~';

/// Which server.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Lectern,
    /// One that passes texts on as they are.
    Frames,
    SocketIo,
    Centrifugo,
}

/// What a server did.
pub struct Passed {
    /// Messages that reached a screen, a second.
    pub rate: f64,
    /// The same for each second that a core was busy for the server.
    pub per_core: f64,
    /// Until a sender has its own message back, at the 95th of a hundred, in ms.
    pub back: f64,
}

pub async fn measure(school: &School, report: &mut Report) {
    let lectern = at_lectern(school).await;
    let socket_io = {
        let peer = Peer::socket_io().await;
        let mut tabs = Vec::new();
        for _ in 0..RECEIVERS {
            tabs.push(at_socket_io(peer.address).await);
        }
        pass(Kind::SocketIo, tabs, peer.process()).await
    };
    let centrifugo = {
        let peer = Peer::centrifugo(&school.state).await;
        let mut tabs = Vec::new();
        for _ in 0..RECEIVERS {
            tabs.push(at_centrifugo(peer.address).await);
        }
        pass(Kind::Centrifugo, tabs, peer.process()).await
    };
    let figure = |key: &str, value: f64| Figure::new(key, value, "messages/s", Better::Higher);
    report.push(
        figure("fan-out, per core", lectern.per_core)
            .aim((5.0 * socket_io.per_core).max(centrifugo.per_core))
            .beside("Socket.IO", socket_io.per_core)
            .beside("Centrifugo", centrifugo.per_core),
    );
    report.push(
        figure("fan-out", lectern.rate)
            .beside("Socket.IO", socket_io.rate)
            .beside("Centrifugo", centrifugo.rate),
    );
}

async fn at_lectern(school: &School) -> Passed {
    let session = started_class(&school.teacher).await.expect("the class starts");
    let address: SocketAddr = school.server.address();
    let mut tabs = Vec::new();
    for cookie in &school.students[..RECEIVERS] {
        tabs.push(super::come(address, session, cookie, None).await.expect("the class opens"));
    }
    let process = Process::listening_on(address.port()).expect("the server's process");
    pass(Kind::Lectern, tabs, process).await
}

/// Has the senders write and everybody read.
pub async fn pass(kind: Kind, tabs: Vec<Socket>, server: Process) -> Passed {
    let (read, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let back = Arc::new(Spread::default());
    let mut people = JoinSet::new();
    for (n, socket) in tabs.into_iter().enumerate() {
        people.spawn(talk(kind, n, socket, read.clone(), back.clone(), over.clone()));
    }
    sleep(WARM_UP).await;
    let before = (Instant::now(), read.load(Relaxed), server.busy().expect("the server runs"));
    sleep(MEASURED).await;
    let messages = (read.load(Relaxed) - before.1) as f64;
    let busy = (server.busy().expect("the server runs") - before.2).as_secs_f64();
    let rate = messages / before.0.elapsed().as_secs_f64();
    eprintln!("  {kind:?}: {rate:.0} messages/s, {:.2} cores", busy / before.0.elapsed().as_secs_f64());
    over.store(true, Relaxed);
    people.abort_all();
    while people.join_next().await.is_some() {}
    Passed { rate, per_core: messages / busy, back: back.percentile(95) }
}

async fn talk(
    kind: Kind,
    number: usize,
    mut socket: Socket,
    read: Arc<AtomicU64>,
    back: Arc<Spread>,
    over: Arc<AtomicBool>,
) {
    let mut own = Vec::new();
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut count, mut came_back, mut sent) = (0, true, Instant::now());
    while !over.load(Relaxed) {
        tokio::select! {
            biased;
            _ = pace.tick(), if number < SENDERS && came_back => {
                count += 1;
                own = format!("~{number}-{count}~").into_bytes();
                (came_back, sent) = (false, Instant::now());
                let text = format!("~{number}-{count}~ So the period doesn't depend on how far we pull it, only on the mass?");
                socket.say(&kind.publish(&text)).await.expect("it is sent");
            }
            ready = socket.ready() => {
                ready.expect("the server stays");
                let mut answer = None;
                socket
                    .read(|text| {
                        let marks = text.iter().filter(|byte| **byte == MARK).count();
                        read.fetch_add(marks as u64 / 2, Relaxed);
                        if !came_back && text.windows(own.len()).any(|part| part == own) {
                            came_back = true;
                            back.add(sent.elapsed());
                        }
                        answer = answer.or(kind.answer(text));
                    })
                    .expect("the server stays");
                if let Some(answer) = answer {
                    socket.say(answer).await.expect("it is sent");
                }
            }
        }
    }
}

impl Kind {
    fn publish(self, text: &str) -> Vec<u8> {
        match self {
            Self::Lectern => {
                let command = Command::chat(MessageId(Uuid::now_v7()), text);
                let frame = ClientFrame::Command { id: CommandId(Uuid::now_v7()), command };
                serde_json::to_vec(&frame).expect("JSON")
            }
            Self::Frames => text.as_bytes().to_vec(),
            Self::SocketIo => format!("42[\"m\",{}]", serde_json::json!(text)).into_bytes(),
            Self::Centrifugo => {
                let publish = serde_json::json!({ "channel": "class", "data": text });
                serde_json::json!({ "id": 3, "publish": publish }).to_string().into_bytes()
            }
        }
    }

    /// What keeps the channel open, where the server asks in its own protocol.
    fn answer(self, text: &[u8]) -> Option<&'static [u8]> {
        match (self, text) {
            (Self::SocketIo, b"2") => Some(b"3"),
            (Self::Centrifugo, b"{}") => Some(b"{}"),
            _ => None,
        }
    }
}
