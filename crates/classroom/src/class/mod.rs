//! A class that is open on this server: its state, its news, and the one writer of its log.

mod boards;
mod fanout;
mod heard;
mod news;
mod nodes;
mod streams;
mod submit;
mod writer;

pub use news::{Committed, News, Pieces, Tail, Together, encode};
pub use nodes::SILENCE;
pub use submit::{Outcome, Submitted};

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use boards::Drawings;
use bytes::Bytes;
use dashmap::DashMap;
use domain::command::SystemCommand;
use domain::event::Event;
use domain::ids::{CommandId, Sequence, UserId};
use domain::replay::is_asked;
use domain::role::Viewer;
use domain::stream::{Part, Piece, Streamed};
use domain::view::apply;
use domain::wire::{Ephemeral, ServerFrame};
use domain::{Asking, ClassView, participant};
use fanout::Fanout;
use news::FrameCache;
use streams::Source;
use submit::{PendingCommand, WriterRequest};
use tokio::sync::{OnceCell, broadcast, mpsc, oneshot};

use crate::ports::bus::{Bus, WakeUp};
use crate::ports::clock::Clock;
use crate::ports::event_log::{About, ClassKey, EventLog};
use crate::ports::snapshots::Snapshots;
use crate::refusal::Refusal;

/// Events kept in memory for those who come back after a short while; older tails are answered by a snapshot.
const TAIL: usize = 4_096;
/// Events read at once where the whole log is asked for.
const PART: usize = 1_000;
/// Commands that may wait for the writer; more make the sender wait.
const WAITING: usize = 4_096;

/// The classes that are open on this server.
pub struct Classes {
    node: String,
    log: Arc<dyn EventLog>,
    snapshots: Arc<dyn Snapshots>,
    bus: Arc<dyn Bus>,
    clock: Arc<dyn Clock>,
    open: Open,
    /// Classes that are being opened: when hundreds come at once, one folds the log for all.
    opening: DashMap<ClassKey, Opening>,
}

/// A class that is being folded, for all who asked for it meanwhile.
type Opening = Arc<OnceCell<Result<Arc<Class>, Refusal>>>;

/// The open classes; their writers take themselves out when nobody needs them any more.
type Open = Arc<DashMap<ClassKey, Arc<Class>>>;

impl Classes {
    /// No class is open yet. `node` names this server among those of the installation.
    #[must_use]
    pub fn new(
        node: &str,
        log: Arc<dyn EventLog>,
        snapshots: Arc<dyn Snapshots>,
        bus: Arc<dyn Bus>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (open, opening) = (Open::default(), DashMap::new());
        Self { node: node.to_owned(), log, snapshots, bus, clock, open, opening }
    }

    /// This server's name among those of the installation.
    #[must_use]
    pub fn node(&self) -> &str {
        &self.node
    }

    /// The class, opened if it isn't open yet: from what is stored of it and the rest of its log, or else by folding the
    /// whole log.
    ///
    /// # Errors
    /// [`Refusal::Paused`] when the log can't be read.
    pub async fn open(&self, key: ClassKey) -> Result<Arc<Class>, Refusal> {
        if let Some(class) = self.is_open(key) {
            return Ok(class);
        }
        let opening = self.opening.entry(key).or_default().clone();
        let opened = opening.get_or_init(|| self.fold(key)).await.clone();
        self.opening.remove_if(&key, |_, other| Arc::ptr_eq(other, &opening));
        opened
    }

    /// What a class's log says up to now of boards, or of all but them, in order.
    ///
    /// # Errors
    /// [`Refusal::Paused`] when it can't be read.
    pub async fn history(&self, key: ClassKey, about: About) -> Result<Vec<Event>, Refusal> {
        self.since(key, about, Sequence::default()).await
    }

    /// Looks at what a class's log says of questions and polls. It is read when somebody asks first, and then kept up to
    /// date: when a class ends everybody opens its replay at once, and again and again while it is made.
    ///
    /// # Errors
    /// [`Refusal::Paused`] when the log can't be read.
    pub async fn asked<T>(&self, class: &Class, look: impl FnOnce(&[Event]) -> T) -> Result<T, Refusal> {
        let mut asked = class.asked.lock().await;
        if asked.through < class.read(|view| view.sequence) {
            let through = class.read(|view| view.sequence);
            let new = self.since(class.key, About::AllElse, asked.through).await?;
            asked.through = new.last().map_or(through, |event| event.sequence.max(through));
            asked.events.extend(new.into_iter().filter(|event| is_asked(&event.fact)));
        }
        Ok(look(&asked.events))
    }

