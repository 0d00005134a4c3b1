//! Answering a question, aloud or in writing.

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::QuestionId;
use crate::question::{LONGEST_ANSWER, open};
use crate::view::ClassView;
use crate::words::clean;

/// Marks that the question is being answered aloud from here on; again marks a new place.
///
/// # Errors
/// Outside a live class, and for a question that isn't open.
pub fn answer_aloud(class: &ClassView, asking: Asking, question: QuestionId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    open(class, question)?;
    Ok(vec![Fact::QuestionAnsweredAloud { question }])
}

/// Answers the question in writing; again writes a new answer over the old one.
///
/// # Errors
/// As [`answer_aloud`], and an empty or overlong text.
pub fn answer(
    class: &ClassView,
    asking: Asking,
    question: QuestionId,
    text: &str,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = open(class, question)?;
    let text = clean(text, LONGEST_ANSWER).map_err(Rejection::BadText)?;
    if there.answer.as_ref().is_some_and(|answer| answer.text.text() == text) {
        return Ok(vec![]);
    }
    Ok(vec![Fact::QuestionAnswered { question, text: text.into() }])
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::ids::Offset;
    use crate::question::State;
    use crate::testing::{Class, STUDENT, TEACHER, id};

    #[test]
    fn an_answer_marks_its_moment_and_leaves_the_question_open_to_more() {
        let mut class = Class::live();
        class.asks_question(STUDENT, 1, "why?");
        class.pass_ms(9_000);
        class.does(TEACHER, Command::AnswerAloud { question: id(1).into() });
        class.does(TEACHER, Command::AnswerQuestion { question: id(1).into(), text: " because ".into() });
        let question = &class.view.questions[&id(1).into()];
        assert_eq!(question.state, State::Answered);
        assert_eq!(question.answered_aloud, Some(Offset(9_000)));
        assert_eq!(question.answer.as_ref().unwrap().text.text(), "because");
        class.does(STUDENT, Command::ResolveQuestion { question: id(1).into() });
        let late = Command::AnswerAloud { question: id(1).into() };
        assert_eq!(class.ask(TEACHER, late), Err(Rejection::QuestionClosed));
    }
}
