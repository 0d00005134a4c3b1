//! Looking at something else: half a minute with the class out of sight in every tab is said to the class, and so is coming
//! back.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use domain::{Command, participant};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::platform::Local;
use crate::room::Room;

/// How long the page is out of sight before the person counts as away.
const AWAY_AFTER: Duration = Duration::from_secs(30);
/// How long the person's other tabs have to say that one of them is looked at.
const ANSWERED_IN: Duration = Duration::from_secs(1);

/// Watches whether the class is in sight as long as the component lives.
pub(super) fn watch(room: Room) {
    let others = Local::new(|| None::<Others>);
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            listen(room);
            others.update(|others| *others = Some(Others::meet(room)));
        }
    });
    // The timer of the last time the page went out of sight; coming back or connecting again makes it void.
    let times = StoredValue::new(0_u32);
    Effect::new(move || {
        let watched = room.watched.get();
        let inside = room.live.phase.get().is_live();
        // Who comes again over another channel counts as looking at it.
        room.live.link.track();
        let Some(time) = times.try_update_value(|times| {
            *times += 1;
            *times
        }) else {
            return;
        };
        if watched && inside {
            if counts_as_away(room) == Some(true) {
                room.live.send(Command::Participant(participant::Command::ComeBack));
            }
        } else if inside {
            step_away_later(room, others, move || times.try_get_value() == Some(time));
        }
    });
}

/// Says that the person is away unless another tab of theirs is looked at; then it is asked again a while later. `still` is
/// whether this tab has been out of sight since.
fn step_away_later(room: Room, others: Local<Option<Others>>, still: impl Fn() -> bool + Copy + 'static) {
    let decide = move || {
        let looked_at = others.with(|others| others.as_ref().is_some_and(Others::look));
        match (still(), looked_at) {
            (true, Some(true)) => step_away_later(room, others, still),
            (true, Some(false)) if counts_as_away(room) == Some(false) => {
                room.live.send(Command::Participant(participant::Command::StepAway));
            }
            _ => {}
        }
    };
    let ask = move || {
        if still() {
            others.with(|others| others.iter().for_each(Others::ask));
            set_timeout(decide, ANSWERED_IN);
        }
    };
    set_timeout(ask, AWAY_AFTER);
}

/// Whether the class counts the viewer as away already; `None` where it doesn't have them.
fn counts_as_away(room: Room) -> Option<bool> {
    let me = room.viewer.user;
    room.live.view.try_with_untracked(|view| {
        view.core.people.get(&me).filter(|person| person.is_here()).map(|person| person.away)
    })?
}

const ASK: &str = "who looks?";
const YES: &str = "I do";

#[wasm_bindgen]
extern "C" {
    /// The browser's: what one tab posts the others of that name hear.
    type BroadcastChannel;
    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<BroadcastChannel, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post_message(this: &BroadcastChannel, message: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &BroadcastChannel, listener: &js_sys::Function);
    #[wasm_bindgen(method)]
    fn close(this: &BroadcastChannel);
    type Heard;
    #[wasm_bindgen(method, getter)]
    fn data(this: &Heard) -> JsValue;
}

/// The person's other tabs of the class.
struct Others {
    /// None where the browser has no such thing: then this tab speaks for itself.
    channel: Option<Rc<BroadcastChannel>>,
    look: Rc<Cell<bool>>,
    _listener: Option<Closure<dyn Fn(Heard)>>,
}

impl Others {
    /// Meets them, and says from now on whether this one is looked at.
    pub fn meet(room: Room) -> Self {
        let name = format!("lectern.away.{}.{}", room.session, room.viewer.user);
        let look = Rc::new(Cell::new(false));
        let Ok(channel) = BroadcastChannel::new(&name).map(Rc::new) else {
            return Self { channel: None, look, _listener: None };
        };
        let (heard, answer) = (look.clone(), channel.clone());
        let listener = Closure::<dyn Fn(Heard)>::new(move |message: Heard| {
            match message.data().as_string().as_deref() {
                Some(YES) => heard.set(true),
                Some(ASK) if !document().hidden() => post(&answer, YES),
                _ => {}
            }
        });
        channel.set_onmessage(listener.as_ref().unchecked_ref());
        Self { channel: Some(channel), look, _listener: Some(listener) }
    }

    pub fn ask(&self) {
        self.look.set(false);
        self.channel.iter().for_each(|channel| post(channel, ASK));
    }

    /// Whether one has said so since it was asked.
    pub fn look(&self) -> bool {
        self.look.get()
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        self.channel.iter().for_each(|channel| channel.close());
    }
}

fn post(channel: &BroadcastChannel, message: &str) {
    // Fails for a channel that was closed: nobody is asked any more.
    let _ = channel.post_message(message);
}

fn listen(room: Room) {
    let look = move || {
        room.watched.try_set(!document().hidden());
    };
    look();
    let listener = Closure::<dyn Fn()>::new(look);
    let function = listener.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // Fails for no document.
    let _ = document().add_event_listener_with_callback("visibilitychange", &function);
    let kept = StoredValue::new_local(listener);
    on_cleanup(move || {
        let _ = document().remove_event_listener_with_callback("visibilitychange", &function);
        kept.dispose();
    });
}