    /// The events after one that are about something.
    pub(crate) async fn since(
        &self,
        key: ClassKey,
        about: About,
        after: Sequence,
    ) -> Result<Vec<Event>, Refusal> {
        let mut events: Vec<Event> = Vec::new();
        loop {
            let after = events.last().map_or(after, |event| event.sequence);
            let page = self.log.read_about(key, about, after, PART).await?;
            let last_page = page.len() < PART;
            events.extend(page);
            if last_page {
                return Ok(events);
            }
        }
    }

    fn is_open(&self, key: ClassKey) -> Option<Arc<Class>> {
        self.open.get(&key).map(|class| class.clone())
    }

    async fn fold(&self, key: ClassKey) -> Result<Arc<Class>, Refusal> {
        // Somebody may have been done just before.
        if let Some(class) = self.is_open(key) {
            return Ok(class);
        }
        let (class, writer) = writer::open(self, key).await?;
        class.forget_lost_tabs(CommandId(uuid::Uuid::now_v7()));
        // Two may have folded the log at once; one writer stays.
        let kept = self.open.entry(key).or_insert_with(|| {
            tokio::spawn(writer.run());
            class
        });
        Ok(kept.clone())
    }

    /// Hears the bus until the process ends: wakes classes that another server wrote to, passes ephemeral frames on.
    pub async fn listen(self: Arc<Self>) {
        let mut wake_ups = self.bus.listen();
        loop {
            match wake_ups.recv().await {
                Ok(WakeUp::LogGrew { class, from }) if from != self.node => {
                    if let Some(class) = self.open.get(&class) {
                        class.refresh();
                    }
                }
                Ok(WakeUp::Ephemeral { class, from, user, frame }) if from != self.node => {
                    if let Some(class) = self.open.get(&class) {
                        class.fanout.heard(user, frame);
                    }
                }
                Ok(WakeUp::Streams { class, from, pieces }) if from != self.node => {
                    if let Some(class) = self.open.get(&class) {
                        pieces.into_iter().for_each(|piece| class.fanout.append(piece, Source::Elsewhere));
                    }
                }
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    self.open.iter().for_each(|class| class.refresh());
                }
                Err(broadcast::error::RecvError::Closed) => return,
            }
        }
    }

    /// How many classes are open here.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open.len()
    }
}

/// A class that is open here.
pub struct Class {
    key: ClassKey,
    node: String,
    requests: mpsc::Sender<WriterRequest>,
    state: RwLock<Published>,
    frames: Mutex<FrameCache>,
    fanout: Arc<Fanout>,
    asked: tokio::sync::Mutex<AskedEvents>,
    drawings: tokio::sync::Mutex<Drawings>,
}

/// What the log says of questions and polls, as far as it was read.
#[derive(Default)]
struct AskedEvents {
    through: Sequence,
    events: Vec<Event>,
}

/// What is committed, as this server knows it.
#[derive(Default)]
struct Published {
    view: ClassView,
    tail: VecDeque<Event>,
    paused: bool,
}

impl Class {
    /// Which class this is.
    #[must_use]
    pub fn key(&self) -> ClassKey {
        self.key
    }

    /// Reads what other servers have written by now. Whoever comes from another server waits for it, so that nothing is
    /// refused here, or done twice, that was in the log when they came.
    ///
    /// # Errors
    /// [`Refusal::Paused`] while the log can't be read.
    pub async fn catch_up(&self) -> Result<(), Refusal> {
        let (done, caught_up) = oneshot::channel();
        self.requests.send(WriterRequest::CatchUp(done)).await.map_err(|_| Refusal::Paused)?;
        caught_up.await.map_err(|_| Refusal::Paused)
    }

