//! The writer: the one task that decides and commits for a class on this server. Commands that arrive while a
//! commit is in flight go together into the next one.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use domain::command::SystemCommand;
use domain::event::Event;
use domain::ids::CommandId;
use domain::session::next_due;
use domain::view::apply;
use domain::{Asking, ClassView, Rejection, decide};
use stored::Storing;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::fanout::Fanout;
use super::heard::{Heard, Standing};
use super::submit::{Outcome, PendingCommand, WriterRequest};
use super::{Class, Classes, Open, WAITING};
use crate::ports::bus::{Bus, WakeUp};
use crate::ports::clock::Clock;
use crate::ports::event_log::{ClassKey, EventLog, LogError};
use crate::refusal::Refusal;

mod paused;
mod recall;
mod stored;

/// Commands in one commit, at most.
const BATCH: usize = 512;
/// Events read from the log at once.
const PAGE: usize = 2_000;
/// How often a writer looks whether another server wrote, should its wake-up message be lost.
const POLL: Duration = Duration::from_secs(2);
/// How long a class that nobody holds and nobody asks stays in memory.
const IDLE: Duration = Duration::from_secs(60);

/// What a command is answered.
type Reply = Result<Outcome, Refusal>;

pub(super) struct Writer {
    class: Arc<Class>,
    open: Open,
    log: Arc<dyn EventLog>,
    bus: Arc<dyn Bus>,
    clock: Arc<dyn Clock>,
    requests: mpsc::Receiver<WriterRequest>,
    /// The committed state and what is about to be committed on top of it.
    deciding: ClassView,
    /// The last commands in the log.
    heard: Heard,
    storing: Storing,
    /// Nobody needs this class any more.
    closed: bool,
}

/// Brings the class to its log's end and makes its writer, not yet running.
pub(super) async fn open(classes: &Classes, key: ClassKey) -> Result<(Arc<Class>, Writer), Refusal> {
    let (send, requests) = mpsc::channel(WAITING);
    let class = Arc::new(Class {
        key,
        node: classes.node.clone(),
        requests: send,
        state: std::sync::RwLock::default(),
        frames: std::sync::Mutex::default(),
        fanout: Arc::new(Fanout::new(key, classes.node.clone(), classes.bus.clone())),
        asked: tokio::sync::Mutex::default(),
        drawings: tokio::sync::Mutex::default(),
    });
    let mut writer = Writer {
        class: class.clone(),
        open: classes.open.clone(),
        log: classes.log.clone(),
        bus: classes.bus.clone(),
        clock: classes.clock.clone(),
        requests,
        deciding: ClassView::default(),
        heard: Heard::default(),
        storing: Storing::new(classes.snapshots.clone()),
        closed: false,
    };
    writer.begin().await?;
    Ok((class, writer))
}

