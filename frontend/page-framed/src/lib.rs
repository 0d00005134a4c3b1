//! The program of the pages in the frame: home, the schedule form.

#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes the document's page over.
#[wasm_bindgen]
pub fn hydrate() {
    app::mount::mount::<app::pages::framed::Framed>();
}
