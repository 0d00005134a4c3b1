//! The writer: the one task that decides and commits for a class on this server. Commands that arrive while a
//! commit is in flight go together into the next one.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::event::Event;
use domain::ids::{CommandId, Sequence};
use domain::session::next_due;
use domain::view::apply;
use domain::{Asking, ClassView, Command, decide};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::fanout::Fanout;
use super::{Asked, Class, Classes, Open, WAITING, Wish};
use crate::ports::bus::{Bus, Knock};
use crate::ports::clock::Clock;
use crate::ports::event_log::{ClassKey, EventLog, LogError};
use crate::refusal::Refusal;

/// Commands in one commit, at most.
const BATCH: usize = 512;
/// Events read from the log at once.
const PAGE: usize = 2_000;
/// How often a writer looks whether another server wrote, should its knock be lost.
const POLL: Duration = Duration::from_secs(2);
/// The first wait before trying the log again; it doubles up to [`LONGEST_WAIT`].
const SHORTEST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// How long a class that nobody holds and nobody asks stays in memory.
const IDLE: Duration = Duration::from_secs(60);

pub(super) struct Writer {
    class: Arc<Class>,
    open: Open,
    log: Arc<dyn EventLog>,
    bus: Arc<dyn Bus>,
    clock: Arc<dyn Clock>,
    wishes: mpsc::Receiver<Wish>,
    /// The committed state and what is about to be committed on top of it.
    deciding: ClassView,
    /// The last event of every command in the log: a command that comes again gets the same answer.
    heard: HashMap<CommandId, Sequence>,
}

/// Folds the class's log and makes its writer, not yet running.
pub(super) async fn open(classes: &Classes, key: ClassKey) -> Result<(Arc<Class>, Writer), Refusal> {
    let (send, wishes) = mpsc::channel(WAITING);
    let class = Arc::new(Class {
        key,
        node: classes.node.clone(),
        wishes: send,
        state: std::sync::RwLock::default(),
        kept: std::sync::Mutex::default(),
        fanout: Arc::new(Fanout::new(key.session, classes.node.clone(), classes.bus.clone())),
        asked: tokio::sync::Mutex::default(),
    });
    let mut writer = Writer {
        class: class.clone(),
        open: classes.open.clone(),
        log: classes.log.clone(),
        bus: classes.bus.clone(),
        clock: classes.clock.clone(),
        wishes,
        deciding: ClassView::default(),
        heard: HashMap::new(),
    };
    writer.catch_up().await?;
    Ok((class, writer))
}

