//! A clock that goes with tokio's: where a test turns that, class time follows.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use classroom::ports::clock::Clock;
use tokio::time::Instant;

/// A clock that showed a given time when it was made.
#[derive(Debug, Clone, Copy)]
pub struct TurnedClock {
    made: Instant,
    showed: DateTime<Utc>,
}

impl TurnedClock {
    /// A clock that shows this time now.
    #[must_use]
    pub fn showing(now: DateTime<Utc>) -> Self {
        Self { made: Instant::now(), showed: now }
    }
}

impl Clock for TurnedClock {
    fn now(&self) -> DateTime<Utc> {
        let passed = TimeDelta::from_std(self.made.elapsed()).unwrap_or_default();
        (self.showed + passed).trunc_subsecs(3)
    }
}
