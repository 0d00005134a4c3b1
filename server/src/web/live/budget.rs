//! How much one tab may send: a bucket of tokens that refills with time.

use std::time::Duration;

use tokio::time::Instant;

/// Frames a tab may send at once.
const BURST: f64 = 60.0;
/// Frames a second it may send in the long run.
const RATE: f64 = 30.0;

/// The tab's bucket.
pub struct Budget {
    tokens: f64,
    at: Instant,
}

impl Budget {
    /// A full bucket.
    pub fn new(now: Instant) -> Self {
        Self { tokens: BURST, at: now }
    }

    /// Takes a token for a frame that came, and says how long to read nothing more from this tab, if at all.
    pub fn spend(&mut self, now: Instant) -> Option<Duration> {
        let refill = now.duration_since(self.at).as_secs_f64() * RATE;
        self.tokens = (self.tokens + refill).min(BURST) - 1.0;
        self.at = now;
        (self.tokens < 0.0).then(|| Duration::from_secs_f64(-self.tokens / RATE))
    }
}

#[cfg(test)]
mod tests {
    use super::{BURST, Budget, RATE};
    use std::time::Duration;
    use tokio::time::Instant;

    #[test]
    fn a_burst_passes_and_a_flood_waits() {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        for _ in 0..BURST as usize {
            assert_eq!(budget.spend(start), None);
        }
        let wait = budget.spend(start).unwrap();
        assert!(wait <= Duration::from_secs_f64(1.0 / RATE), "{wait:?}");
        assert_eq!(budget.spend(start + Duration::from_secs(1)), None);
    }
}
