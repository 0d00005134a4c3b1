//! The bridge to `media.ts`: loads it, passes on what is asked, in order, and turns its reports into signals.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlVideoElement;

use super::browser::{Engine, open_media};
use super::report::Report;
use super::{Ask, Background, Media};
use crate::built::built;

/// The module, built from `frontend/js/media.ts`.
const MODULE: &str = "media/media.js";

/// The module, before and after it is there.
#[derive(Clone, Copy)]
pub(super) struct Handle(StoredValue<State, LocalStorage>);

/// One thing to do as soon as the module is there.
type Step = Box<dyn FnOnce(&Engine)>;

enum State {
    /// What was asked meanwhile waits.
    Loading(Vec<Step>),
    /// The engine, with the closures it calls.
    Ready { engine: Engine, _listeners: Listeners },
    /// The page was left, or the module can't be had.
    Over,
}

struct Listeners {
    _report: Closure<dyn FnMut(String)>,
    _level: Closure<dyn FnMut(f64)>,
}

impl Handle {
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(State::Loading(Vec::new())))
    }

    pub(super) fn ask(self, ask: Ask) {
        self.run(Box::new(move |engine| match ask {
            Ask::TurnOn(sources) => engine.turn_on(sources.iter().map(|s| s.word().to_owned()).collect()),
            Ask::TurnOff(source) => engine.turn_off(source.word()),
            Ask::Choose(source, device) => engine.choose(source.word(), &device),
            Ask::ChooseOutput(device) => engine.choose_output(&device),
            Ask::SaveData(saving) => engine.save_data(saving),
            Ask::PutBehind(background) => {
                engine.set_background(&built().path(Background::MODULE), background.word());
            }
            Ask::SuppressNoise(on) => engine.suppress_noise(on),
            Ask::Join { way } => engine.join(&way),
            Ask::Leave => engine.leave(),
            Ask::Hear => engine.hear(),
        }));
    }

    /// Shows a participant's picture (`None`: our own) in `element` until [`Handle::hide`].
    pub(super) fn show(self, element: HtmlVideoElement, identity: Option<String>, what: &'static str) {
        self.run(Box::new(move |engine| engine.show(&element, identity.as_deref(), what)));
    }

    pub(super) fn hide(self, element: HtmlVideoElement) {
        self.run(Box::new(move |engine| engine.hide(&element)));
    }

    fn run(self, step: Step) {
        // Gone with its component when a late callback comes: then there is nothing left to do.
        self.0.try_update_value(|state| match state {
            State::Loading(waiting) => waiting.push(step),
            State::Ready { engine, .. } => step(engine),
            State::Over => {}
        });
    }
}

/// Loads the module and connects it with `media`'s signals until the component is gone.
pub(super) fn start(media: Media) {
    let handle = media.engine;
    on_cleanup(move || {
        handle.0.try_update_value(|state| {
            if let State::Ready { engine, .. } = std::mem::replace(state, State::Over) {
                engine.close();
            }
        });
    });
    let report = Closure::new(move |json: String| match lean::from_str::<Report>(&json) {
        Ok(report) => take(media, report),
        Err(error) => leptos::logging::error!("media: {error} in {json}"),
    });
    let level = Closure::new(move |level| {
        media.level.try_set(level);
    });
    let module = built().path(MODULE);
    spawn_local(async move {
        let opened = open_media(&module, &report, &level).await;
        let engine = match opened {
            Ok(engine) => engine.unchecked_into::<Engine>(),
            Err(error) => {
                leptos::logging::error!("media: {error:?}");
                media.unavailable.try_set(true);
                handle.0.try_set_value(State::Over);
                return;
            }
        };
        let waiting = handle.0.try_update_value(|state| match std::mem::replace(state, State::Over) {
            State::Loading(waiting) => {
                let _listeners = Listeners { _report: report, _level: level };
                *state = State::Ready { engine: engine.clone(), _listeners };
                Some(waiting)
            }
            State::Ready { .. } | State::Over => None,
        });
        match waiting.flatten() {
            Some(waiting) => waiting.into_iter().for_each(|step| step(&engine)),
            None => engine.close(),
        }
    });
}

/// Puts a report into the signals; what has not changed wakes nobody.
fn take(media: Media, report: Report) {
    match report {
        Report::Devices(devices) => put(media.devices, devices),
        Report::Local(source, state) => put(media.own(source), state),
        Report::Connection(connection) => put(media.connection, connection),
        Report::Publishers(publishers) => put(media.publishers, publishers),
        Report::Speakers(identities) => put(media.speakers, identities),
        Report::Quality(quality) => put(media.quality, quality),
        Report::HearingBlocked(blocked) => put(media.hearing_blocked, blocked),
        Report::Note(note) => {
            media.note.try_set(Some(note));
        }
    }
}

fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    signal.try_maybe_update(|old| {
        let changed = *old != value;
        *old = value;
        (changed, ())
    });
}
