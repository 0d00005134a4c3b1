//! The class's clock while its replay plays. Pure: the browser's time comes with every call, in ms.

/// The speeds that the page offers.
pub(crate) const RATES: [f64; 6] = [0.75, 1.0, 1.25, 1.5, 1.75, 2.0];

/// A line through the moment at which it was last touched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlayClock {
    length: f64,
    /// Where the first sound or picture begins: before it there is nothing to wait for.
    begins: f64,
    /// The class's time at `since`, in ms.
    anchor: f64,
    since: f64,
    rate: f64,
    playing: bool,
    /// Playing is wanted, but sound or picture isn't there yet.
    held: bool,
    /// When it was last looked at.
    looked: f64,
}

/// A page that is awake looks at its clock more often than this, in ms; one in the background once a second.
const LONGEST_BETWEEN_LOOKS: f64 = 2_500.0;

impl PlayClock {
    /// A clock that stands at the beginning of a class of `length` ms.
    pub fn new(length: f64) -> Self {
        Self {
            length,
            begins: 0.0,
            anchor: 0.0,
            since: 0.0,
            rate: 1.0,
            playing: false,
            held: false,
            looked: 0.0,
        }
    }

    /// The class's time.
    pub fn at(&self, now: f64) -> f64 {
        let moved = if self.runs() { (now - self.since).max(0.0) * self.rate } else { 0.0 };
        (self.anchor + moved).clamp(0.0, self.length)
    }

    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Whether it moves.
    pub fn runs(&self) -> bool {
        self.playing && !self.held
    }

    pub fn rate(&self) -> f64 {
        self.rate
    }

    pub fn is_over(&self, now: f64) -> bool {
        self.at(now) >= self.length
    }

    pub fn seek(&mut self, now: f64, to: f64) {
        self.anchor = to.clamp(0.0, self.length);
        self.since = now;
        self.looked = now;
    }

    /// Looks at the browser's time. Where nobody has looked for long (the machine slept, the page was put to rest), that
    /// time counts for nothing: the class is where its sound and picture are, in ms, or else where it was. True where that
    /// was so.
    pub fn look(&mut self, now: f64, played: Option<f64>) -> bool {
        let (before, unseen) = (self.looked, now - self.looked);
        self.looked = now;
        let slept = self.runs() && !(0.0..=LONGEST_BETWEEN_LOOKS).contains(&unseen);
        if slept {
            self.seek(now, played.unwrap_or_else(|| self.at(before)));
        }
        slept
    }

    /// Where the first sound or picture begins, in ms.
    pub fn set_begins(&mut self, begins: f64) {
        self.begins = begins.clamp(0.0, self.length);
    }

    /// Plays, from the first sound or picture where it is before it, or over.
    pub fn play(&mut self, now: f64) {
        let from = if self.is_over(now) { self.begins } else { self.at(now).max(self.begins) };
        self.seek(now, from);
        self.playing = true;
    }

    pub fn pause(&mut self, now: f64) {
        self.seek(now, self.at(now));
        self.playing = false;
    }

    pub fn set_rate(&mut self, now: f64, rate: f64) {
        self.seek(now, self.at(now));
        self.rate = rate;
    }

    /// Stands still while something that should be seen or heard isn't there.
    pub fn hold(&mut self, now: f64, held: bool) {
        if self.held != held {
            self.seek(now, self.at(now));
            self.held = held;
        }
    }
}

/// What brings an element back to where it should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Correction {
    /// Play at this speed.
    Rate(f64),
    /// Jump there.
    Jump,
}

/// Less is heard by nobody, in seconds.
const UNHEARD: f64 = 0.03;
/// More is caught up by a jump, in seconds: at a twentieth faster it would take ten of them.
const TOO_FAR: f64 = 0.5;
/// By how much an element is played faster or slower to catch up: pitch is kept, and nobody notices.
const NUDGE: f64 = 0.05;

/// What to do with an element that is `ahead` seconds ahead of the clock, which runs at `rate`.
pub(crate) fn correction(ahead: f64, rate: f64) -> Correction {
    if ahead.abs() >= TOO_FAR {
        Correction::Jump
    } else if ahead.abs() <= UNHEARD {
        Correction::Rate(rate)
    } else {
        Correction::Rate(rate * (1.0 - NUDGE * ahead.signum()))
    }
}

