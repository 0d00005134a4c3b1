//! How much a page may say: more of it is read later.

use std::time::Duration;

use tokio::time::Instant;

/// Bytes that a page may say at once: descriptions of a room with many tracks are the largest.
const MOST: f64 = 2.0 * 1024.0 * 1024.0;
/// Bytes a second that it may say on and on.
const A_SECOND: f64 = 128.0 * 1024.0;
/// What a read counts at least, however little came: many small ones are work, too.
const LEAST: f64 = 512.0;

/// What a page has said, less what time has made up for.
#[derive(Debug)]
pub struct Pace {
    said: f64,
    at: Instant,
}

impl Pace {
    /// Of a page that has said nothing.
    pub fn new(now: Instant) -> Self {
        Self { said: 0.0, at: now }
    }

    /// Counts what came, and says how long to wait before more is read.
    pub fn count(&mut self, bytes: usize, now: Instant) -> Duration {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        let bytes = u32::try_from(bytes).map_or(f64::MAX, f64::from);
        self.said = (self.said - passed * A_SECOND).max(0.0) + bytes.max(LEAST);
        self.at = now;
        Duration::from_secs_f64(((self.said - MOST) / A_SECOND).clamp(0.0, 60.0))
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use std::time::Duration;
    use tokio::time::Instant;

    #[test]
    fn who_says_much_is_read_slower_and_in_time_as_fast_as_before() {
        let now = Instant::now();
        let mut pace = Pace::new(now);
        for _ in 0..512 {
            assert_eq!(pace.count(4 * 1024, now), Duration::ZERO);
        }
        assert_eq!(pace.count(64 * 1024, now), Duration::from_millis(500));
        // Small ones count as well.
        assert_eq!(pace.count(1, now + Duration::from_millis(500)), Duration::from_nanos(3_906_250));
        assert_eq!(pace.count(1, now + Duration::from_secs(20)), Duration::ZERO);
        assert_eq!(pace.count(2 * 1024 * 1024 - 512, now + Duration::from_secs(20)), Duration::ZERO);
        assert!(pace.count(1, now + Duration::from_secs(20)) > Duration::ZERO);
    }
}
