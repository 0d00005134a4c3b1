//! How durations are spread: many threads add to it, and it doesn't grow.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// Buckets an octave: each is 3 % wide.
const FINE: u64 = 32;

/// Durations, to the microsecond where they are short and to 3 % where they are long.
#[derive(Debug)]
pub struct Spread(Vec<AtomicU64>);

impl Default for Spread {
    fn default() -> Self {
        Self((0..64 * FINE).map(|_| AtomicU64::new(0)).collect())
    }
}

impl Spread {
    /// Adds one.
    pub fn add(&self, duration: Duration) {
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX / 2);
        self.0[bucket(micros)].fetch_add(1, Relaxed);
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|bucket| bucket.load(Relaxed)).sum()
    }

    /// Milliseconds that `percent` of them stay within; 0 where there are none.
    #[must_use]
    pub fn percentile(&self, percent: u64) -> f64 {
        let wanted = (self.count() * percent).div_ceil(100);
        let mut seen = 0;
        for (place, bucket) in self.0.iter().enumerate() {
            seen += bucket.load(Relaxed);
            if seen >= wanted && seen > 0 {
                return top(place as u64) as f64 / 1_000.0;
            }
        }
        0.0
    }
}

/// Below [`FINE`] a bucket a microsecond, from there on [`FINE`] an octave.
fn bucket(micros: u64) -> usize {
    let octave = u64::from(micros.max(1).ilog2().saturating_sub(FINE.ilog2()));
    let place = if micros < FINE { micros } else { octave * FINE + (micros >> octave) };
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// The most microseconds in a bucket.
fn top(place: u64) -> u64 {
    if place < 2 * FINE {
        return place;
    }
    let octave = place / FINE - 1;
    ((place - octave * FINE + 1) << octave) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_right_to_three_percent() {
        let spread = Spread::default();
        assert_eq!(spread.percentile(50), 0.0);
        (1..=100_000).for_each(|micros| spread.add(Duration::from_micros(micros)));
        assert_eq!(spread.count(), 100_000);
        for percent in [1, 50, 95, 99, 100] {
            let (found, exact) = (spread.percentile(percent), percent as f64);
            assert!((found / exact - 1.0).abs() < 0.04, "{percent} %: {found} ms");
        }
    }

    #[test]
    fn each_duration_has_its_bucket() {
        for micros in (0..5_000).chain([1 << 20, 1 << 40]) {
            let place = bucket(micros);
            assert!(top(place as u64) >= micros, "{micros}");
            assert!(place == 0 || top(place as u64 - 1) < micros, "{micros}");
        }
    }
}
