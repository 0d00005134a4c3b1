//! Filling the screen: with the browser's own full screen, or, where it has none (phones) or refuses, with the window.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::playback::watching::Watching;
use crate::ui::keys::pressed;

/// The stage fills the screen, or no longer does.
pub(super) fn fill_screen(watching: Watching) {
    match watching.filled.get_untracked() {
        true => watching.filled.set(false),
        false => fill(watching),
    }
}

/// Escape leaves the filled window, as it leaves the browser's full screen.
pub(super) fn leave_on_escape(watching: Watching) {
    Effect::new(move || {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            let escape = pressed(&event).as_deref() == Some("Escape");
            let ours = escape && !event.default_prevented() && !watching.keys.get_untracked();
            if ours && watching.filled.get_untracked() {
                event.prevent_default();
                watching.filled.set(false);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

#[wasm_bindgen(inline_js = r#"
    export function fill(id, otherwise) {
      if (document.fullscreenElement) return void document.exitFullscreen();
      const stage = document.getElementById(id);
      if (!stage?.requestFullscreen || !document.fullscreenEnabled) return otherwise();
      Promise.resolve(stage.requestFullscreen()).catch(otherwise);
    }
"#)]
extern "C" {
    #[wasm_bindgen(js_name = fill)]
    fn fill_with(id: &str, otherwise: &js_sys::Function);
}

fn fill(watching: Watching) {
    let otherwise = Closure::once_into_js(move || {
        watching.filled.try_set(true);
    });
    fill_with("replay-stage", otherwise.unchecked_ref());
}
