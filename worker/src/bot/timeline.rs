//! A track's own clock: where a frame lies in its file, and where the file lies in the class.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// RTP and the wall may disagree this much before we hold the sender's clock for broken and start from the wall again.
const LARGEST_DISAGREEMENT: Duration = Duration::from_secs(2);

/// Packets of this first stretch tell when the track really began: the one least delayed is nearest to the truth.
const LEARNING: Duration = Duration::from_secs(10);

/// Sender reports kept for the median.
const REPORTS: usize = 31;

/// Turns RTP timestamps into ticks since the track's first frame, and learns when that first frame was.
#[derive(Debug)]
pub(super) struct Timeline {
    ticks_per_second: u64,
    /// The first frame's RTP timestamp, moved whenever the sender's clock jumps.
    zero: u64,
    first_arrival: Instant,
    /// Where the clock last jumped; reports about a time before it would mislead.
    jumped: bool,
    /// When the first frame would have arrived, had it been the least delayed of the first stretch.
    earliest_start: Instant,
    /// The first frame's time on the sender's clock, once for each sender report.
    reported_starts: Vec<SystemTime>,
}

impl Timeline {
    /// A track whose first frame has the (extended) RTP timestamp `rtp` and arrived at `arrival`.
    pub fn new(ticks_per_second: u64, rtp: u64, arrival: Instant) -> Self {
        Self {
            ticks_per_second,
            zero: rtp,
            first_arrival: arrival,
            jumped: false,
            earliest_start: arrival,
            reported_starts: Vec::new(),
        }
    }

    /// Where a frame lies, in ticks since the first frame; `None` for one from before it.
    pub fn place(&mut self, rtp: u64, arrival: Instant) -> Option<u64> {
        let since_first = arrival.saturating_duration_since(self.first_arrival);
        let ticks = rtp as i64 - self.zero as i64;
        let by_wall = self.ticks(since_first) as i64;
        if (ticks - by_wall).unsigned_abs() > self.ticks(LARGEST_DISAGREEMENT) {
            self.zero = (rtp as i64 - by_wall) as u64;
            self.jumped = true;
            return Some(by_wall as u64);
        }
        let ticks = u64::try_from(ticks).ok()?;
        if since_first < LEARNING && !self.jumped {
            let start = arrival.checked_sub(self.duration(ticks)).unwrap_or(arrival);
            self.earliest_start = self.earliest_start.min(start);
        }
        Some(ticks)
    }

    /// Learns from a sender report: at `wall` on the sender's clock, RTP stood at `rtp` (its lower 32 bits count).
    pub fn report(&mut self, wall: SystemTime, rtp: u64) {
        if self.jumped || self.reported_starts.len() >= REPORTS {
            return;
        }
        let ticks = i64::from((rtp as u32).wrapping_sub(self.zero as u32) as i32);
        let apart = self.duration(ticks.unsigned_abs());
        let start = if ticks < 0 { wall.checked_add(apart) } else { wall.checked_sub(apart) };
        self.reported_starts.extend(start);
    }

    /// When the first frame arrived, freed from jitter.
    pub fn arrival_start(&self) -> Instant {
        self.earliest_start
    }

    /// When the first frame was sent, by the sender's clock; `None` before the first sender report.
    pub fn reported_start(&self) -> Option<SystemTime> {
        let mut starts = self.reported_starts.clone();
        starts.sort_unstable();
        starts.get(starts.len() / 2).copied()
    }

    fn ticks(&self, duration: Duration) -> u64 {
        (duration.as_micros() * u128::from(self.ticks_per_second) / 1_000_000) as u64
    }

    fn duration(&self, ticks: u64) -> Duration {
        Duration::from_micros((u128::from(ticks) * 1_000_000 / u128::from(self.ticks_per_second)) as u64)
    }
}

/// Our clock and the class's: when an instant of this process was, in milliseconds since the class started.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClassClock {
    instant: Instant,
    unix_ms_then: i64,
    class_started_ms: i64,
}

impl ClassClock {
    /// A clock for a class that started `class_started_ms` milliseconds after 1970.
    pub fn starting_at(class_started_ms: i64) -> Self {
        Self { instant: Instant::now(), unix_ms_then: unix_ms(SystemTime::now()), class_started_ms }
    }

