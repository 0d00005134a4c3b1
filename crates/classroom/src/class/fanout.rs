//! When news goes out: at once where few listen. Where many do, what comes in a short while goes out together, so that
//! notifying everybody never takes more of a machine than it has. What is only shown goes out in rounds: of what replaces what was
//! before the last of each kind and person, of what grows every piece in its order.

use std::collections::{HashMap, VecDeque};
use std::mem::Discriminant;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::ids::UserId;
use domain::role::Viewer;
use domain::stream::{Name, Streamed};
use domain::wire::{Ephemeral, Shown};
use tokio::sync::broadcast;
use tokio::time::{Instant, sleep_until};

use super::news::{Committed, News, Pieces, Together};
use super::streams::{Growing, Outgoing, Source};
use crate::ports::bus::{Bus, WakeUp};
use crate::ports::event_log::ClassKey;

/// Pieces of news a slow listener may be behind before it has to resume.
const NEWS: usize = 1_024;
/// Up to so many listeners events go out at once.
const FEW: usize = 64;
/// By how much each listener lengthens the wait between two rounds of events: about what a core spends on it.
const EACH: Duration = Duration::from_micros(10);
/// The wait between two rounds of what is only shown, in a class of some size: twenty a second.
const TICK: Duration = Duration::from_millis(50);
/// The same where few listen: a stroke grows on their screens nearly as it does under the pen.
const SHORTEST_TICK: Duration = Duration::from_millis(20);
/// By how much each listener brings the one nearer to the other, with 200 of them.
const EACH_OF_FEW: Duration = Duration::from_micros(250);
/// By how much each listener lengthens it in a large class: it is worth a quarter of what events are.
const EACH_SHOWN: Duration = Duration::from_micros(40);
/// The longest wait between two rounds of what is only shown, however late we are.
const LONGEST_TICK: Duration = Duration::from_secs(1);
/// People whose frames go out in one round, at most; the others' go in the next.
const MOST_SHOWN: usize = 256;

/// The way of a class's news to all who listen on this server.
pub(super) struct Fanout {
    class: ClassKey,
    node: String,
    bus: Arc<dyn Bus>,
    news: broadcast::Sender<News>,
    waiting: Mutex<Waiting>,
}

/// What hasn't gone out yet.
#[derive(Default)]
struct Waiting {
    committed: Option<Committed>,
    /// When the last events went out.
    last_sent: Option<Instant>,
    /// A task is on its way to send the events that wait.
    sending: bool,
    latest: HashMap<Kind, Latest>,
    /// The keys of `latest`, longest waiting first.
    order: VecDeque<Kind>,
    /// Pieces of what grows, in the order in which they came.
    pieces: Vec<Outgoing>,
    /// A task sends what waits to be shown, round after round while there is something.
    showing: bool,
    growing: Growing,
    /// A task gives up what is silent for too long, while there is something that grows.
    watching: bool,
}

/// What replaces what: the last frame of one kind by one person counts.
type Kind = (UserId, Discriminant<Ephemeral>);

struct Latest {
    frame: Ephemeral,
    /// Whether it was shown here, so that the other servers have yet to hear of it.
    ours: bool,
}

impl Fanout {
    pub(super) fn new(class: ClassKey, node: String, bus: Arc<dyn Bus>) -> Self {
        Self { class, node, bus, news: broadcast::Sender::new(NEWS), waiting: Mutex::default() }
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
    }

    /// Notifies everybody of what was committed, now or soon and together with what comes until then.
    pub(super) fn publish(self: &Arc<Self>, committed: Committed) {
        let mut waiting = self.waiting();
        match &mut waiting.committed {
            Some(before) => before.extend(committed),
            None => waiting.committed = Some(committed),
        }
        let due = waiting.last_sent.map(|last_sent| last_sent + self.pace());
        match due.filter(|due| *due > Instant::now()) {
            None => self.send_committed(&mut waiting),
            Some(due) if !waiting.sending => {
                waiting.sending = true;
                let fanout = self.clone();
                tokio::spawn(async move {
                    sleep_until(due).await;
                    let mut waiting = fanout.waiting();
                    waiting.sending = false;
                    fanout.send_committed(&mut waiting);
                });
            }
            Some(_) => {}
        }
    }

    /// Notifies everybody at once, after what was committed before.
    pub(super) fn notify(&self, news: News) {
        self.send_committed(&mut self.waiting());
        self.send(news);
    }

    /// Somebody here shows something.
    pub(super) fn show(self: &Arc<Self>, from: UserId, frame: Ephemeral) {
        self.add(from, Latest { frame, ours: true });
    }

    /// Somebody shows something on another server.
    pub(super) fn heard(self: &Arc<Self>, from: UserId, frame: Ephemeral) {
        self.add(from, Latest { frame, ours: false });
    }

    /// Something grows by a piece. What doesn't go on, or is too much, is dropped as a whole.
    pub(super) fn append(self: &Arc<Self>, streamed: Streamed, source: Source) {
        let mut waiting = self.waiting();
        let outgoing = waiting.growing.take(streamed, source, Instant::now());
        self.add_pieces(&mut waiting, outgoing);
        if waiting.growing.next_silence().is_some() && !std::mem::replace(&mut waiting.watching, true) {
            tokio::spawn(self.clone().watch());
        }
    }