/// The speed after this one; after the fastest comes the slowest.
pub(crate) fn next_rate(rate: f64) -> f64 {
    RATES.into_iter().find(|next| *next > rate).unwrap_or(RATES[0])
}

/// `1.25×`.
pub(crate) fn rate_words(rate: f64) -> String {
    format!("{rate}×")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_at_its_rate_and_stops_at_the_end() {
        let mut clock = PlayClock::new(60_000.0);
        assert_eq!(clock.at(5_000.0), 0.0);
        clock.play(5_000.0);
        clock.set_rate(6_000.0, 2.0);
        assert_eq!(clock.at(6_000.0), 1_000.0, "a new rate does not move it");
        assert_eq!(clock.at(7_000.0), 3_000.0);
        clock.pause(7_000.0);
        assert_eq!(clock.at(99_000.0), 3_000.0);
        clock.play(99_000.0);
        assert!(clock.is_over(200_000.0));
        assert_eq!(clock.at(200_000.0), 60_000.0);
    }

    #[test]
    fn what_is_over_begins_anew() {
        let mut clock = PlayClock::new(60_000.0);
        clock.seek(0.0, 70_000.0);
        clock.play(1_000.0);
        assert_eq!(clock.at(1_500.0), 500.0);
    }

    #[test]
    fn playing_begins_with_the_first_sound_or_picture() {
        let mut clock = PlayClock::new(60_000.0);
        clock.set_begins(3_500.0);
        assert_eq!(clock.at(0.0), 0.0);
        clock.play(0.0);
        assert_eq!(clock.at(0.0), 3_500.0);
        clock.pause(1_000.0);
        clock.play(1_000.0);
        assert_eq!(clock.at(1_000.0), 4_500.0);
    }

    #[test]
    fn it_waits_for_what_is_missing_and_goes_on_where_it_was() {
        let mut clock = PlayClock::new(60_000.0);
        clock.play(0.0);
        clock.hold(1_000.0, true);
        clock.hold(2_000.0, true);
        assert_eq!(clock.at(9_000.0), 1_000.0);
        clock.hold(9_000.0, false);
        assert_eq!(clock.at(9_500.0), 1_500.0);
    }

    #[test]
    fn an_hour_of_sleep_is_no_hour_of_the_class() {
        const HOUR: f64 = 3_600_000.0;
        let mut clock = PlayClock::new(2.0 * HOUR);
        clock.play(0.0);
        assert!(!clock.look(100.0, None));
        assert!(!clock.look(1_100.0, None), "in the background it is looked at once a second");
        assert!(clock.look(HOUR, None));
        assert_eq!(clock.at(HOUR), 1_100.0, "it goes on where it was");
        assert_eq!(clock.at(HOUR + 500.0), 1_600.0);
        assert!(clock.look(2.0 * HOUR, Some(31_000.0)));
        assert_eq!(clock.at(2.0 * HOUR), 31_000.0, "what played on meanwhile says where it is");
        assert!(clock.look(HOUR, None), "a clock that was set back");
        assert_eq!(clock.at(HOUR), 31_000.0);
        clock.pause(HOUR);
        assert!(!clock.look(3.0 * HOUR, Some(0.0)));
        assert_eq!(clock.at(3.0 * HOUR), 31_000.0);
    }

    #[test]
    fn a_little_drift_is_nudged_and_a_lot_jumped() {
        assert_eq!(correction(0.01, 1.25), Correction::Rate(1.25));
        assert_eq!(correction(0.2, 1.0), Correction::Rate(0.95));
        assert_eq!(correction(-0.2, 2.0), Correction::Rate(2.1));
        assert_eq!(correction(-3.0, 1.0), Correction::Jump);
    }

    #[test]
    fn the_speeds_go_round() {
        assert_eq!(next_rate(1.0), 1.25);
        assert_eq!(next_rate(2.0), 0.75);
        assert_eq!((rate_words(1.0), rate_words(0.75)), ("1×".into(), "0.75×".into()));
    }
}
