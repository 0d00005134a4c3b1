//! Letting everybody see a question.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::QuestionId;
use crate::question::{Fact, Questions, State, known};
use crate::rejection::Rejection;

/// Approves a question that waits. The fact brings the question to those who haven't seen it.
///
/// # Errors
/// Outside a live class, for a question that isn't there, was dismissed or merged.
pub fn approve(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = known(own, question)?;
    match there.state {
        State::Pending => Ok(vec![Fact::Approved {
            question,
            asker: there.asker,
            anonymous: there.anonymous,
            asked: there.asked,
            text: there.text.clone(),
        }]),
        State::Open | State::Answered | State::Resolved => Ok(vec![]),
        State::Dismissed { .. } | State::Merged { .. } => Err(Rejection::QuestionClosed),
    }
}
