//! A bus that the servers of a test share, and that can be cut.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use classroom::ports::bus::{Bus, WakeUp};
use tokio::sync::broadcast;

/// A fake bus.
#[derive(Debug)]
pub struct FakeBus {
    wake_ups: broadcast::Sender<WakeUp>,
    cut: AtomicBool,
}

impl Default for FakeBus {
    fn default() -> Self {
        Self { wake_ups: broadcast::Sender::new(1_024), cut: AtomicBool::new(false) }
    }
}

impl FakeBus {
    /// Loses every knock, or passes them on again.
    pub fn set_cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::SeqCst);
    }
}

#[async_trait]
impl Bus for FakeBus {
    async fn wake_up(&self, wake_up: WakeUp) {
        if !self.cut.load(Ordering::SeqCst) {
            // Nobody listening is no error.
            let _ = self.wake_ups.send(wake_up);
        }
    }

    fn listen(&self) -> broadcast::Receiver<WakeUp> {
        self.wake_ups.subscribe()
    }
}
