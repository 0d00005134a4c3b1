//! The bus of a single server.

use async_trait::async_trait;
use classroom::ports::bus::{Bus, Knock};
use tokio::sync::broadcast;

/// Knocks stay inside the process.
pub struct MemoryBus(broadcast::Sender<Knock>);

impl Default for MemoryBus {
    fn default() -> Self {
        Self(broadcast::Sender::new(super::CAPACITY))
    }
}

#[async_trait]
impl Bus for MemoryBus {
    async fn knock(&self, knock: Knock) {
        // Nobody listening is no error.
        let _ = self.0.send(knock);
    }

    fn listen(&self) -> broadcast::Receiver<Knock> {
        self.0.subscribe()
    }
}
