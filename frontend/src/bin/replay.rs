//! The program of a replay's page.

#![recursion_limit = "512"]

use app::living::later::wasm_split;
use app::pages::replay;

fn main() {
    replay::load_parts_with(|| Box::pin(parts()));
    app::living::take_over::<replay::Replay>();
}

/// A file of its own, with what only these parts need.
#[wasm_split::wasm_split(replay_parts, wasm_split_path = wasm_split, fallible)]
fn parts() -> Result<replay::Parts, wasm_split::SplitLoaderError> {
    Ok(replay::parts())
}
