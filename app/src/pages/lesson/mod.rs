//! What is prepared for a lesson beside its polls: the scenes that its classes begin with.

#[cfg(feature = "ssr")]
pub(crate) mod read;
mod scenes;

pub(crate) use scenes::LessonScenesPage;
pub use scenes::{LessonParts, lesson_parts, load_lesson_parts_with};
