//! Something of the page in a window of its own. The script that moves it there (`frontend/js`) is loaded when it is first asked for.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;

use crate::built::built;
use crate::platform::Local;

/// A part of the page that can have such a window. Copied freely; the window closes with the component that made it.
#[derive(Clone, Copy)]
pub struct OwnWindow {
    module: &'static str,
    selector: &'static str,
    told: Local<Closure<dyn FnMut(bool)>>,
}

impl OwnWindow {
    /// The script `module` moves what `selector` finds; `out` says whether it is in its window.
    #[must_use]
    pub fn new(module: &'static str, selector: &'static str, out: RwSignal<bool>) -> Self {
        let told = Local::new(|| {
            Closure::new(move |open| {
                out.try_set(open);
            })
        });
        Effect::new(move || on_cleanup(move || close(module)));
        Self { module, selector, told }
    }

    /// Opens the window, or closes it; `failed` where the browser opens none.
    pub fn toggle(self, failed: impl FnOnce() + 'static) {
        let Some(told) = self.told.with(|told| told.as_ref().clone()) else { return };
        spawn_local(async move {
            let url = built().path(self.module);
            if let Err(error) = toggle(self.module, &url, self.selector, &told).await {
                leptos::logging::warn!("no window of its own: {error:?}");
                failed();
            }
        });
    }
}

/// Whether the browser has windows that stay over other programs, and take a part of the page. Nothing is asked on the server.
#[must_use]
pub fn has_windows_on_top() -> bool {
    cfg!(feature = "browser") && windows_on_top()
}

/// Whether it has such windows for videos alone.
#[must_use]
pub fn has_video_windows() -> bool {
    cfg!(feature = "browser") && video_windows()
}

/// Whether a window beside this one is of use: on a phone it would cover the page, which then sleeps.
#[must_use]
pub fn has_windows_beside() -> bool {
    cfg!(feature = "browser") && windows_beside()
}

#[wasm_bindgen(inline_js = r#"
const loaded = new Map();
export async function toggleOwnWindow(module, url, selector, out) {
  if (!loaded.has(module)) loaded.set(module, await import(url));
  await loaded.get(module).toggle(document.querySelector(selector), out);
}
export const closeOwnWindow = (module) => loaded.get(module)?.close();
export const windowsOnTop = () => "documentPictureInPicture" in window;
export const videoWindows = () => document.pictureInPictureEnabled === true;
export const windowsBeside = () => matchMedia("(pointer: fine)").matches;
"#)]
extern "C" {
    #[wasm_bindgen(catch, js_name = toggleOwnWindow)]
    async fn toggle(module: &str, url: &str, selector: &str, out: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = closeOwnWindow)]
    fn close(module: &str);

    #[wasm_bindgen(js_name = windowsOnTop)]
    fn windows_on_top() -> bool;

    #[wasm_bindgen(js_name = videoWindows)]
    fn video_windows() -> bool;

    #[wasm_bindgen(js_name = windowsBeside)]
    fn windows_beside() -> bool;
}
