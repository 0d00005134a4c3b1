//! The media server: rooms, tokens, and what it reports.

use std::time::Duration;

use async_trait::async_trait;
use domain::effect::Inside;
use domain::ids::{ConnectionId, SessionId, TenantId, UserId};
use domain::media::Source;

use super::event_log::ClassKey;

/// The port to LiveKit.
#[async_trait]
pub trait MediaRooms: Send + Sync {
    /// Makes the class's room, with the class and tenant in its metadata. Idempotent.
    async fn open_room(&self, class: ClassKey) -> Result<(), MediaError>;

    /// Ends the room and sends everybody out. Ending what isn't there is no error.
    async fn close_room(&self, session: SessionId) -> Result<(), MediaError>;

    /// Sends a person out of the room. One who isn't in it is no error.
    async fn send_out(&self, session: SessionId, user: UserId) -> Result<(), MediaError>;

    /// Turns what a person sends from there off; they may turn it on again. What isn't there is no error.
    async fn stop(&self, session: SessionId, user: UserId, source: Source) -> Result<(), MediaError>;

    /// Says what a person who is in the room may send from now on. One who isn't in it is no error.
    async fn allow(&self, session: SessionId, user: UserId, sources: &[Source]) -> Result<(), MediaError>;

    /// The people in the room, and what each may send. Recorders and others who are no people of ours are not among them; a
    /// room that isn't there is empty.
    async fn inside(&self, session: SessionId) -> Result<Vec<Inside>, MediaError>;

    /// A pass into one room with the least rights the pass needs, good for `ttl` (to enter; who is in stays in). It is for us to
    /// enter with: whoever holds one gets in, and no media server takes one back.
    fn pass(&self, session: SessionId, pass: &Pass, ttl: Duration) -> Result<String, MediaError>;

    /// A pass into a person's room of their own, where they try what gets through before a class: two ends of theirs send to each
    /// other there, one of which is `end`. It names no class, so nothing is reported of it.
    fn trial_pass(&self, user: UserId, end: ConnectionId, ttl: Duration) -> Result<String, MediaError>;

    /// The address of its signalling (`ws://` or `wss://`): the recorder connects to it, and servers for people.
    fn url(&self) -> &str;

    /// Checks a webhook's signature over its raw body and reads it; `None` for reports that don't concern a class.
    fn report(&self, body: &str, authorization: &str) -> Result<Option<MediaReport>, MediaError>;
}

/// Who enters a room, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pass {
    /// A person.
    Person {
        /// Whose class it is; reports name it even where the room doesn't.
        tenant: TenantId,
        /// Who.
        user: UserId,
        /// The tab for which it is given; reports of an arrival name it.
        connection: ConnectionId,
        /// Their name.
        name: String,
        /// What they may send; nothing for those who only listen.
        sources: Vec<Source>,
    },
    /// The recorder: hidden, hears and sees everything.
    Recorder,
}

/// A webhook that concerns a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaReport {
    /// The report's id; the media server may send it twice.
    pub id: String,
    /// The tenant, from the room's metadata.
    pub tenant: TenantId,
    /// The class.
    pub session: SessionId,
    /// What is reported.
    pub what: Report,
}

/// What the media server saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// A person arrived.
    Connected {
        /// Who.
        user: UserId,
        /// The media server's own name for this stay of theirs.
        stay: String,
        /// The tab for which their pass was given, where it says so.
        connection: Option<ConnectionId>,
    },
    /// A person went.
    Disconnected {
        /// Who.
        user: UserId,
        /// The stay that is over.
        stay: String,
    },
    /// The room was closed.
    RoomClosed,
}

/// Why the media server didn't do it.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// It can't be reached.
    #[error("the media server can't be reached: {0}")]
    Unavailable(String),
    /// It, or our own check, refused: wrong key or secret, a forged webhook.
    #[error("the media server refused: {0}")]
    Refused(String),
}
