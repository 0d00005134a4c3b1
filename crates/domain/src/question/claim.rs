//! Taking care of a question, so that two of the staff don't.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::QuestionId;
use crate::question::{Fact, Questions, State, known};
use crate::rejection::Rejection;

/// Claims a question for the asker of this, even from somebody else.
///
/// # Errors
/// Outside a live class, and for a question that is closed or isn't there.
pub fn claim(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let by = asking.user()?;
    let there = known(own, question)?;
    if there.state != State::Pending && !there.state.is_open() {
        return Err(Rejection::QuestionClosed);
    }
    let same = there.claimed_by == Some(by);
    Ok(if same { vec![] } else { vec![Fact::Claimed { question, by }] })
}
