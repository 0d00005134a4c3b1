//! Answering a question, aloud or in writing.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::QuestionId;
use crate::question::{Fact, LONGEST_ANSWER, Questions, open};
use crate::rejection::Rejection;
use crate::words::clean;

/// Marks that the question is being answered aloud from here on; again marks a new place.
///
/// # Errors
/// Outside a live class, and for a question that isn't open.
pub fn answer_aloud(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    open(own, question)?;
    Ok(vec![Fact::AnsweredAloud { question }])
}

/// Answers the question in writing; again writes a new answer over the old one.
///
/// # Errors
/// As [`answer_aloud`], and an empty or overlong text.
pub fn answer(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
    text: &str,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let there = open(own, question)?;
    let text = clean(text, LONGEST_ANSWER).map_err(Rejection::BadText)?;
    if there.answer.as_ref().is_some_and(|answer| answer.text.text() == text) {
        return Ok(vec![]);
    }
    Ok(vec![Fact::Answered { question, text: text.into() }])
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::ids::Offset;
    use crate::question;
    use crate::question::State;
    use crate::testing::{Class, STUDENT, TEACHER, id};

    #[test]
    fn an_answer_marks_its_moment_and_leaves_the_question_open_to_more() {
        let mut class = Class::live();
        class.asks_question(STUDENT, 1, "why?");
        class.pass_ms(9_000);
        class.does(TEACHER, Command::Question(question::Command::AnswerAloud { question: id(1).into() }));
        class.does(
            TEACHER,
            Command::Question(question::Command::Answer { question: id(1).into(), text: " because ".into() }),
        );
        let question = &class.view.question.questions[&id(1).into()];
        assert_eq!(question.state, State::Answered);
        assert_eq!(question.answered_aloud, Some(Offset(9_000)));
        assert_eq!(question.answer.as_ref().unwrap().text.text(), "because");
        class.does(STUDENT, Command::Question(question::Command::Resolve { question: id(1).into() }));
        let late = Command::Question(question::Command::AnswerAloud { question: id(1).into() });
        assert_eq!(class.ask(TEACHER, late), Err(Rejection::QuestionClosed));
    }
}