    /// Gives up something that grows.
    pub(super) fn give_up(self: &Arc<Self>, name: Name) {
        let mut waiting = self.waiting();
        let outgoing = waiting.growing.give_up(name);
        self.add_pieces(&mut waiting, outgoing);
    }

    /// All that grows and reaches a viewer, each from its start. Pieces of it that still wait to go out come once more.
    pub(super) fn growing(&self, viewer: &Viewer) -> Vec<Streamed> {
        self.waiting().growing.whole(viewer)
    }

    async fn watch(self: Arc<Self>) {
        loop {
            let due = {
                let mut waiting = self.waiting();
                let silent = waiting.growing.give_up_silent(Instant::now());
                self.add_pieces(&mut waiting, silent);
                let Some(due) = waiting.growing.next_silence() else {
                    waiting.watching = false;
                    return;
                };
                due
            };
            sleep_until(due).await;
        }
    }

    fn add_pieces(self: &Arc<Self>, waiting: &mut Waiting, pieces: impl IntoIterator<Item = Outgoing>) {
        waiting.pieces.extend(pieces);
        if !waiting.pieces.is_empty() {
            self.begin_rounds(waiting);
        }
    }

    fn begin_rounds(self: &Arc<Self>, waiting: &mut Waiting) {
        if !std::mem::replace(&mut waiting.showing, true) {
            tokio::spawn(self.clone().show_rounds());
        }
    }

    fn add(self: &Arc<Self>, from: UserId, latest: Latest) {
        let mut waiting = self.waiting();
        let kind = (from, std::mem::discriminant(&latest.frame));
        if waiting.latest.insert(kind, latest).is_none() {
            waiting.order.push_back(kind);
        }
        self.begin_rounds(&mut waiting);
    }

    /// Round after round until nothing waits. A round that comes late says that the machine has too much to do: the next
    /// one waits longer.
    async fn show_rounds(self: Arc<Self>) {
        loop {
            let (round, pieces) = (self.take_round(), std::mem::take(&mut self.waiting().pieces));
            if !pieces.is_empty() {
                self.send_pieces(pieces).await;
            }
            if !round.is_empty() {
                let shown =
                    round.iter().map(|(from, latest)| Shown { from: *from, frame: latest.frame.clone() });
                self.send_shown(shown.collect());
            }
            for (user, latest) in round {
                if latest.ours {
                    let (class, from) = (self.class, self.node.clone());
                    self.bus.wake_up(WakeUp::Ephemeral { class, from, user, frame: latest.frame }).await;
                }
            }
            let due = Instant::now() + self.tick();
            sleep_until(due).await;
            let late = due.elapsed();
            if late > TICK / 4 {
                tokio::time::sleep((late * 4).min(LONGEST_TICK)).await;
            }
            let mut waiting = self.waiting();
            if waiting.latest.is_empty() && waiting.pieces.is_empty() {
                waiting.showing = false;
                return;
            }
        }
    }

    fn take_round(&self) -> Vec<(UserId, Latest)> {
        let mut waiting = self.waiting();
        let most = waiting.order.len().min(MOST_SHOWN);
        let kinds: Vec<Kind> = waiting.order.drain(..most).collect();
        kinds.into_iter().filter_map(|kind| Some((kind.0, waiting.latest.remove(&kind)?))).collect()
    }

    async fn send_pieces(&self, pieces: Vec<Outgoing>) {
        let ours = pieces.iter().filter(|outgoing| outgoing.source == Source::Here);
        let ours: Vec<Streamed> = ours.map(|outgoing| outgoing.streamed.clone()).collect();
        self.notify(News::Streams(Arc::new(Pieces::new(pieces))));
        if !ours.is_empty() {
            let (class, from) = (self.class, self.node.clone());
            self.bus.wake_up(WakeUp::Streams { class, from, pieces: ours }).await;
        }
    }

    /// Events that wait go out with it: whoever is woken has one thing to send instead of two.
    fn send_shown(&self, shown: Vec<Shown>) {
        let mut waiting = self.waiting();
        self.send_committed(&mut waiting);
        self.send(News::Ephemeral(Arc::new(Together::new(shown))));
    }

    fn send_committed(&self, waiting: &mut Waiting) {
        if let Some(committed) = waiting.committed.take() {
            waiting.last_sent = Some(Instant::now());
            self.send(News::Committed(Arc::new(committed)));
        }
    }

    fn send(&self, news: News) {
        // Nobody listening is no error.
        let _ = self.news.send(news);
    }

    /// The wait between two rounds of events.
    fn pace(&self) -> Duration {
        let listeners = self.news.receiver_count();
        if listeners <= FEW { Duration::ZERO } else { EACH * u32::try_from(listeners).unwrap_or(u32::MAX) }
    }

    /// The wait between two rounds of what is only shown.
    fn tick(&self) -> Duration {
        let listeners = u32::try_from(self.news.receiver_count()).unwrap_or(u32::MAX);
        let usual = EACH_OF_FEW.saturating_mul(listeners).clamp(SHORTEST_TICK, TICK);
        EACH_SHOWN.saturating_mul(listeners).clamp(usual, LONGEST_TICK)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
