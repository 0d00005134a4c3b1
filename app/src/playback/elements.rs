//! Sounds and pictures that are kept on the player's clock.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlMediaElement;

use super::clock::{Correction, correction};
use super::player::{Part, Player};
use crate::platform::ticks;

/// How often the elements are looked at.
const TICK: Duration = Duration::from_millis(100);
/// An element that has kept the class waiting this long, in ms, is gone on without.
const PATIENCE: f64 = 10_000.0;
/// Between two tries of an element to load what it lost, in ms, and how many there are until it plays again.
const NEXT_TRY: f64 = 2_000.0;
const MOST_TRIES: u32 = 5;
/// `HTMLMediaElement.readyState` from which on an element plays.
const HAVE_FUTURE_DATA: u16 = 3;

/// An element that is kept on the clock.
pub(super) struct SyncedElement {
    element: HtmlMediaElement,
    part: Part,
    /// Whether the class waits for it: what isn't seen now may come late.
    is_needed: Signal<bool>,
    /// Since when it keeps the class waiting, in the browser's ms.
    waited_since: Option<f64>,
    /// When it was last loaded anew, in the browser's ms, and how often since it played.
    loaded_anew: (f64, u32),
}

impl Player {
    /// Keeps the element on the clock until the component that called is gone. `is_needed` says whether the class
    /// waits for it.
    pub fn keep(&self, element: HtmlMediaElement, part: Part, is_needed: Signal<bool>) {
        let elements = self.elements;
        elements.update(|all| {
            all.push(SyncedElement {
                element: element.clone(),
                part,
                is_needed,
                waited_since: None,
                loaded_anew: (0.0, 0),
            })
        });
        let player = *self;
        let paused = element.clone();
        let listener = Closure::<dyn Fn()>::new(move || notice(player, &paused, part));
        // Fails for no element.
        let _ = element.add_event_listener_with_callback("pause", listener.as_ref().unchecked_ref());
        let gone = StoredValue::new_local((element, listener));
        on_cleanup(move || {
            let _ = gone.try_with_value(|(gone, listener)| {
                let listener = listener.as_ref().unchecked_ref();
                let _ = gone.remove_event_listener_with_callback("pause", listener);
                let _ = gone.pause();
                elements.update(|all| all.retain(|kept| kept.element != *gone))
            });
        });
        self.refresh();
    }
}

pub(super) fn run(player: Player) {
    Effect::new(move || {
        let ticking = set_interval_with_handle(
            move || {
                if player.clock.try_with_value(|clock| clock.is_playing()) == Some(true) {
                    player.refresh();
                }
            },
            TICK,
        );
        on_cleanup(move || drop(ticking.map(|ticking| ticking.clear())));
    });
    Effect::new(move || {
        let muted = player.muted.get();
        player.elements.with(|all| all.iter().for_each(|kept| kept.element.set_muted(muted)));
    });
}

/// An element was paused. Where that wasn't the page, something outside wants quiet: the class is paused, and says so.
fn notice(player: Player, element: &HtmlMediaElement, part: Part) {
    let Some(clock) = player.clock.try_get_value() else { return };
    let now = ticks();
    let should_play = clock.runs() && part.time_at(clock.at(now)).is_some();
    let by_itself = element.ended() || element.seeking() || element.error().is_some();
    // Browsers spare a silent picture that nobody sees.
    let seen = element.tag_name() == "AUDIO" || !document().hidden();
    if should_play && element.paused() && !by_itself && seen {
        player.look();
        player.clock.update_value(|clock| clock.pause(now));
        player.stopped.set(true);
        player.refresh();
    }
}

pub(super) fn look(player: Player) {
    let now = ticks();
    let Some(mut clock) = player.clock.try_get_value() else { return };
    let played = player.elements.with(|all| all.iter().find_map(SyncedElement::plays_at)).flatten();
    if clock.look(now, played) {
        // Nobody was there to wait.
        player.elements.update(|all| all.iter_mut().for_each(|kept| kept.waited_since = None));
    }
    player.clock.try_set_value(clock);
}

/// Brings every element to where the clock is, and holds the clock where one that is needed isn't ready.
pub(super) fn sync(player: Player) {
    let now = ticks();
    let mut clock = player.clock.get_value();
    if clock.is_over(now) && clock.is_playing() {
        clock.pause(now);
    }
    let muted = player.muted.get_untracked();
    player.elements.update(|all| {
        all.iter_mut().for_each(|kept| kept.load_what_is_lost(now));
        let waits = all.iter_mut().map(|kept| kept.keeps_waiting(clock.at(now), clock.is_playing(), now));
        // Every element is asked, so that each knows since when it waits.
        let waits = waits.fold(false, |any, waits| any | waits);
        clock.hold(now, waits);
        let at = clock.at(now);
        for kept in all.iter() {
            kept.element.set_muted(muted);
            kept.follow(at, clock.rate(), clock.runs());
        }
    });
    player.clock.set_value(clock);
}

impl SyncedElement {
    /// The address it was led to is good for some minutes only: whoever asks after that, or after the network was away, asks at
    /// its own address again. Where it was is set by the clock.
    fn load_what_is_lost(&mut self, now: f64) {
        let (last, tries) = self.loaded_anew;
        if self.element.error().is_none() {
            if self.element.ready_state() >= HAVE_FUTURE_DATA {
                self.loaded_anew.1 = 0;
            }
        } else if tries < MOST_TRIES && now - last >= NEXT_TRY {
            self.loaded_anew = (now, tries + 1);
            self.element.load();
        }
    }

    /// Where in the class it is, in ms, as long as it plays.
    fn plays_at(&self) -> Option<f64> {
        let element = &self.element;
        let plays = !element.paused() && !element.ended() && !element.seeking();
        let known = plays && element.ready_state() >= HAVE_FUTURE_DATA;
        known.then(|| self.part.offset as f64 + element.current_time() * 1_000.0)
    }

    fn keeps_waiting(&mut self, at: f64, playing: bool, now: f64) -> bool {
        let runs = playing && self.part.time_at(at).is_some() && self.is_needed.get_untracked();
        let element = &self.element;
        let lacks = element.ready_state() < HAVE_FUTURE_DATA || element.seeking();
        if !runs || !lacks || element.ended() || element.error().is_some() {
            self.waited_since = None;
            return false;
        }
        now - *self.waited_since.get_or_insert(now) < PATIENCE
    }

    fn follow(&self, at: f64, rate: f64, runs: bool) {
        let element = &self.element;
        let Some(wanted) = self.part.time_at(at) else {
            if !element.paused() {
                let _ = element.pause();
            }
            return;
        };
        let past_its_end = element.duration().is_finite() && wanted >= element.duration();
        if past_its_end {
            return;
        }
        match correction(element.current_time() - wanted, rate) {
            // While it seeks, its time is the one it seeks to.
            Correction::Jump if !element.seeking() => element.set_current_time(wanted),
            Correction::Jump => {}
            Correction::Rate(_) if !runs => {}
            Correction::Rate(rate) => {
                if (element.playback_rate() - rate).abs() > 1e-3 {
                    element.set_playback_rate(rate);
                }
            }
        }
        let spared = element.tag_name() == "VIDEO" && document().hidden();
        if runs && element.paused() && !spared {
            // The promise is refused where the browser wants a press first; the next tick asks again.
            if let Ok(promise) = element.play() {
                leptos::task::spawn_local(async move {
                    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
                });
            }
        } else if !runs && !element.paused() {
            let _ = element.pause();
        }
    }
}
