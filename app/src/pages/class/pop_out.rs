//! The stage in a small window of its own, over other programs (`frontend/js/pop-out.ts`).

use leptos::prelude::*;

use crate::ui::{Glyph, Icon, OwnWindow, has_video_windows, has_windows_on_top};

/// The button; nothing where the browser has no such windows.
#[component]
pub(super) fn PopOut() -> impl IntoView {
    let out = RwSignal::new(false);
    let words = move || if out.get() { "Put the stage back" } else { "Stage in a small window" };
    let window = OwnWindow::new("media/pop-out.js", ".studio__stage > .stage", out);
    (has_windows_on_top() || has_video_windows()).then(move || {
        view! {
            <button
                class="control"
                class:control--on=move || out.get()
                type="button"
                aria-label=words
                data-hint=words
                aria-pressed=move || out.get().to_string()
                on:click=move |_| window.toggle(|| ())
            >
                <Icon glyph=Glyph::PictureInPicture/>
            </button>
        }
    })
}
