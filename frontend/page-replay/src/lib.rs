//! The program of a replay's page.

#![recursion_limit = "512"]

use app::mount::later::wasm_split;
use app::pages::replay;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes the document's page over.
#[wasm_bindgen]
pub fn hydrate() {
    replay::load_parts_with(|| Box::pin(parts()));
    app::mount::mount::<replay::Replay>();
}

/// A file of its own, with what only these parts need.
#[wasm_split::wasm_split(replay_parts, wasm_split_path = wasm_split, fallible)]
fn parts() -> Result<replay::Parts, wasm_split::SplitLoaderError> {
    Ok(replay::parts())
}
