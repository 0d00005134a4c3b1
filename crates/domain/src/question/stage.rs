//! Putting a question on the stage, and taking it off.

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::QuestionId;
use crate::question::open;
use crate::view::ClassView;

/// Shows the question on the stage in place of the one that is there. Twice is harmless.
///
/// # Errors
/// Outside a live class, and for a question that isn't open.
pub fn stage(class: &ClassView, asking: Asking, question: QuestionId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    open(class, question)?;
    let there = class.on_stage == Some(question);
    Ok(if there { vec![] } else { vec![Fact::QuestionStaged { question }] })
}

/// Takes it off the stage. Twice is harmless.
///
/// # Errors
/// Outside a live class.
pub fn unstage(class: &ClassView, asking: Asking, question: QuestionId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = class.on_stage == Some(question);
    Ok(if there { vec![Fact::QuestionUnstaged { question }] } else { vec![] })
}
