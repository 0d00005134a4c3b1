//! A log in memory, as strict as the real one, and able to fail in each way that a real one can. Beside it the classes that are
//! stored folded.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use classroom::ports::event_log::{About, ClassKey, CommandPlace, EventLog, LogError};
use classroom::ports::records::StoreError;
use classroom::ports::snapshots::Snapshots;
use domain::ClassView;
use domain::chain::{self, Hash};
use domain::event::{self, Event, Fact};
use domain::ids::{CommandId, Sequence, SessionId, TenantId};
use domain::session;
use domain::view::{apply, read_whole, write_whole};
use domain::words::Words;
use tokio::sync::watch;

/// A fake log. Several servers may share it.
#[derive(Debug)]
pub struct FakeLog {
    inner: Mutex<Inner>,
    /// Whether appends wait.
    held: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Inner {
    classes: HashMap<SessionId, StoredLog>,
    /// Classes as they are stored folded, as bytes.
    snapshots: HashMap<ClassKey, Vec<u8>>,
    /// Events that were read, in all.
    read: usize,
    down: bool,
    lose_next_answer: bool,
    poison: Option<String>,
    altered: bool,
}

#[derive(Debug)]
struct StoredLog {
    tenant: TenantId,
    events: Vec<Event>,
    commands: HashSet<CommandId>,
    /// The last event's, as it was written.
    hash: Hash,
    /// Events in each commit.
    commits: Vec<usize>,
}

/// The fake is down.
struct Unreachable;

impl From<Unreachable> for LogError {
    fn from(Unreachable: Unreachable) -> Self {
        Self::Unavailable("the fake is down".to_owned())
    }
}

impl From<Unreachable> for StoreError {
    fn from(Unreachable: Unreachable) -> Self {
        Self::Unavailable("the fake is down".to_owned())
    }
}

impl Default for FakeLog {
    fn default() -> Self {
        Self { inner: Mutex::default(), held: watch::Sender::new(false) }
    }
}

impl FakeLog {
    /// Makes every call fail as if nothing answered, or work again.
    pub fn set_down(&self, down: bool) {
        self.lock().down = down;
    }

    /// Makes the log one that somebody else has changed, which can be read and not written, or has it put back.
    pub fn set_altered(&self, altered: bool) {
        self.lock().altered = altered;
    }

    /// The next append takes, but whoever asked is told that the log can't be reached, which it can't from then on.
    pub fn lose_next_answer(&self) {
        self.lock().lose_next_answer = true;
    }

    /// Works again, and goes on working.
    pub fn mend(&self) {
        self.hold(false);
        let mut inner = self.lock();
        (inner.down, inner.lose_next_answer) = (false, false);
    }

    /// Makes appends wait, or lets them go.
    pub fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// Refuses each batch in which somebody writes this text.
    pub fn refuse(&self, text: &str) {
        self.lock().poison = Some(text.to_owned());
    }

    /// How many events each commit of a class had.
    pub fn commits(&self, class: ClassKey) -> Vec<usize> {
        self.lock().classes.get(&class.session).map(|kept| kept.commits.clone()).unwrap_or_default()
    }

    /// The events of a class after `after`, whether or not the log can be reached.
    pub fn written(&self, class: ClassKey, after: Sequence) -> Vec<Event> {
        let inner = self.lock();
        let events = inner.classes.get(&class.session).map_or(&[][..], |kept| &kept.events);
        events[events.partition_point(|event| event.sequence <= after)..].to_vec()
    }

    /// How many events were read so far, of all classes.
    pub fn events_read(&self) -> usize {
        self.lock().read
    }

    /// Puts these bytes in place of what is stored of a class folded; gives what was there.
    pub fn put_snapshot(&self, class: ClassKey, bytes: &[u8]) -> Option<Vec<u8>> {
        self.lock().snapshots.insert(class, bytes.to_owned())
    }

    /// Where the class is that is stored folded, if one is.
    pub fn stored_through(&self, class: ClassKey) -> Option<Sequence> {
        let bytes = self.lock().snapshots.get(&class).cloned()?;
        read_whole(&bytes).ok().map(|view| view.sequence)
    }

    /// How many events a class has, whether or not the log can be reached.
    pub fn length(&self, class: ClassKey) -> usize {
        self.lock().classes.get(&class.session).map_or(0, |kept| kept.events.len())
    }

