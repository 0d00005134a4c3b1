//! The secrets of anonymous polls.

use async_trait::async_trait;
use domain::ids::PollId;

use super::event_log::ClassKey;
use super::records::StoreError;

/// The port to the secrets. The log forgets one in the transaction that closes its poll.
#[async_trait]
pub trait Ballots: Send + Sync {
    /// The poll's secret, made where there is none: 32 random bytes, the same for every server.
    async fn secret(&self, class: ClassKey, poll: PollId) -> Result<[u8; 32], StoreError>;
}
