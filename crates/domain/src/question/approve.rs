//! Letting everybody see a question.

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::QuestionId;
use crate::question::{Question, State, known};
use crate::view::ClassView;

/// Approves a question that waits. Twice is harmless. The fact brings the question to those who haven't seen it.
///
/// # Errors
/// Outside a live class, for a question that isn't there, was dismissed or merged.
pub fn approve(class: &ClassView, asking: Asking, question: QuestionId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = known(class, question)?;
    match there.state {
        State::Pending => {
            let approved = Fact::QuestionApproved {
                question,
                asker: there.asker,
                anonymous: there.anonymous,
                asked: there.asked,
                text: there.text.clone(),
            };
            Ok(named(class, there).into_iter().chain([approved]).collect())
        }
        State::Open | State::Answered | State::Resolved => Ok(vec![]),
        State::Dismissed { .. } | State::Merged { .. } => Err(Rejection::QuestionClosed),
    }
}

/// The name of an asker from an earlier class, which students are to know from now on.
fn named(class: &ClassView, question: &Question) -> Option<Fact> {
    let user = question.asker.filter(|_| !question.anonymous)?;
    let known = class.names.get(&user).filter(|known| !known.public)?;
    Some(Fact::ParticipantNamed { user, name: known.name.clone(), public: true })
}
