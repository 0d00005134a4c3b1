//! Not having a question answered.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::QuestionId;
use crate::question::{Fact, LONGEST_REASON, Questions, State, known};
use crate::rejection::Rejection;
use crate::words::clean;

/// Takes a question away from everybody but staff and its asker, who reads why.
///
/// # Errors
/// Outside a live class, for an empty or overlong reason, and for a question that isn't there or was merged.
pub fn dismiss(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
    reason: &str,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = known(own, question)?;
    match there.state {
        State::Dismissed { .. } => return Ok(vec![]),
        State::Merged { .. } => return Err(Rejection::QuestionClosed),
        State::Pending | State::Open | State::Answered | State::Resolved => {}
    }
    let reason = clean(reason, LONGEST_REASON).map_err(Rejection::BadText)?;
    Ok(vec![Fact::Dismissed { question, asker: there.asker, reason: reason.into() }])
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::question;
    use crate::role::{Role, Viewer};
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, id, user};

    #[test]
    fn a_dismissed_question_is_gone_for_all_but_staff_and_its_asker() {
        let mut class = Class::live();
        class.asks_question(STUDENT, 1, "why?");
        class.does(ASSISTANT, Command::Question(question::Command::Stage { question: id(1).into() }));
        let reason = "off topic".to_owned();
        class.does(
            ASSISTANT,
            Command::Question(question::Command::Dismiss { question: id(1).into(), reason }),
        );
        assert_eq!(class.view.question.on_stage, None);
        let seen = |n, role| class.view.for_viewer(&Viewer { user: user(n), role }).question.questions.len();
        assert_eq!(seen(OTHER, Role::Student), 0);
        assert_eq!(seen(STUDENT, Role::Student), 1);
        assert_eq!(seen(ASSISTANT, Role::Assistant), 1);
    }
}
