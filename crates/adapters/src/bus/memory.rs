//! The bus of a single server.

use async_trait::async_trait;
use classroom::ports::bus::{Bus, WakeUp};
use tokio::sync::broadcast;

/// Knocks stay inside the process.
pub struct MemoryBus(broadcast::Sender<WakeUp>);

impl Default for MemoryBus {
    fn default() -> Self {
        Self(broadcast::Sender::new(super::CAPACITY))
    }
}

#[async_trait]
impl Bus for MemoryBus {
    async fn wake_up(&self, wake_up: WakeUp) {
        // Nobody listening is no error.
        let _ = self.0.send(wake_up);
    }

    fn listen(&self) -> broadcast::Receiver<WakeUp> {
        self.0.subscribe()
    }
}
