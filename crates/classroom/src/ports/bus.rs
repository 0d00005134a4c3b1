//! How the servers of one installation wake each other.

use async_trait::async_trait;
use domain::ids::UserId;
use domain::stream::Streamed;
use domain::wire::Ephemeral;
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use super::event_log::ClassKey;

/// A wake-up message, not the news itself: who gets it reads the log's tail. A lost one delays, it loses nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WakeUp {
    /// A class's log has grown.
    LogGrew {
        /// The class.
        #[serde(flatten)]
        class: ClassKey,
        /// The server that wrote, which needn't read its own.
        from: String,
    },
    /// Something that is shown and forgotten.
    Ephemeral {
        /// The class.
        #[serde(flatten)]
        class: ClassKey,
        /// The server it came from.
        from: String,
        /// Who.
        user: UserId,
        /// What.
        frame: Ephemeral,
    },
    /// Pieces of what grows, in their order.
    Streams {
        /// The class.
        #[serde(flatten)]
        class: ClassKey,
        /// The server they came from.
        from: String,
        /// The pieces.
        pieces: Vec<Streamed>,
    },
}

/// The port to the bus.
#[async_trait]
pub trait Bus: Send + Sync {
    /// Wakes every server, this one included. Never fails: with the bus down the others poll.
    async fn wake_up(&self, wake_up: WakeUp);

    /// Every wake-up message from now on.
    fn listen(&self) -> broadcast::Receiver<WakeUp>;
}
