//! The room bot: joins a class's room hidden, receives what is sent there and writes every audio and video track to
//! object storage while the class runs, as it is encoded, each with its place on the class's clock.
//!
//! Frames come in on a thread of their own (`media`), are gathered into WebM clusters (`track`, `webm`) and go through
//! a folder on this machine (`spool`) to storage. A connection that breaks is made anew; a bot that dies leaves at most
//! a second unwritten, and the rest is sent by [`Spool::send_leftovers`].

mod connection;
mod media;
mod offer;
mod opus;
mod picture;
mod recorder;
mod report;
mod room;
mod signal;
mod spool;
mod timeline;
mod track;
pub mod webm;

use async_trait::async_trait;
use domain::ids::{RecordingId, SessionId, TenantId};
use tokio::sync::mpsc;

pub use report::{FinishedTrack, HeardPacket, Pause, RecordedTrack, RecordingSink, Summary};
pub use room::record;
pub use spool::{Leftovers, Spool, SpoolError};

/// What to record, and where.
#[derive(Debug, Clone)]
pub struct RoomConfig {
    /// LiveKit's address (`ws:`, `wss:`, `http:` or `https:`).
    pub url: String,
    /// Whose class it is.
    pub tenant: TenantId,
    /// The class.
    pub session: SessionId,
    /// The recording that the tracks belong to.
    pub recording: RecordingId,
    /// The class's start in milliseconds since 1970: zero of every offset.
    pub class_started_at_unix_ms: i64,
    /// Where in object storage the tracks go, without a `/` at the end (`<tenant>/<session>/tracks`).
    pub key_prefix: String,
    /// Where Opus packets go as they come, for live captions. A listener that is slow misses packets.
    pub audio_tap: Option<mpsc::Sender<HeardPacket>>,
}

/// Makes a token for the room: `roomJoin`, `canSubscribe`, `hidden` and `recorder`, with an identity that no other
/// recorder of the room has. Asked anew for every connection.
#[async_trait]
pub trait TokenSource: Send + Sync {
    /// A token that is valid now.
    async fn token(&self) -> anyhow::Result<String>;
}

#[async_trait]
impl<F, TokenFuture> TokenSource for F
where
    F: Fn() -> TokenFuture + Send + Sync,
    TokenFuture: Future<Output = anyhow::Result<String>> + Send,
{
    async fn token(&self) -> anyhow::Result<String> {
        self().await
    }
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum BotError {
    /// LiveKit doesn't accept the token: the key or the secret is wrong.
    #[error("LiveKit refuses the recorder ({status}): {why}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// LiveKit's words.
        why: String,
    },
    /// The thread for media could not be started.
    #[error("the media thread can't be started: {0}")]
    Thread(#[from] std::io::Error),
    /// The media thread died.
    #[error("the media thread stopped unexpectedly")]
    Died,
}
