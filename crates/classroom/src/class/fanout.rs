//! When news goes out: at once where few listen. Where many do, what comes in a short while goes out together, so that
//! notifying everybody never takes more of a machine than it has.

use std::collections::{HashMap, VecDeque};
use std::mem::Discriminant;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::ids::UserId;
use domain::wire::{Ephemeral, Shown};
use tokio::sync::broadcast;
use tokio::time::{Instant, sleep_until};

use super::news::{Committed, News, Together};
use crate::ports::bus::{Bus, WakeUp};
use crate::ports::event_log::ClassKey;

/// Pieces of news a slow listener may be behind before it has to resume.
const NEWS: usize = 1_024;
/// Up to so many listeners events go out at once.
const FEW: usize = 64;
/// By how much each listener lengthens the wait between two rounds of events: about what a core spends on it.
const EACH: Duration = Duration::from_micros(10);
/// The shortest wait between two rounds of what is only shown: twenty a second.
const TICK: Duration = Duration::from_millis(50);
/// By how much each listener lengthens that: it is worth a quarter of what events are.
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
    /// A task sends what waits to be shown, round after round while there is something.
    showing: bool,
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

    fn add(self: &Arc<Self>, from: UserId, latest: Latest) {
        let mut waiting = self.waiting();
        let kind = (from, std::mem::discriminant(&latest.frame));
        if waiting.latest.insert(kind, latest).is_none() {
            waiting.order.push_back(kind);
        }
        if !std::mem::replace(&mut waiting.showing, true) {
            tokio::spawn(self.clone().show_rounds());
        }
    }

    /// Round after round until nothing waits. A round that comes late says that the machine has too much to do: the next
    /// one waits longer.
    async fn show_rounds(self: Arc<Self>) {
        loop {
            let round = self.take_round();
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
            if waiting.latest.is_empty() {
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
        EACH_SHOWN.saturating_mul(listeners).clamp(TICK, LONGEST_TICK)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
