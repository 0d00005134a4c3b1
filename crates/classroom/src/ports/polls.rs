//! Polls beside the log: those that are written for a lesson before its class, and the secrets of anonymous ones.

use async_trait::async_trait;
use domain::ids::{LessonId, PollId, TenantId};
use domain::poll::Prepared;

use super::event_log::ClassKey;
use super::records::StoreError;
use crate::permit::Permit;

/// The port to the prepared polls. Their words are sealed with the key of who wrote them last.
#[async_trait]
pub trait PreparedPolls: Send + Sync {
    /// A lesson's polls, in order.
    async fn of_lesson(&self, tenant: TenantId, lesson: LessonId) -> Result<Vec<Prepared>, StoreError>;

    /// Keeps a poll: a new one after the others, one that is there at its place. False where the id is that of another
    /// lesson's poll: then nothing is kept.
    async fn keep(&self, by: &Permit, lesson: LessonId, poll: &Prepared) -> Result<bool, StoreError>;

    /// Throws one away.
    async fn discard(&self, by: &Permit, lesson: LessonId, poll: PollId) -> Result<(), StoreError>;

    /// Puts them in this order.
    async fn arrange(&self, by: &Permit, lesson: LessonId, order: &[PollId]) -> Result<(), StoreError>;
}

/// The port to the secrets of anonymous polls. The log forgets one in the transaction that closes its poll.
#[async_trait]
pub trait Ballots: Send + Sync {
    /// The poll's secret, made where there is none: 32 random bytes, the same for every server.
    async fn secret(&self, class: ClassKey, poll: PollId) -> Result<[u8; 32], StoreError>;
}
