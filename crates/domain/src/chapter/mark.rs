//! Marking the beginning of a chapter.

use crate::chapter::{Chapters, Fact, LONGEST_TITLE};
use crate::core::Core;
use crate::ids::ChapterId;
use crate::rejection::Rejection;
use crate::words::clean;

/// Begins a chapter now.
///
/// # Errors
/// Outside a live class, an empty or overlong title, or a chapter of that id that is already there.
pub fn mark(class: &Core, own: &Chapters, chapter: ChapterId, title: &str) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    if own.chapters.iter().any(|there| there.id == chapter) {
        return Err(Rejection::AlreadyThere);
    }
    let title = clean(title, LONGEST_TITLE).map_err(Rejection::BadText)?;
    Ok(vec![Fact::Marked { chapter, title: title.into() }])
}
