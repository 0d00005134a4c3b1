//! The stage fills the screen, with the controls at its foot: the browser's own full screen of the page, which Escape leaves.
//! What else is on the page is hidden by its style as long (`style/page-class.css`), so dialogs and notes are seen all the same.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::ui::{Glyph, Icon};

/// The button; nothing where the browser has no full screen for pages, as on some phones.
#[component]
pub(super) fn FullScreen() -> impl IntoView {
    let full = RwSignal::new(false);
    follow(full);
    let words = move || if full.get() { "Leave the full screen" } else { "Fill the screen" };
    (cfg!(feature = "browser") && is_offered()).then(move || {
        view! {
            <button
                class="control"
                class:control--on=move || full.get()
                type="button"
                aria-label=words
                data-hint=words
                data-key="F"
                aria-keyshortcuts="F"
                aria-pressed=move || full.get().to_string()
                on:click=move |_| toggle()
            >
                <Icon glyph=Glyph::Fullscreen/>
            </button>
        }
    })
}

/// Fills the screen, or leaves it.
pub(super) fn toggle() {
    toggle_full_screen();
}

#[wasm_bindgen(inline_js = r#"
export const fullScreenOffered = () => document.fullscreenEnabled === true;
export const isFullScreen = () => document.fullscreenElement === document.documentElement;
export function toggleFullScreen() {
    // What has the focus and is about to be hidden hands it to the stage.
    const focused = document.activeElement?.closest(".studio__header, .studio__scenes, .studio__deck, .studio__panel");
    if (focused && !document.fullscreenElement) document.getElementById("main")?.focus();
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
    // A browser may refuse it; then nothing has changed, and the button says so.
    done?.catch(() => undefined);
}
"#)]
extern "C" {
    #[wasm_bindgen(js_name = fullScreenOffered)]
    fn is_offered() -> bool;

    #[wasm_bindgen(js_name = isFullScreen)]
    fn is_full() -> bool;

    #[wasm_bindgen(js_name = toggleFullScreen)]
    fn toggle_full_screen();
}

/// Says whether the screen is filled, by whichever hand.
fn follow(full: RwSignal<bool>) {
    Effect::new(move || {
        full.set(is_full());
        let changed = leptos::ev::Custom::<web_sys::Event>::new("fullscreenchange");
        let listener = window_event_listener(changed, move |_| {
            full.try_set(is_full());
        });
        on_cleanup(move || listener.remove());
    });
}
