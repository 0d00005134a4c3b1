//! The program of the pages in the frame: home, the schedule form.

#![recursion_limit = "512"]

use app::mount::later::wasm_split;
use app::pages::lesson;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes the document's page over.
#[wasm_bindgen]
pub fn hydrate() {
    lesson::load_lesson_parts_with(|| Box::pin(lesson_parts()));
    app::mount::mount::<app::pages::framed::Framed>();
}

/// A file of its own, with what only a lesson's page needs.
#[wasm_split::wasm_split(lesson_parts, wasm_split_path = wasm_split, fallible)]
fn lesson_parts() -> Result<lesson::LessonParts, wasm_split::SplitLoaderError> {
    Ok(lesson::lesson_parts())
}
