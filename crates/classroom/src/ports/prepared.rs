//! Polls that are written for a lesson before its class.

use async_trait::async_trait;
use domain::ids::{LessonId, PollId, TenantId, UserId};
use domain::poll::Prepared;

use super::records::StoreError;

/// The port to the prepared polls. Their words are sealed with the key of who wrote them last.
#[async_trait]
pub trait PreparedPolls: Send + Sync {
    /// A lesson's polls, in order.
    async fn of_lesson(&self, tenant: TenantId, lesson: LessonId) -> Result<Vec<Prepared>, StoreError>;

    /// Keeps a poll: a new one after the others, one that is there at its place. Under the name of another lesson's poll
    /// nothing is kept.
    async fn keep(
        &self,
        tenant: TenantId,
        lesson: LessonId,
        author: UserId,
        poll: &Prepared,
    ) -> Result<(), StoreError>;

    /// Throws one away.
    async fn discard(&self, tenant: TenantId, lesson: LessonId, poll: PollId) -> Result<(), StoreError>;

    /// Puts them in this order.
    async fn arrange(&self, tenant: TenantId, lesson: LessonId, order: &[PollId]) -> Result<(), StoreError>;
}
