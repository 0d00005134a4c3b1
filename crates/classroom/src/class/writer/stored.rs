//! What is stored of a class folded: how a class begins with it, and when it is made anew. Nothing waits for the second.

use std::sync::Arc;
use std::time::Duration;

use domain::ClassView;
use domain::ids::Sequence;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::super::heard::Heard;
use super::Writer;
use crate::ports::event_log::LogError;
use crate::ports::snapshots::Snapshots;

/// Events before the end of what is stored that are read all the same, for those who were away for a moment: they get events
/// in place of the whole class.
const RESUMED: u64 = 1_024;
/// By how many events a class grows before it is stored anew.
const GROWN: u64 = 4_000;
/// As [`GROWN`], where the class is closed: it is opened again for its replay.
const GROWN_AT_CLOSE: u64 = 500;
/// The shortest time between two rounds of that, however fast a class grows.
const REST: Duration = Duration::from_secs(60);

/// How far the class is stored, and the task that stores it.
pub(super) struct Storing {
    snapshots: Arc<dyn Snapshots>,
    /// Where the log ended when it was stored last, or was to be.
    through: Sequence,
    began: Option<Instant>,
    task: Option<JoinHandle<()>>,
}

impl Storing {
    pub fn new(snapshots: Arc<dyn Snapshots>) -> Self {
        Self { snapshots, through: Sequence::default(), began: None, task: None }
    }

    fn is_resting(&self) -> bool {
        let soon = self.began.is_some_and(|began| began.elapsed() < REST);
        soon || self.task.as_ref().is_some_and(|task| !task.is_finished())
    }
}

impl Writer {
    /// Brings the class to the end of its log: from what is stored of it, or else from the log's beginning.
    pub(super) async fn begin(&mut self) -> Result<(), LogError> {
        if let Some(stored) = self.load().await {
            let end = stored.sequence;
            let before = Sequence(end.0.saturating_sub(RESUMED));
            let events = self.log.read(self.class.key, before, usize::try_from(RESUMED).unwrap_or(0)).await?;
            // Where the log was cut off meanwhile, what is stored is no part of it.
            if events.last().is_some_and(|last| last.sequence == end) {
                if before > Sequence::default() {
                    self.heard = Heard::of_end(&events);
                }
                self.heard.remember(&events);
                self.storing.through = end;
                self.class.begin(stored, events);
            }
        }
        self.catch_up().await
    }

    /// What is stored can be done without, whatever is wrong with it.
    async fn load(&self) -> Option<ClassView> {
        match self.storing.snapshots.load(self.class.key).await {
            Ok(stored) => stored,
            Err(error) => {
                tracing::warn!(session = %self.class.key.session, %error, "a stored class is of no use: its log is folded");
                None
            }
        }
    }

    /// Has a class stored that has grown by much since.
    pub(super) fn store_grown(&mut self) {
        if !self.storing.is_resting() {
            self.store(GROWN);
        }
    }

    /// Has a class stored that is closed here.
    pub(super) fn store_closed(&mut self) {
        self.store(GROWN_AT_CLOSE);
    }

    fn store(&mut self, grown: u64) {
        let end = self.class.read(|view| view.sequence);
        if end.0.saturating_sub(self.storing.through.0) < grown {
            return;
        }
        self.storing.through = end;
        self.storing.began = Some(Instant::now());
        let (snapshots, key) = (self.storing.snapshots.clone(), self.class.key);
        self.storing.task = Some(tokio::spawn(async move {
            if let Err(error) = snapshots.renew(key, grown).await {
                tracing::warn!(session = %key.session, %error, "a class could not be stored folded");
            }
        }));
    }
}
