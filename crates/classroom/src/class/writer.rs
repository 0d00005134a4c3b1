//! The writer: the one task that decides and commits for a class on this server. Commands that arrive while a
//! commit is in flight go together into the next one.

use std::sync::Arc;
use std::time::Duration;

use domain::command::SystemCommand;
use domain::event::Event;
use domain::ids::{CommandId, Sequence};
use domain::session::next_due;
use domain::view::apply;
use domain::{Asking, ClassView, Rejection, decide};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::fanout::Fanout;
use super::heard::{Heard, Standing};
use super::submit::{Asked, Outcome, Wish};
use super::{Class, Classes, Open, WAITING};
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

/// What a command is answered.
type Answer = Result<Outcome, Refusal>;

pub(super) struct Writer {
    class: Arc<Class>,
    open: Open,
    log: Arc<dyn EventLog>,
    bus: Arc<dyn Bus>,
    clock: Arc<dyn Clock>,
    wishes: mpsc::Receiver<Wish>,
    /// The committed state and what is about to be committed on top of it.
    deciding: ClassView,
    /// Every command in the log.
    heard: Heard,
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
        fanout: Arc::new(Fanout::new(key, classes.node.clone(), classes.bus.clone())),
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
        heard: Heard::default(),
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
            let mut looked_up = Vec::new();
            for wish in batch.drain(..) {
                match wish {
                    Wish::Command(one) => asked.push(one),
                    Wish::LookUp(one) => looked_up.push(one),
                    Wish::Refresh => refresh = true,
                    Wish::CatchUp(done) => newcomers.push(done),
                }
            }
            if refresh || !newcomers.is_empty() {
                self.refresh(newcomers).await;
            }
            if !looked_up.is_empty() {
                last_asked = Instant::now();
                self.look_up(looked_up).await;
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
    async fn wish(&mut self, command: SystemCommand) {
        // Nobody waits for the answer.
        let (answer, _) = oneshot::channel();
        let id = CommandId(uuid::Uuid::now_v7());
        self.write(vec![Asked::new(id, Asking::SYSTEM, command.into(), answer)]).await;
    }

    /// Closes the class where nobody holds it but the list of open classes and this writer. Whoever wants it gets it
    /// from that list, which is locked meanwhile, or opens it anew.
    fn close(&self) -> bool {
        let unheld =
            |_: &_, class: &Arc<Class>| Arc::ptr_eq(class, &self.class) && Arc::strong_count(class) == 2;
        self.open.remove_if(&self.class.key, unheld).is_some()
    }

    /// Decides and commits a batch, again and again while other servers write first.
    async fn write(&mut self, mut asked: Vec<Asked>) {
        loop {
            if let Err(error) = self.recall(&asked).await {
                tracing::warn!(session = %self.class.key.session, %error, "the log can't be looked into");
                return self.pause(asked).await;
            }
            let (events, answers) = self.decide_all(&asked);
            let done =
                if events.is_empty() { Ok(()) } else { self.log.append(self.class.key, &events).await };
            match done {
                Ok(()) => {
                    self.commit(events).await;
                    for (asked, answer) in asked.into_iter().zip(answers) {
                        if matches!(answer, Ok(Outcome::Done(_))) {
                            self.heard.learn(asked.id, asked.content);
                        }
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
                Err(LogError::Taken) => {
                    self.forget_undecided();
                    asked.into_iter().for_each(|one| drop(one.answer.send(Err(LogError::Taken.into()))));
                    return;
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
    fn decide_all(&mut self, asked: &[Asked]) -> (Vec<Event>, Vec<Answer>) {
        let now = self.clock.now();
        let mut events = Vec::with_capacity(asked.len());
        let mut answers = Vec::with_capacity(asked.len());
        let mut in_batch = Heard::default();
        for Asked { id, asking, command, content, .. } in asked {
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
                                offset: self.deciding.offset(now),
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

    /// Finds out what commands that come again said when they were said first, where the log alone knows: this server has
    /// opened the class since, or another one decided them.
    async fn recall(&mut self, asked: &[Asked]) -> Result<(), LogError> {
        for Asked { id, asking, command, content, .. } in asked {
            let Standing::InLog { first, last } = self.heard.standing(*id, *asking, content) else {
                continue;
            };
            let (before, many) = (Sequence(first.0.saturating_sub(1)), last.0.saturating_sub(first.0) + 1);
            let many = usize::try_from(many).unwrap_or(usize::MAX);
            let events = self.log.read(self.class.key, before, many).await?;
            let facts = events.iter().filter(|event| event.command == *id).map(|event| &event.fact);
            if command.could_have_made(facts) {
                self.heard.learn(*id, *content);
            }
        }
        Ok(())
    }

    /// Says what the log knows of commands, and what the class's rules say to new ones, without writing anything.
    async fn look_up(&mut self, asked: Vec<Asked>) {
        let recalled = self.recall(&asked).await;
        let now = self.clock.now();
        for Asked { id, asking, command, content, answer } in asked {
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
        self.bus.knock(Knock::LogGrew { class, from }).await;
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
                        Some(Wish::Command(one) | Wish::LookUp(one)) => drop(one.answer.send(Err(Refusal::Paused))),
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