    /// An instant as an offset in the class; negative before its start.
    pub fn offset_ms(&self, at: Instant) -> i64 {
        self.unix_ms(at) - self.class_started_ms
    }

    /// An instant in milliseconds since 1970, by the wall clock of when this clock was made.
    pub fn unix_ms(&self, at: Instant) -> i64 {
        let apart = match at.checked_duration_since(self.instant) {
            Some(later) => later.as_millis() as i64,
            None => -(self.instant.duration_since(at).as_millis() as i64),
        };
        self.unix_ms_then + apart
    }

    /// A wall-clock time, `skew_ms` ahead of its clock's reading, as an offset in the class.
    pub fn wall_offset_ms(&self, wall: SystemTime, skew_ms: i64) -> i64 {
        unix_ms(wall) + skew_ms - self.class_started_ms
    }
}

/// Milliseconds since 1970; negative before.
pub(super) fn unix_ms(at: SystemTime) -> i64 {
    match at.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_millis() as i64,
        Err(before) => -(before.duration().as_millis() as i64),
    }
}

/// How far our clock is ahead of a sender's: the median of what the sender's tracks saw, as (arrival on our clock −
/// report on theirs) in milliseconds. One figure for all of them, so that it moves none against another.
#[derive(Debug, Default)]
pub(super) struct Skew(Vec<i64>);

impl Skew {
    pub fn learn(&mut self, apart_ms: i64) {
        self.0.push(apart_ms);
    }

    pub fn median_ms(&self) -> Option<i64> {
        let mut seen = self.0.clone();
        seen.sort_unstable();
        seen.get(seen.len() / 2).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: fn(u64) -> Duration = Duration::from_millis;

    #[test]
    fn frames_lie_where_their_timestamps_say_however_they_arrive() {
        let start = Instant::now();
        let mut timeline = Timeline::new(48_000, 1_000_000, start);
        assert_eq!(timeline.place(1_000_960, start + MS(90)), Some(960));
        assert_eq!(timeline.place(1_001_920, start + MS(91)), Some(1_920));
        assert_eq!(timeline.place(999_040, start + MS(92)), None, "before the first");
    }

    #[test]
    fn a_long_mute_keeps_its_length() {
        let start = Instant::now();
        let mut timeline = Timeline::new(48_000, 0, start);
        assert_eq!(timeline.place(48_000 * 60, start + MS(60_030)), Some(48_000 * 60));
    }

    #[test]
    fn a_jump_of_the_senders_clock_goes_by_the_wall() {
        let start = Instant::now();
        let mut timeline = Timeline::new(48_000, 5_000_000, start);
        assert_eq!(timeline.place(77, start + MS(10_000)), Some(480_000));
        assert_eq!(timeline.place(77 + 960, start + MS(10_020)), Some(480_960), "and on from there");
        let jumped_far_ahead = timeline.place(900_000_000, start + MS(11_000));
        assert_eq!(jumped_far_ahead, Some(528_000));
    }

    #[test]
    fn the_least_delayed_packet_tells_the_start() {
        let start = Instant::now() + MS(1_000);
        let mut timeline = Timeline::new(48_000, 0, start);
        timeline.place(4_800, start + MS(60));
        timeline.place(9_600, start + MS(230));
        assert_eq!(timeline.arrival_start(), start - MS(40));
    }

    #[test]
    fn sender_reports_agree_on_a_start_by_their_median() {
        let wall = UNIX_EPOCH + MS(1_000_000);
        let mut timeline = Timeline::new(90_000, (1 << 32) - 90_000, Instant::now());
        assert_eq!(timeline.reported_start(), None);
        timeline.report(wall + MS(2_000), 90_000);
        timeline.report(wall + MS(9_999), 90_000);
        timeline.report(wall + MS(3_000), 180_000);
        assert_eq!(timeline.reported_start(), Some(wall), "across the wrap of 32 bits, one outlier");
    }

    #[test]
    fn offsets_count_from_the_class_start() {
        let clock = ClassClock::starting_at(unix_ms(SystemTime::now()) - 5_000);
        let offset = clock.offset_ms(Instant::now());
        assert!((4_900..5_500).contains(&offset), "{offset}");
        let wall = UNIX_EPOCH + MS(u64::try_from(clock.class_started_ms).unwrap() + 70);
        assert_eq!(clock.wall_offset_ms(wall, -20), 50);
    }
}
