//! The presenter view in a window of its own: `frontend/js/presenter-window.ts`, loaded when it is first asked for.

use leptos::prelude::*;

use crate::room::Room;
use crate::ui::{Button, ButtonSize, ToastKind};

/// The button; nothing where such a window would be of no use.
#[component]
pub(super) fn OwnWindow() -> impl IntoView {
    let room = Room::expect();
    let out = RwSignal::new(false);
    let words = move || if out.get() { "Put it back" } else { "In a window of its own" };
    let failed = move || {
        room.toasts.show(
            ToastKind::Failed,
            "The browser opened no window. Allow this site to open windows, and try again.",
        );
    };
    let toggle = browser::toggler(out, failed);
    on_cleanup(browser::close);
    browser::is_offered().then(move || {
        view! {
            <Button size=ButtonSize::Small attr:aria-pressed=move || out.get().to_string() on:click=move |_| toggle()>
                {words}
            </Button>
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

    const MODULE: &str = "media/presenter-window.js";

    // On a phone a window covers the page, which then sleeps.
    #[wasm_bindgen(inline_js = r#"
let presenter;
export const presenterWindowOffered = () => "documentPictureInPicture" in window || matchMedia("(pointer: fine)").matches;
export async function togglePresenterWindow(url, out) {
    presenter ??= await import(url);
    await presenter.toggle(document.querySelector(".presenter"), out);
}
export const closePresenterWindow = () => presenter?.close();
"#)]
    extern "C" {
        #[wasm_bindgen(js_name = presenterWindowOffered)]
        pub(super) fn is_offered() -> bool;

        #[wasm_bindgen(catch, js_name = togglePresenterWindow)]
        async fn toggle(url: &str, out: &Closure<dyn FnMut(bool)>) -> Result<JsValue, JsValue>;

        #[wasm_bindgen(js_name = closePresenterWindow)]
        pub(super) fn close();
    }

    /// Opens the window, or closes it; `out` is told whenever that changes.
    pub(super) fn toggler(out: RwSignal<bool>, failed: impl Fn() + Copy + 'static) -> impl Fn() {
        let told = Rc::new(Closure::new(move |open| {
            out.try_set(open);
        }));
        move || {
            let told = told.clone();
            spawn_local(async move {
                if let Err(error) = toggle(&built().path(MODULE), &told).await {
                    leptos::logging::warn!("no window for the presenter view: {error:?}");
                    failed();
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

    pub(super) fn toggler(_: RwSignal<bool>, _: impl Fn() + Copy + 'static) -> impl Fn() {
        || ()
    }

    pub(super) fn close() {}
}