    /// Whether the events are still those that were written, by the chain of their hashes.
    pub fn verify(&self, class: ClassKey) -> bool {
        let inner = self.lock();
        let Some(kept) = inner.classes.get(&class.session) else { return true };
        kept.events.iter().fold(Hash::default(), |hash, event| link(class, hash, event)) == kept.hash
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl EventLog for FakeLog {
    async fn read_about(
        &self,
        class: ClassKey,
        about: About,
        after: Sequence,
        most: usize,
    ) -> Result<Vec<Event>, LogError> {
        let mut inner = self.lock();
        inner.reach()?;
        let kept = inner.classes.get(&class.session).filter(|kept| kept.tenant == class.tenant);
        let events = kept.into_iter().flat_map(|kept| &kept.events);
        let events = events.filter(|event| event.sequence > after && about.is_of(event));
        let events: Vec<_> = events.take(most).cloned().collect();
        inner.read += events.len();
        Ok(events)
    }

    async fn append(&self, class: ClassKey, events: &[Event]) -> Result<(), LogError> {
        let mut held = self.held.subscribe();
        // The sender lives as long as we do.
        let _ = held.wait_for(|held| !held).await;
        let mut inner = self.lock();
        inner.reach()?;
        inner.is_ours()?;
        inner.append(class, events)?;
        if std::mem::take(&mut inner.lose_next_answer) {
            inner.down = true;
        }
        Ok(inner.reach()?)
    }

    async fn check(&self, class: ClassKey, last: Sequence) -> Result<(), LogError> {
        let inner = self.lock();
        inner.reach()?;
        inner.is_ours()?;
        if last > inner.last(class) { Err(shortened()) } else { Ok(()) }
    }

    async fn find(&self, class: ClassKey, commands: &[CommandId]) -> Result<Vec<CommandPlace>, LogError> {
        let inner = self.lock();
        inner.reach()?;
        let kept = inner.classes.get(&class.session).filter(|kept| kept.tenant == class.tenant);
        let events = kept.map_or(&[][..], |kept| &kept.events);
        let place = |id: &CommandId| {
            let mut its = events.iter().filter(|event| event.command == *id);
            let first = its.next()?;
            let last = its.next_back().unwrap_or(first).sequence;
            Some(CommandPlace { command: *id, actor: first.actor, first: first.sequence, last })
        };
        Ok(commands.iter().filter_map(place).collect())
    }
}

#[async_trait]
impl Snapshots for FakeLog {
    async fn load(&self, class: ClassKey) -> Result<Option<ClassView>, StoreError> {
        let inner = self.lock();
        inner.reach()?;
        let stored = inner.snapshots.get(&class).map(|bytes| read_whole(bytes));
        stored.transpose().map_err(|error| StoreError::Broken(error.to_string()))
    }

    async fn renew(&self, class: ClassKey, grown: u64) -> Result<(), StoreError> {
        let mut inner = self.lock();
        inner.reach()?;
        let stored = inner.snapshots.get(&class).and_then(|bytes| read_whole(bytes).ok());
        let mut view = stored.unwrap_or_default();
        let began = view.sequence;
        let kept = inner.classes.get(&class.session).filter(|kept| kept.tenant == class.tenant);
        kept.into_iter().flat_map(|kept| &kept.events).for_each(|event| apply(&mut view, event));
        if view.sequence.0 - began.0 >= grown.max(1) {
            let bytes = write_whole(&view).map_err(|error| StoreError::Broken(error.to_string()))?;
            inner.snapshots.insert(class, bytes);
        }
        Ok(())
    }
}

/// There is less than its reader has read.
fn shortened() -> LogError {
    LogError::Altered("its end is missing".to_owned())
}

impl Inner {
    fn is_ours(&self) -> Result<(), LogError> {
        if self.altered { Err(LogError::Altered("a test says so".to_owned())) } else { Ok(()) }
    }

    fn last(&self, class: ClassKey) -> Sequence {
        let kept = self.classes.get(&class.session);
        kept.and_then(|kept| kept.events.last()).map(|event| event.sequence).unwrap_or_default()
    }

    fn reach(&self) -> Result<(), Unreachable> {
        if self.down { Err(Unreachable) } else { Ok(()) }
    }

    fn append(&mut self, class: ClassKey, events: &[Event]) -> Result<(), LogError> {
        let Some(first) = events.first() else {
            return Ok(());
        };
        let broken = |why: &str| Err(LogError::Broken(why.to_owned()));
        if !events.is_sorted_by(|event, next| next.sequence == event.sequence.next()) {
            return broken("events out of order");
        }
        let poison = self.poison.as_deref().map(Words::from);
        let poisoned = |event: &Event| poison.is_some() && event.fact.words() == poison.as_ref();
        if events.iter().any(|event| event.fact == Fact::Unknown || poisoned(event)) {
            return broken("an event that can't be written");
        }
        let new = !self.classes.contains_key(&class.session);
        if new
            && first.sequence == Sequence(1)
            && !matches!(first.fact, Fact::Session(session::Fact::Scheduled(_)))
        {
            return broken("a class must be scheduled first");
        }
        let (kept, last) = (self.classes.get(&class.session), self.last(class));
        if kept.is_some_and(|kept| kept.tenant != class.tenant) {
            return Err(LogError::Taken);
        }
        let heard = |event: &Event| kept.is_some_and(|kept| kept.commands.contains(&event.command));
        if first.sequence > last.next() {
            return Err(shortened());
        }
        if first.sequence != last.next() || events.iter().any(heard) {
            return Err(LogError::Conflict);
        }
        let kept = self.classes.entry(class.session).or_insert_with(|| StoredLog {
            tenant: class.tenant,
            events: Vec::new(),
            commands: HashSet::new(),
            hash: Hash::default(),
            commits: Vec::new(),
        });
        kept.hash = events.iter().fold(kept.hash, |hash, event| link(class, hash, event));
        kept.commands.extend(events.iter().map(|event| event.command));
        kept.events.extend_from_slice(events);
        kept.commits.push(events.len());
        Ok(())
    }
}

/// The event's hash after the one before, its words unsealed.
fn link(class: ClassKey, before: Hash, event: &Event) -> Hash {
    let payload = serde_json::to_value(&event.fact).unwrap_or_default();
    let row = chain::HashedRow {
        session: class.session,
        sequence: event.sequence,
        offset: event.offset,
        at: event.at,
        kind: event.fact.kind(),
        version: event::VERSION,
        actor: event.actor,
        command: event.command,
        payload: &payload,
        sealed: None,
    };
    chain::link(before, &row)
}
