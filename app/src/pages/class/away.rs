//! Looking at something else: half a minute with the page out of sight is said to the class, and so is coming back.

use std::time::Duration;

use domain::Command;
use leptos::prelude::*;

use super::room::Room;

/// How long the page is out of sight before the person counts as away.
const AWAY_AFTER: Duration = Duration::from_secs(30);

/// Watches whether the page is in sight as long as the component lives.
pub(super) fn watch(room: Room) {
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            browser::listen(room);
        }
    });
    // The timer of the last time the page went out of sight; coming back makes it void.
    let times = StoredValue::new(0_u32);
    Effect::new(move || {
        let watched = room.watched.get();
        let inside = room.live.phase.get().is_live();
        let Some(time) = times.try_update_value(|times| {
            *times += 1;
            *times
        }) else {
            return;
        };
        if watched && inside {
            if counts_as_away(room) == Some(true) {
                room.live.send(Command::ComeBack);
            }
        } else if inside {
            set_timeout(
                move || {
                    if times.try_get_value() == Some(time) && counts_as_away(room) == Some(false) {
                        room.live.send(Command::StepAway);
                    }
                },
                AWAY_AFTER,
            );
        }
    });
}

/// Whether the class counts the viewer as away already; `None` where it doesn't have them.
fn counts_as_away(room: Room) -> Option<bool> {
    let me = room.viewer.user;
    room.live.view.try_with_untracked(|view| {
        view.people.get(&me).filter(|person| person.is_here()).map(|person| person.away)
    })?
}

#[cfg(feature = "browser")]
mod browser {
    use super::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;

    pub fn listen(room: Room) {
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
}

#[cfg(not(feature = "browser"))]
mod browser {
    use super::*;

    pub fn listen(_: Room) {}
}
