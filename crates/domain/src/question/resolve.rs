//! Saying that nothing is left to say.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::QuestionId;
use crate::question::{Fact, Questions, State, known, open};
use crate::rejection::Rejection;

/// Closes a question: its asker may, and staff.
///
/// # Errors
/// Outside a live class, for another's question where a student asks, and for one that isn't open.
pub fn resolve(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = known(own, question)?;
    if !there.asker.is_some_and(|asker| asking.is(asker)) && !asking.is_staff(class) {
        return Err(Rejection::NotAllowed);
    }
    if there.state == State::Resolved {
        return Ok(vec![]);
    }
    open(own, question)?;
    Ok(vec![Fact::Resolved { question }])
}
