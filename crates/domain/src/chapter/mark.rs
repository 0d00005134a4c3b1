//! Marking the beginning of a chapter.

use crate::chapter::LONGEST_TITLE;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::ChapterId;
use crate::view::ClassView;
use crate::words::clean;

/// Begins a chapter now.
///
/// # Errors
/// Outside a live class, an empty or overlong title, or a chapter of that name that is already there.
pub fn mark(class: &ClassView, chapter: ChapterId, title: &str) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    if class.chapters.iter().any(|there| there.id == chapter) {
        return Err(Rejection::AlreadyThere);
    }
    let title = clean(title, LONGEST_TITLE).map_err(Rejection::BadText)?;
    Ok(vec![Fact::ChapterMarked { chapter, title: title.into() }])
}
