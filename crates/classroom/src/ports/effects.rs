//! What is to happen outside, kept until it is done. What an event causes is kept by the log itself, in the event's own
//! transaction ([`EventLog::append`](super::event_log::EventLog::append)); here comes what no event says.

use async_trait::async_trait;
use domain::effect::Task;

use super::event_log::ClassKey;
use super::records::StoreError;

/// The port to the tasks that wait.
#[async_trait]
pub trait Effects: Send + Sync {
    /// Keeps a task until it is done. One of the same key that still waits is replaced.
    async fn add(&self, class: ClassKey, task: &Task) -> Result<(), StoreError>;
}
