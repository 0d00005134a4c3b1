//! How much one tab may send and ask for: frames, bytes, and the whole class anew, each a bucket of tokens that refills with time.

use std::time::Duration;

use tokio::time::Instant;
use websocket::Pace;

/// Frames a tab may send at once, of whatever kind, and a second in the long run.
const FRAMES: Rate = Rate { burst: 60.0, second: 30.0 };
/// Bytes likewise: eight of the longest messages at once, then one a second.
const BYTES: Rate = Rate { burst: 512.0 * 1024.0, second: 64.0 * 1024.0 };
/// The class anew, which may be a megabyte: after the first time, when a tab has missed something.
const RESUMES: Rate = Rate { burst: 5.0, second: 0.2 };
/// What a read counts as at least, in bytes: one of a single byte costs us a call to the system, too.
const LEAST_READ: usize = 64;

/// How fast a bucket refills (tokens a second), and how much it holds.
struct Rate {
    burst: f64,
    second: f64,
}

/// The tab's buckets. They may be overdrawn by what is taken last; then the tab is not read until they are even.
pub struct Budget {
    frames: f64,
    bytes: f64,
    resumes: f64,
    at: Instant,
}

impl Budget {
    /// Full buckets.
    pub fn new(now: Instant) -> Self {
        Self { frames: FRAMES.burst, bytes: BYTES.burst, resumes: RESUMES.burst, at: now }
    }

    /// Takes a token for bringing the tab up to now.
    pub fn resume(&mut self, now: Instant) {
        self.refill(now);
        self.resumes -= 1.0;
    }

    fn refill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.frames = (self.frames + passed * FRAMES.second).min(FRAMES.burst);
        self.bytes = (self.bytes + passed * BYTES.second).min(BYTES.burst);
        self.resumes = (self.resumes + passed * RESUMES.second).min(RESUMES.burst);
        self.at = self.at.max(now);
    }
}

impl Pace for Budget {
    fn read(&mut self, bytes: usize, now: Instant) {
        self.refill(now);
        self.bytes -= bytes.max(LEAST_READ) as f64;
    }

    fn frame(&mut self, now: Instant) {
        self.refill(now);
        self.frames -= 1.0;
    }

    fn overdrawn_until(&self) -> Option<Instant> {
        let wait = |tokens: f64, rate: &Rate| Duration::from_secs_f64((-tokens).max(0.0) / rate.second);
        let longest =
            wait(self.frames, &FRAMES).max(wait(self.bytes, &BYTES)).max(wait(self.resumes, &RESUMES));
        (!longest.is_zero()).then(|| self.at + longest)
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES, Budget, FRAMES, LEAST_READ, Pace as _, RESUMES};
    use std::time::Duration;
    use tokio::time::Instant;

    #[test]
    fn a_burst_of_frames_passes_and_a_flood_waits() {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        for _ in 0..FRAMES.burst as usize {
            budget.frame(start);
            assert_eq!(budget.overdrawn_until(), None);
        }
        budget.frame(start);
        let wait = budget.overdrawn_until().unwrap() - start;
        assert!(wait <= Duration::from_secs_f64(1.0 / FRAMES.second), "{wait:?}");
        budget.frame(start + Duration::from_secs(1));
        assert_eq!(budget.overdrawn_until(), None);
    }

    #[test]
    fn bytes_count_whatever_frames_they_are_in() {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        budget.read(BYTES.burst as usize, start);
        assert_eq!(budget.overdrawn_until(), None);
        budget.read(BYTES.second as usize, start);
        assert_eq!(budget.overdrawn_until(), Some(start + Duration::from_secs(1)));
    }

    #[test]
    fn the_class_anew_is_given_seldom() {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        for _ in 0..RESUMES.burst as usize {
            budget.resume(start);
            assert_eq!(budget.overdrawn_until(), None);
        }
        budget.resume(start);
        assert_eq!(budget.overdrawn_until(), Some(start + Duration::from_secs(5)));
    }

    #[test]
    fn reads_of_a_single_byte_run_dry_too() {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        let most = BYTES.burst as usize / LEAST_READ;
        for _ in 0..most {
            budget.read(1, start);
        }
        assert_eq!(budget.overdrawn_until(), None);
        budget.read(1, start);
        assert!(budget.overdrawn_until().is_some());
    }
}
