//! The stage in a small window of its own, over other programs: `frontend/js/pop-out.ts`, loaded when it is first asked for.

use leptos::prelude::*;

use crate::ui::{Glyph, Icon};

/// The button; nothing where the browser has no such windows.
#[component]
pub(super) fn PopOut() -> impl IntoView {
    let out = RwSignal::new(false);
    let words = move || if out.get() { "Put the stage back" } else { "Stage in a small window" };
    let toggle = browser::toggler(out);
    on_cleanup(browser::close);
    browser::is_offered().then(move || {
        view! {
            <button
                class="control"
                class:control--on=move || out.get()
                type="button"
                aria-label=words
                data-hint=words
                aria-pressed=move || out.get().to_string()
                on:click=move |_| toggle()
            >
                <Icon glyph=Glyph::PictureInPicture/>
            </button>
        }
    })
}

#[cfg(feature = "browser")]
mod browser {
    use std::rc::Rc;

    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::prelude::*;

    use crate::built::built;

    const MODULE: &str = "media/pop-out.js";

    #[wasm_bindgen(inline_js = r#"
let popOut;
export const popOutOffered = () => "documentPictureInPicture" in window || document.pictureInPictureEnabled === true;
export async function togglePopOut(url, out) {
    popOut ??= await import(url);
    await popOut.toggle(document.querySelector(".studio__stage > .stage"), out);
}
export const closePopOut = () => popOut?.close();
"#)]
    extern "C" {
        #[wasm_bindgen(js_name = popOutOffered)]
        pub(super) fn is_offered() -> bool;

        #[wasm_bindgen(catch, js_name = togglePopOut)]
        async fn toggle(url: &str, out: &Closure<dyn FnMut(bool)>) -> Result<JsValue, JsValue>;

        #[wasm_bindgen(js_name = closePopOut)]
        pub(super) fn close();
    }

    /// Opens the window, or closes it; `out` is told whenever that changes.
    pub(super) fn toggler(out: RwSignal<bool>) -> impl Fn() {
        let told = Rc::new(Closure::new(move |open| {
            out.try_set(open);
        }));
        move || {
            let told = told.clone();
            spawn_local(async move {
                if let Err(error) = toggle(&built().path(MODULE), &told).await {
                    leptos::logging::warn!("no window for the stage: {error:?}");
                }
            });
        }
    }
}

#[cfg(not(feature = "browser"))]
mod browser {
    use leptos::prelude::*;

    pub(super) fn is_offered() -> bool {
        false
    }

    pub(super) fn toggler(_: RwSignal<bool>) -> impl Fn() {
        || ()
    }

    pub(super) fn close() {}
}
