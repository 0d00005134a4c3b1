//! The JavaScript side of a board: `frontend/js/board.ts`, a module of its own that is loaded when a board is shown.

use js_sys::{Float64Array, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(
    inline_js = "export async function openBoard(url, element, slides, ask) { const { Board } = await import(url); return new Board(element, ask, slides); }
export async function fetchBoard(url) { const answer = await fetch(url); if (!answer.ok) throw new Error(answer.status); return new Uint8Array(await answer.arrayBuffer()); }"
)]
extern "C" {
    /// Loads the module at `url` and makes its `Board` in `element`, which lies on slides or not; rejects where the module can't be loaded.
    #[wasm_bindgen(catch, js_name = openBoard)]
    pub async fn open_board(
        url: &str,
        element: &web_sys::HtmlElement,
        slides: bool,
        ask: &Closure<dyn Fn(String, Float64Array)>,
    ) -> Result<JsValue, JsValue>;

    /// The bytes at `url`; rejects where there are none.
    #[wasm_bindgen(catch, js_name = fetchBoard)]
    pub async fn fetch_board(url: &str) -> Result<JsValue, JsValue>;

    /// `Board` of board.ts.
    #[derive(Clone)]
    pub type Engine;

    #[wasm_bindgen(method)]
    pub fn tell(this: &Engine, state: &str);

    #[wasm_bindgen(method)]
    pub fn clear(this: &Engine);

    #[wasm_bindgen(method)]
    pub fn put(this: &Engine, meta: &str, points: Float64Array);

    #[wasm_bindgen(method)]
    pub fn gone(this: &Engine, id: &str);

    #[wasm_bindgen(method)]
    pub fn papers(this: &Engine, papers: &str);

    #[wasm_bindgen(method)]
    pub fn whole(this: &Engine);

    #[wasm_bindgen(method)]
    pub fn grew(this: &Engine, key: &str, meta: &str, points: Float64Array);

    #[wasm_bindgen(method)]
    pub fn stopped(this: &Engine, key: &str, whole: bool);

    #[wasm_bindgen(method)]
    pub fn pointed(this: &Engine, user: &str, name: &str, page: u16, x: i32, y: i32);

    #[wasm_bindgen(method, js_name = teacherLooks)]
    pub fn teacher_looks(this: &Engine, page: u16, x: i32, y: i32, wide: i32);

    #[wasm_bindgen(method)]
    pub fn lit(this: &Engine, user: &str, page: u16, x: i32, y: i32, radius: i32);

    #[wasm_bindgen(method)]
    pub fn close(this: &Engine);
}

/// The module, built from `frontend/js/board.ts`.
pub const MODULE: &str = "media/board.js";

/// Bytes that a promise gave.
pub fn bytes(given: &JsValue) -> Vec<u8> {
    given.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}
