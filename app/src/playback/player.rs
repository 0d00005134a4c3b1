//! Playing a class: one clock, and every sound and picture kept on it.

use domain::ids::Offset;
use domain::replay::PlayableTrack;
use leptos::prelude::*;

use super::clock::{PlayClock, next_rate};
use super::elements::{self, SyncedElement};
use crate::platform::{Local, ticks as now};

/// How far the arrow keys go in a class without a transcript, in ms.
pub(crate) const STEP: i64 = 10_000;

/// The replay's player. Copied freely; it ends with the page.
#[derive(Clone, Copy)]
pub(crate) struct Player {
    /// The class's time in ms, a new one ten times a second while it plays.
    pub at: RwSignal<i64>,
    /// Whether it is to play.
    pub playing: RwSignal<bool>,
    /// It would play, but waits for sound or picture.
    pub held: RwSignal<bool>,
    /// Its speed.
    pub rate: RwSignal<f64>,
    /// Whether it is silent.
    pub muted: RwSignal<bool>,
    /// Whether captions are shown.
    pub captions: RwSignal<bool>,
    /// Whether it has ever played: the first press starts it.
    pub begun: RwSignal<bool>,
    /// It was paused from outside of the page: by a call, another app, a headset.
    pub stopped: RwSignal<bool>,
    pub(super) clock: StoredValue<PlayClock>,
    pub(super) elements: Local<Vec<SyncedElement>>,
}

/// An element's part in the class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// Where its track begins on the class's clock, in ms.
    pub offset: i64,
    /// How long its track is, in ms.
    pub duration: i64,
}

impl Part {
    pub fn of(track: &PlayableTrack) -> Self {
        let Offset(offset) = track.offset;
        Self { offset, duration: track.duration_ms }
    }

    /// The element's own time at the class's time, in seconds; `None` where its track doesn't run then.
    pub fn time_at(self, at: f64) -> Option<f64> {
        let own = at - self.offset as f64;
        (0.0..self.duration as f64).contains(&own).then_some(own / 1000.0)
    }
}

impl Player {
    /// A player that stands at the class's beginning. Runs as long as the component that made it.
    pub fn new(length: i64) -> Self {
        let player = Self {
            at: RwSignal::new(0),
            playing: RwSignal::new(false),
            held: RwSignal::new(false),
            rate: RwSignal::new(1.0),
            muted: RwSignal::new(false),
            captions: RwSignal::new(false),
            begun: RwSignal::new(false),
            stopped: RwSignal::new(false),
            clock: StoredValue::new(PlayClock::new(length as f64)),
            elements: Local::new(Vec::new),
        };
        elements::run(player);
        player
    }

    /// Tells which tracks there are: playing begins with the first of them.
    pub fn know(&self, tracks: &[PlayableTrack]) {
        let first = tracks.iter().map(|track| track.offset.0).min().unwrap_or(0);
        self.clock.update_value(|clock| clock.set_begins(first as f64));
    }

    /// Goes to a moment of the class.
    pub fn seek(&self, to: i64) {
        self.look();
        self.clock.update_value(|clock| clock.seek(now(), to as f64));
        self.refresh();
    }

    /// Goes to a moment and plays on from there.
    pub fn play_from(&self, to: i64) {
        self.seek(to);
        if !self.playing.get_untracked() {
            self.toggle();
        }
    }

    /// Plays, or pauses.
    pub fn toggle(&self) {
        self.look();
        self.clock
            .update_value(|clock| if clock.is_playing() { clock.pause(now()) } else { clock.play(now()) });
        self.begun.set(true);
        self.stopped.set(false);
        self.refresh();
    }

    /// The next speed.
    pub fn faster(&self) {
        self.look();
        self.clock.update_value(|clock| clock.set_rate(now(), next_rate(clock.rate())));
        self.refresh();
    }

    /// Before the clock is touched: see [`PlayClock::look`].
    pub(super) fn look(&self) {
        elements::look(*self);
    }

    /// Shows the clock's state and brings every element to it.
    pub(super) fn refresh(&self) {
        self.look();
        elements::sync(*self);
        let clock = self.clock.get_value();
        set_changed(self.at, clock.at(now()) as i64);
        set_changed(self.playing, clock.is_playing());
        set_changed(self.held, clock.is_playing() && !clock.runs());
        set_changed(self.rate, clock.rate());
    }
}

fn set_changed<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|before| *before != value) {
        signal.set(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_track_has_its_own_time_while_it_runs() {
        let part = Part { offset: 2_500, duration: 10_000 };
        assert_eq!(part.time_at(2_499.0), None);
        assert_eq!(part.time_at(2_500.0), Some(0.0));
        assert_eq!(part.time_at(7_250.0), Some(4.75));
        assert_eq!(part.time_at(12_500.0), None);
    }
}
