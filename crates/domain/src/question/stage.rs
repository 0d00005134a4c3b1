//! Putting a question on the stage, and taking it off.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::QuestionId;
use crate::question::{Fact, Questions, open};
use crate::rejection::Rejection;

/// Shows the question on the stage in place of the one that is there.
///
/// # Errors
/// Outside a live class, and for a question that isn't open.
pub fn stage(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    open(own, question)?;
    let there = own.on_stage == Some(question);
    Ok(if there { vec![] } else { vec![Fact::Staged { question }] })
}

/// Takes it off the stage.
///
/// # Errors
/// Outside a live class.
pub fn unstage(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = own.on_stage == Some(question);
    Ok(if there { vec![Fact::Unstaged { question }] } else { vec![] })
}
