//! The ports that the log's writer doesn't need, doing nothing.

use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::bus::{Bus, Knock};
use classroom::ports::event_log::ClassKey;
use classroom::ports::media::{MediaError, MediaReport, MediaRooms, Pass};
use domain::ids::SessionId;
use tokio::sync::broadcast;

/// A bus of one server.
pub struct Alone(broadcast::Sender<Knock>);

impl Alone {
    pub fn new() -> Self {
        Self(broadcast::Sender::new(1))
    }
}

#[async_trait]
impl Bus for Alone {
    async fn knock(&self, _: Knock) {}

    fn listen(&self) -> broadcast::Receiver<Knock> {
        self.0.subscribe()
    }
}

/// No media server.
pub struct NoRooms;

#[async_trait]
impl MediaRooms for NoRooms {
    async fn open_room(&self, _: ClassKey) -> Result<(), MediaError> {
        Ok(())
    }

    async fn close_room(&self, _: SessionId) -> Result<(), MediaError> {
        Ok(())
    }

    fn pass(&self, _: SessionId, _: &Pass, _: Duration) -> Result<String, MediaError> {
        Err(MediaError::Unavailable("no rooms here".into()))
    }

    fn url(&self) -> &str {
        ""
    }

    fn report(&self, _: &str, _: &str) -> Result<Option<MediaReport>, MediaError> {
        Ok(None)
    }
}
