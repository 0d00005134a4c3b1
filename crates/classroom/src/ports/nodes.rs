//! Which servers of the installation are up.

use std::collections::BTreeSet;

use async_trait::async_trait;

use super::event_log::ClassKey;
use super::records::StoreError;

/// The port to the list of servers.
#[async_trait]
pub trait Nodes: Send + Sync {
    /// Says that `node` is up, and gives all that are, itself included. One that was silent for
    /// [`SILENCE`](crate::class::SILENCE) counts as down.
    async fn beat(&self, node: &str) -> Result<BTreeSet<String>, StoreError>;

    /// Every class that is being taught, of every tenant.
    async fn live_classes(&self) -> Result<Vec<ClassKey>, StoreError>;

    /// The server goes: its tabs are coming to the others.
    async fn gone(&self, node: &str) -> Result<(), StoreError>;
}