    /// Reads from the committed state.
    pub fn read<T>(&self, look: impl FnOnce(&ClassView) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner).view)
    }

    /// Everything from now on, and before it what leads from `resume_after` to now: the events, or a snapshot
    /// where they are too many or the listener is new.
    #[must_use]
    pub fn follow(
        &self,
        viewer: &Viewer,
        resume_after: Option<Sequence>,
    ) -> (Tail, broadcast::Receiver<News>) {
        // Subscribed first: what is committed in between comes twice and is skipped by its sequence, never missed.
        let news = self.fanout.subscribe();
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        (frames.tail(&state.view, &state.tail, viewer, resume_after), news)
    }

    /// The class as one sees it who is not let in, and everything from now on: [`Committed::moves_people`] says when to
    /// look again.
    #[must_use]
    pub fn follow_from_outside(&self, viewer: &Viewer) -> (ClassView, broadcast::Receiver<News>) {
        let news = self.fanout.subscribe();
        (self.read(|view| view.for_outsider(viewer)), news)
    }

    /// Whether the log can't be written at the moment.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.state.read().unwrap_or_else(PoisonError::into_inner).paused
    }

    /// Shows something to everybody, here and on other servers, and forgets it. Of what one person shows again and
    /// again only the last goes out, at most twenty times a second.
    pub fn show(&self, from: UserId, frame: Ephemeral) {
        self.fanout.show(from, frame);
    }

    /// Something of one person's grows by a piece, here and on other servers, and is forgotten once it is whole. Every piece
    /// goes out, in its order. What they may not send, what doesn't go on where it ended, and what is more than a person or a
    /// class may send is dropped as a whole, and everybody is shown that.
    pub fn append(&self, viewer: &Viewer, piece: Piece) {
        let streamed = Streamed { from: viewer.user, piece };
        let may = match &streamed.piece.part {
            Part::Appended { content } => self.read(|view| view.lets_append(viewer, content)),
            Part::Done | Part::Dropped => true,
        };
        if may {
            self.fanout.append(streamed, Source::Here);
        } else {
            self.fanout.give_up(streamed.name());
        }
    }

    /// All that grows and reaches a viewer, each from its start, as the frame that replaces what they had of it; for who
    /// follows the class already, so that nothing is missed in between. `None` where nothing grows.
    #[must_use]
    pub fn growing(&self, viewer: &Viewer) -> Option<Bytes> {
        let pieces = self.fanout.growing(viewer);
        (!pieces.is_empty()).then(|| encode(&ServerFrame::Streams { anew: true, pieces }))
    }

    /// The events after one, where they are all kept in memory.
    fn kept_after(&self, after: Sequence) -> Option<Vec<Event>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let first = state.tail.front()?.sequence;
        let rest = state.tail.partition_point(|event| event.sequence <= after);
        (first <= after.next()).then(|| state.tail.range(rest..).cloned().collect())
    }

    /// Tabs that the log says this server holds are from before it restarted: it is only just opening the class.
    fn forget_lost_tabs(&self, id: CommandId) {
        if self.read(|view| view.core.nodes().any(|node| *node == self.node)) {
            let (answer, _) = oneshot::channel();
            let command = SystemCommand::Participant(participant::SystemCommand::ForgetNode {
                node: self.node.clone(),
            });
            let pending = PendingCommand::new(id, Asking::SYSTEM, command.into(), answer);
            // Its queue is empty: nobody else has this class yet.
            let _ = self.requests.try_send(WriterRequest::Command(pending));
        }
    }

    /// Has the writer read what another server wrote. A full queue needs no wake-up: its next write finds out.
    fn refresh(&self) {
        let _ = self.requests.try_send(WriterRequest::Refresh);
    }

    /// The state that the class begins with, and the events just before it.
    fn begin(&self, view: ClassView, tail: Vec<Event>) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.view = view;
        state.tail = tail.into();
    }

    /// Makes committed events part of the state, then notifies everybody.
    fn publish(&self, events: Vec<Event>) {
        let Some(last) = events.last() else { return };
        let through = last.sequence;
        let after = {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            let after = state.view.sequence;
            for event in &events {
                apply(&mut state.view, event);
                state.tail.push_back(event.clone());
            }
            let surplus = state.tail.len().saturating_sub(TAIL);
            state.tail.drain(..surplus);
            self.frames.lock().unwrap_or_else(PoisonError::into_inner).outdate(&events);
            after
        };
        self.fanout.publish(Committed::new(after, through, events));
    }

    fn set_paused(&self, paused: bool) {
        let was = {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut state.paused, paused)
        };
        if was != paused {
            tracing::warn!(session = %self.key.session, paused, "the log of a class became unwritable or writable");
            self.fanout.notify(if paused { News::Paused } else { News::Resumed });
        }
    }
}
