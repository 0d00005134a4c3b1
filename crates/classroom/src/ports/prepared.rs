//! Polls that are written for a lesson before its class.

use async_trait::async_trait;
use domain::ids::{LessonId, PollId, TenantId};
use domain::poll::Prepared;

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