impl Writer {
    pub(super) async fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut last_asked = Instant::now();
        loop {
            let received = tokio::time::timeout(POLL, self.wishes.recv_many(&mut batch, BATCH)).await;
            let mut refresh = match received {
                Ok(0) => return,
                Ok(_) => false,
                Err(_) if last_asked.elapsed() > IDLE && self.close() => return,
                Err(_) => true,
            };
            let (mut asked, mut newcomers) = (Vec::with_capacity(batch.len()), Vec::new());
            for wish in batch.drain(..) {
                match wish {
                    Wish::Command(one) => asked.push(one),
                    Wish::Refresh => refresh = true,
                    Wish::CatchUp(done) => newcomers.push(done),
                }
            }
            if refresh || !newcomers.is_empty() {
                self.refresh(newcomers).await;
            }
            if !asked.is_empty() {
                last_asked = Instant::now();
                self.write(asked).await;
            }
            if let Some(due) = next_due(&self.deciding).filter(|due| due.at <= self.clock.now()) {
                self.wish(due.command).await;
            }
        }
    }

    /// Reads on, and lets those go on who wait for it.
    async fn refresh(&mut self, newcomers: Vec<oneshot::Sender<()>>) {
        if self.catch_up().await.is_ok() {
            for done in newcomers {
                // Whoever came may have gone.
                let _ = done.send(());
            }
            return;
        }
        self.class.set_paused(true);
        drop(newcomers);
        self.wait_for_log().await;
    }

    /// Does what the clock wishes. On another server it wishes the same; who comes second changes nothing.
    async fn wish(&mut self, command: Command) {
        // Nobody waits for the answer.
        let (answer, _) = oneshot::channel();
        let id = CommandId(uuid::Uuid::now_v7());
        self.write(vec![Asked { id, asking: Asking::SYSTEM, command, answer }]).await;
    }

    /// Closes the class where nobody holds it but the list of open classes and this writer. Whoever wants it gets it
    /// from that list, which is locked meanwhile, or opens it anew.
    fn close(&self) -> bool {
        let unheld =
            |_: &_, class: &Arc<Class>| Arc::ptr_eq(class, &self.class) && Arc::strong_count(class) == 2;
        self.open.remove_if(&self.class.key.session, unheld).is_some()
    }

    /// Decides and commits a batch, again and again while other servers write first.
    async fn write(&mut self, mut asked: Vec<Asked>) {
        loop {
            let (events, answers) = self.decide_all(&asked);
            let done =
                if events.is_empty() { Ok(()) } else { self.log.append(self.class.key, &events).await };
            match done {
                Ok(()) => {
                    self.commit(events).await;
                    for (asked, answer) in asked.into_iter().zip(answers) {
                        // Whoever asked may have gone.
                        let _ = asked.answer.send(answer);
                    }
                    return;
                }
                Err(LogError::Conflict) => {
                    if self.catch_up().await.is_err() {
                        return self.pause(asked).await;
                    }
                    // Even where the tail is as long as our batch: what we decided isn't what was written.
                    self.forget_undecided();
                }
                Err(LogError::Unavailable(why)) => {
                    tracing::warn!(session = %self.class.key.session, %why, "a commit failed");
                    return self.pause(asked).await;
                }
                Err(LogError::Broken(why)) => {
                    tracing::error!(session = %self.class.key.session, %why, "the log refused a batch");
                    self.forget_undecided();
                    // One bad command must not refuse the others: each goes alone.
                    if asked.len() == 1 {
                        asked.drain(..).for_each(|one| drop(one.answer.send(Err(Refusal::Internal))));
                        return;
                    }
                    for one in asked {
                        Box::pin(self.write(vec![one])).await;
                    }
                    return;
                }
            }
        }
    }

    /// What the batch makes happen, applied to `deciding`, and each command's answer once that is committed.
    fn decide_all(&mut self, asked: &[Asked]) -> (Vec<Event>, Vec<Result<Sequence, Refusal>>) {
        let now = self.clock.now();
        let mut events = Vec::with_capacity(asked.len());
        let mut answers = Vec::with_capacity(asked.len());
        let mut batch_heard = HashMap::new();
        for Asked { id, asking, command, .. } in asked {
            if let Some(sequence) = self.heard.get(id).or_else(|| batch_heard.get(id)) {
                answers.push(Ok(*sequence));
                continue;
            }
            let facts = match decide(&self.deciding, *asking, command, now) {
                Ok(facts) => facts,
                Err(rejection) => {
                    answers.push(Err(rejection.into()));
                    continue;
                }
            };
            for fact in facts {
                let event = Event {
                    sequence: self.deciding.sequence.next(),
                    offset: self.deciding.offset(now),
                    at: now,
                    actor: asking.actor,
                    command: *id,
                    fact,
                };
                apply(&mut self.deciding, &event);
                batch_heard.insert(*id, event.sequence);
                events.push(event);
            }
            answers.push(Ok(self.deciding.sequence));
        }
        (events, answers)
    }

    async fn commit(&mut self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        self.remember(&events);
        metrics::counter!("lectern_events_committed_total").increment(events.len() as u64);
        for event in &events {
            let kind = event.fact.kind();
            tracing::debug!(target: "class", class = %self.class.key.session, event = event.sequence.0, "{kind}");
        }
        self.class.publish(events);
        let (session, from) = (self.class.key.session, self.class.node.clone());
        self.bus.knock(Knock::LogGrew { session, from }).await;
    }

    fn remember(&mut self, events: &[Event]) {
        self.heard.extend(events.iter().map(|event| (event.command, event.sequence)));
    }

    /// Reads what the log has beyond the published state: other servers' writes, and own ones whose commit was
    /// never confirmed.
    async fn catch_up(&mut self) -> Result<(), LogError> {
        loop {
            let after = self.class.read(|view| view.sequence);
            let events = self.log.read(self.class.key, after, PAGE).await?;
            let last_page = events.len() < PAGE;
            if !events.is_empty() {
                self.remember(&events);
                self.class.publish(events);
            }
            if last_page {
                break;
            }
        }
        if self.deciding.sequence != self.class.read(|view| view.sequence) {
            self.forget_undecided();
        }
        Ok(())
    }

    /// Back to what is committed.
    fn forget_undecided(&mut self) {
        self.deciding = self.class.read(Clone::clone);
    }

    /// The log can't be written: everybody sees it, and what was asked is sent again by whoever asked.
    async fn pause(&mut self, asked: Vec<Asked>) {
        self.class.set_paused(true);
        asked.into_iter().for_each(|one| drop(one.answer.send(Err(Refusal::Paused))));
        self.wait_for_log().await;
    }

    /// Refuses what comes with [`Refusal::Paused`] until the log can be read again, and with it what became of the last commit.
    async fn wait_for_log(&mut self) {
        self.class.set_paused(true);
        let mut wait = SHORTEST_WAIT;
        loop {
            let next_try = tokio::time::sleep(wait);
            tokio::pin!(next_try);
            loop {
                tokio::select! {
                    // In this order, so that a test's run is one run.
                    biased;
                    () = &mut next_try => break,
                    wish = self.wishes.recv() => match wish {
                        Some(Wish::Command(one)) => drop(one.answer.send(Err(Refusal::Paused))),
                        Some(Wish::Refresh | Wish::CatchUp(_)) => {}
                        None => return,
                    },
                }
            }
            if self.catch_up().await.is_ok() {
                self.forget_undecided();
                self.class.set_paused(false);
                return;
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }
}
