//! Not having a question answered.

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::QuestionId;
use crate::question::{LONGEST_REASON, State, known};
use crate::view::ClassView;
use crate::words::clean;

/// Takes a question away from everybody but staff and its asker, who reads why. Twice is harmless.
///
/// # Errors
/// Outside a live class, for an empty or overlong reason, and for a question that isn't there or was merged.
pub fn dismiss(
    class: &ClassView,
    asking: Asking,
    question: QuestionId,
    reason: &str,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = known(class, question)?;
    match there.state {
        State::Dismissed { .. } => return Ok(vec![]),
        State::Merged { .. } => return Err(Rejection::QuestionClosed),
        State::Pending | State::Open | State::Answered | State::Resolved => {}
    }
    let reason = clean(reason, LONGEST_REASON).map_err(Rejection::BadText)?;
    Ok(vec![Fact::QuestionDismissed { question, asker: there.asker, reason: reason.into() }])
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::role::{Role, Viewer};
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, id, user};

    #[test]
    fn a_dismissed_question_is_gone_for_all_but_staff_and_its_asker() {
        let mut class = Class::live();
        class.asks_question(STUDENT, 1, "why?");
        class.does(ASSISTANT, Command::StageQuestion { question: id(1).into() });
        let reason = "off topic".to_owned();
        class.does(ASSISTANT, Command::DismissQuestion { question: id(1).into(), reason });
        assert_eq!(class.view.on_stage, None);
        let seen = |n, role| class.view.for_viewer(&Viewer { user: user(n), role }).questions.len();
        assert_eq!(seen(OTHER, Role::Student), 0);
        assert_eq!(seen(STUDENT, Role::Student), 1);
        assert_eq!(seen(ASSISTANT, Role::Assistant), 1);
    }
}