impl Writer {
    pub(super) async fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut last_asked = Instant::now();
        while !self.closed {
            let received = tokio::time::timeout(POLL, self.requests.recv_many(&mut batch, BATCH)).await;
            let mut refresh = match received {
                Ok(0) => return,
                Ok(_) => false,
                Err(_) if last_asked.elapsed() > IDLE && self.close() => return,
                Err(_) => true,
            };
            let (mut pending, mut newcomers) = (Vec::with_capacity(batch.len()), Vec::new());
            let mut looked_up = Vec::new();
            for request in batch.drain(..) {
                match request {
                    WriterRequest::Command(one) => pending.push(one),
                    WriterRequest::LookUp(one) => looked_up.push(one),
                    WriterRequest::Refresh => refresh = true,
                    WriterRequest::CatchUp(done) => newcomers.push(done),
                }
            }
            if refresh || !newcomers.is_empty() {
                self.refresh(newcomers).await;
            }
            if !looked_up.is_empty() {
                last_asked = Instant::now();
                self.look_up(looked_up).await;
            }
            if !pending.is_empty() {
                last_asked = Instant::now();
                self.write(pending).await;
            }
            if let Some(due) = next_due(&self.deciding.core).filter(|due| due.at <= self.clock.now())
                && !self.closed
            {
                self.write_due(due.command.into()).await;
            }
            self.store_grown();
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

    /// Sends the command that a timer has due. Timers fire on every server; the command that comes second changes nothing.
    async fn write_due(&mut self, command: SystemCommand) {
        // Nobody waits for the answer.
        let (answer, _) = oneshot::channel();
        let id = CommandId(uuid::Uuid::now_v7());
        self.write(vec![PendingCommand::new(id, Asking::SYSTEM, command.into(), answer)]).await;
    }

    /// Closes the class where nobody holds it but the list of open classes and this writer. Whoever wants it gets it
    /// from that list, which is locked meanwhile, or opens it anew.
    fn close(&mut self) -> bool {
        let unheld =
            |_: &_, class: &Arc<Class>| Arc::ptr_eq(class, &self.class) && Arc::strong_count(class) == 2;
        let closed = self.open.remove_if(&self.class.key, unheld).is_some();
        if closed {
            self.store_closed();
        }
        closed
    }

    /// Decides and commits a batch, again and again while other servers write first.
    async fn write(&mut self, mut pending: Vec<PendingCommand>) {
        // Looked up in the log and not there.
        let mut new = HashSet::new();
        loop {
            if let Err(error) = self.recall(&pending).await {
                tracing::warn!(session = %self.class.key.session, %error, "the log can't be looked into");
                return self.pause(pending).await;
            }
            let (events, answers) = self.decide_all(&pending);
            match self.find_forgotten(self.idle(&pending, &events), &mut new).await {
                Ok(false) => {}
                Ok(true) => {
                    self.forget_undecided();
                    continue;
                }
                Err(error) => {
                    tracing::warn!(session = %self.class.key.session, %error, "the log can't be looked into");
                    return self.pause(pending).await;
                }
            }
            let done =
                if events.is_empty() { Ok(()) } else { self.log.append(self.class.key, &events).await };
            match done {
                Ok(()) => {
                    self.commit(events).await;
                    for (pending, answer) in pending.into_iter().zip(answers) {
                        if matches!(answer, Ok(Outcome::Done(_))) {
                            self.heard.learn(pending.id, pending.content);
                        }
                        // Whoever asked may have gone.
                        let _ = pending.answer.send(answer);
                    }
                    return;
                }
                Err(LogError::Conflict) => {
                    if self.catch_up().await.is_err() {
                        return self.pause(pending).await;
                    }
                    // Even where the tail is as long as our batch: what we decided isn't what was written.
                    self.forget_undecided();
                    // It may also be a command that was written long ago.
                    new.clear();
                    let ids = pending.iter().map(|one| one.id);
                    if let Err(error) = self.find_forgotten(ids, &mut new).await {
                        tracing::warn!(session = %self.class.key.session, %error, "the log can't be looked into");
                        return self.pause(pending).await;
                    }
                }
                Err(LogError::Unavailable(why)) => {
                    tracing::warn!(session = %self.class.key.session, %why, "a commit failed");
                    return self.pause(pending).await;
                }
                Err(LogError::Altered(why)) => {
                    tracing::error!(
                        session = %self.class.key.session,
                        %why,
                        "the log of a class was changed from outside: nothing is added to it until it is put back (lectern-server verify names it, too)"
                    );
                    return self.pause(pending).await;
                }
                Err(LogError::Taken) => {
                    self.forget_undecided();
                    pending.into_iter().for_each(|one| drop(one.answer.send(Err(LogError::Taken.into()))));
                    return;
                }
                Err(LogError::Broken(why)) => {
                    tracing::error!(session = %self.class.key.session, %why, "the log refused a batch");
                    self.forget_undecided();
                    // One bad command must not refuse the others: each goes alone.
                    if pending.len() == 1 {
                        pending.drain(..).for_each(|one| drop(one.answer.send(Err(Refusal::Internal))));
                        return;
                    }
                    for one in pending {
                        Box::pin(self.write(vec![one])).await;
                    }
                    return;
                }
            }
        }
    }

    /// What the batch makes happen, applied to `deciding`, and each command's answer once that is committed.
    fn decide_all(&mut self, pending: &[PendingCommand]) -> (Vec<Event>, Vec<Reply>) {
        let now = self.clock.now();
        let mut events = Vec::with_capacity(pending.len());
        let mut answers = Vec::with_capacity(pending.len());
        let mut in_batch = Heard::default();
        for PendingCommand { id, asking, command, content, .. } in pending {
            let answer = match self.heard.standing(*id, *asking, content) {
                Standing::New => in_batch.standing(*id, *asking, content),
                known => known,
            };
            let answer = match answer {
                Standing::Same(sequence) => Ok(Outcome::Repeated(sequence)),
                // What is in the log was compared already, and is something else.
                Standing::Other | Standing::InLog { .. } => Err(Rejection::NameTaken.into()),
                Standing::New => match decide(&self.deciding, *asking, command, now) {
                    Err(rejection) => Err(rejection.into()),
                    Ok(facts) => {
                        let first = events.len();
                        for fact in facts {
                            let event = Event {
                                sequence: self.deciding.sequence.next(),
                                offset: self.deciding.core.offset(now),
                                at: now,
                                actor: asking.actor,
                                command: *id,
                                fact,
                            };
                            apply(&mut self.deciding, &event);
                            events.push(event);
                        }
                        in_batch.remember(&events[first..]);
                        in_batch.learn(*id, *content);
                        Ok(Outcome::Done(self.deciding.sequence))
                    }
                },
            };
            answers.push(answer);
        }
        (events, answers)
    }

    /// Those of a batch that made nothing. What makes something again is refused by the log; what makes nothing may have made it
    /// before, where anything was forgotten.
    fn idle(&self, pending: &[PendingCommand], events: &[Event]) -> Vec<CommandId> {
        if self.heard.knows_all() {
            return Vec::new();
        }
        let made: HashSet<_> = events.iter().map(|event| event.command).collect();
        pending.iter().map(|one| one.id).filter(|id| !made.contains(id)).collect()
    }

    /// Says what the log knows of commands, and what the class's rules say to new ones, without writing anything.
    async fn look_up(&mut self, pending: Vec<PendingCommand>) {
        let ids = pending.iter().map(|one| one.id);
        let recalled = match self.find_forgotten(ids, &mut HashSet::new()).await {
            Ok(_) => self.recall(&pending).await,
            Err(error) => Err(error),
        };
        let now = self.clock.now();
        for PendingCommand { id, asking, command, content, answer } in pending {
            let known = match (&recalled, self.heard.standing(id, asking, &content)) {
                (Err(_), _) => Err(Refusal::Paused),
                (Ok(()), Standing::New) => match decide(&self.deciding, asking, &command, now) {
                    Ok(_) => Ok(Outcome::New),
                    Err(rejection) => Err(rejection.into()),
                },
                (Ok(()), Standing::Same(sequence)) => Ok(Outcome::Repeated(sequence)),
                (Ok(()), Standing::Other | Standing::InLog { .. }) => Err(Rejection::NameTaken.into()),
            };
            // Whoever asked may have gone.
            let _ = answer.send(known);
        }
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
        let (class, from) = (self.class.key, self.class.node.clone());
        self.bus.wake_up(WakeUp::LogGrew { class, from }).await;
    }

    fn remember(&mut self, events: &[Event]) {
        self.heard.remember(events);
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
}
