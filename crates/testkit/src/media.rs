//! A fake of the port to the media server: rooms in memory, and what was asked of them.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::event_log::ClassKey;
use classroom::ports::media::{MediaError, MediaReport, MediaRooms, Pass};
use domain::effect::Inside;
use domain::ids::{ConnectionId, SessionId, UserId};
use domain::media::Source;

/// A media server that can be away.
#[derive(Debug, Default)]
pub struct FakeMedia(Mutex<Rooms>);

#[derive(Debug, Default)]
struct Rooms {
    open: BTreeMap<SessionId, BTreeMap<UserId, Vec<Source>>>,
    done: Vec<Done>,
    failures: usize,
    asked: usize,
}

/// What the fake did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Closed a room.
    Closed(SessionId),
    /// Sent somebody out.
    SentOut(UserId),
    /// Turned something of somebody's off.
    Stopped(UserId, Source),
    /// Let somebody send just this.
    Allowed(UserId, Vec<Source>),
}

impl FakeMedia {
    /// Somebody comes into a room.
    pub fn enter(&self, session: SessionId, user: UserId, sources: &[Source]) {
        self.lock().open.entry(session).or_default().insert(user, sources.to_vec());
    }

    /// The next calls find nobody.
    pub fn fail(&self, times: usize) {
        self.lock().failures = times;
    }

    /// What it did, in order.
    #[must_use]
    pub fn done(&self) -> Vec<Done> {
        self.lock().done.clone()
    }

    /// How often it was asked for something, in vain too.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.lock().asked
    }

    fn lock(&self) -> MutexGuard<'_, Rooms> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reach(&self) -> Result<MutexGuard<'_, Rooms>, MediaError> {
        let mut rooms = self.lock();
        rooms.asked += 1;
        if rooms.failures > 0 {
            rooms.failures -= 1;
            return Err(MediaError::Unavailable("the fake is away".to_owned()));
        }
        Ok(rooms)
    }
}

#[async_trait]
impl MediaRooms for FakeMedia {
    async fn open_room(&self, class: ClassKey) -> Result<(), MediaError> {
        self.reach()?.open.entry(class.session).or_default();
        Ok(())
    }

    async fn close_room(&self, session: SessionId) -> Result<(), MediaError> {
        let mut rooms = self.reach()?;
        rooms.open.remove(&session);
        rooms.done.push(Done::Closed(session));
        Ok(())
    }

    async fn send_out(&self, session: SessionId, user: UserId) -> Result<(), MediaError> {
        let mut rooms = self.reach()?;
        if let Some(people) = rooms.open.get_mut(&session) {
            people.remove(&user);
        }
        rooms.done.push(Done::SentOut(user));
        Ok(())
    }

    async fn stop(&self, _: SessionId, user: UserId, source: Source) -> Result<(), MediaError> {
        self.reach()?.done.push(Done::Stopped(user, source));
        Ok(())
    }

    async fn allow(&self, session: SessionId, user: UserId, sources: &[Source]) -> Result<(), MediaError> {
        let mut rooms = self.reach()?;
        if let Some(may) = rooms.open.get_mut(&session).and_then(|people| people.get_mut(&user)) {
            *may = sources.to_vec();
        }
        rooms.done.push(Done::Allowed(user, sources.to_vec()));
        Ok(())
    }

    async fn inside(&self, session: SessionId) -> Result<Vec<Inside>, MediaError> {
        let rooms = self.reach()?;
        let people = rooms.open.get(&session).into_iter().flatten();
        Ok(people.map(|(user, sources)| Inside { user: *user, sources: sources.clone() }).collect())
    }

    fn pass(&self, session: SessionId, _: &Pass, _: Duration) -> Result<String, MediaError> {
        Ok(format!("a pass into {session}"))
    }

    fn trial_pass(&self, user: UserId, _: ConnectionId, _: Duration) -> Result<String, MediaError> {
        Ok(format!("a pass into the trial of {user}"))
    }

    fn url(&self) -> &str {
        "ws://127.0.0.1:9"
    }

    fn report(&self, _: &str, _: &str) -> Result<Option<MediaReport>, MediaError> {
        Ok(None)
    }
}
