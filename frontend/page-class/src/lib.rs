//! The program of a class's page.

#![recursion_limit = "512"]

use app::mount::later::wasm_split;
use app::pages::class;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes the document's page over.
#[wasm_bindgen]
pub fn hydrate() {
    class::load_parts_with(|| Box::pin(parts()));
    app::mount::mount::<app::model::class::ClassPage>();
}

/// A file of its own, with what only these parts need.
#[wasm_split::wasm_split(class_parts, wasm_split_path = wasm_split, fallible)]
fn parts() -> Result<class::Parts, wasm_split::SplitLoaderError> {
    Ok(class::parts())
}
