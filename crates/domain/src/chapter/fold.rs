//! What the facts about chapters make of a class.

use crate::chapter::{Chapter, Chapters, Fact};
use crate::core::Stamp;

pub(crate) fn fold(own: &mut Chapters, fact: &Fact, stamp: Stamp) {
    let Fact::Marked { chapter, title } = fact;
    own.chapters.push(Chapter { id: *chapter, offset: stamp.offset, title: title.clone() });
}
