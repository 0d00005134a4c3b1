//! The JavaScript side of the media: `frontend/js/media.ts`, a module of its own that only the class page loads.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(
    inline_js = "export async function openMedia(url, report, level) { const { Media } = await import(url); return new Media(report, level); }"
)]
extern "C" {
    /// Loads the module at `url` and makes its `Media`; rejects where the module can't be loaded.
    #[wasm_bindgen(catch, js_name = openMedia)]
    pub async fn open_media(
        url: &str,
        report: &Closure<dyn FnMut(String)>,
        level: &Closure<dyn FnMut(f64)>,
    ) -> Result<JsValue, JsValue>;

    /// `Media` of media.ts. Its methods return promises that never reject: what happens is reported.
    #[derive(Clone)]
    pub type Engine;

    #[wasm_bindgen(method, js_name = turnOn)]
    pub fn turn_on(this: &Engine, sources: Vec<String>);

    #[wasm_bindgen(method, js_name = turnOff)]
    pub fn turn_off(this: &Engine, source: &str);

    #[wasm_bindgen(method)]
    pub fn choose(this: &Engine, source: &str, device: &str);

    #[wasm_bindgen(method, js_name = chooseOutput)]
    pub fn choose_output(this: &Engine, device: &str);

    #[wasm_bindgen(method, js_name = saveData)]
    pub fn save_data(this: &Engine, saving: bool);

    #[wasm_bindgen(method, js_name = setBackground)]
    pub fn set_background(this: &Engine, module: &str, word: &str);

    #[wasm_bindgen(method, js_name = suppressNoise)]
    pub fn suppress_noise(this: &Engine, on: bool);

    #[wasm_bindgen(method)]
    pub fn join(this: &Engine, way: &str);

    #[wasm_bindgen(method)]
    pub fn leave(this: &Engine);

    #[wasm_bindgen(method)]
    pub fn hear(this: &Engine);

    #[wasm_bindgen(method)]
    pub fn show(this: &Engine, element: &web_sys::HtmlVideoElement, identity: Option<&str>, source: &str);

    #[wasm_bindgen(method)]
    pub fn hide(this: &Engine, element: &web_sys::HtmlVideoElement);

    #[wasm_bindgen(method)]
    pub fn close(this: &Engine);
}
