//! Saying that nothing is left to say.

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::QuestionId;
use crate::question::{State, known, open};
use crate::view::ClassView;

/// Closes a question: its asker may, and staff. Twice is harmless.
///
/// # Errors
/// Outside a live class, for another's question where a student asks, and for one that isn't open.
pub fn resolve(class: &ClassView, asking: Asking, question: QuestionId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = known(class, question)?;
    if !there.asker.is_some_and(|asker| asking.is(asker)) && !asking.is_staff(class) {
        return Err(Rejection::NotAllowed);
    }
    if there.state == State::Resolved {
        return Ok(vec![]);
    }
    open(class, question)?;
    Ok(vec![Fact::QuestionResolved { question }])
}
