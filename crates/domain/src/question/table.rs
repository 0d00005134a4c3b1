//! The questions of a class as a table to keep: who asked what, and what became of it.

use crate::core::Core;
use crate::csv::csv;
use crate::question::{Question, Questions, State, by_age};

const HEADER: [&str; 10] = [
    "Asked at",
    "Person",
    "Anonymous to students",
    "Question",
    "Votes",
    "State",
    "Answered aloud at",
    "Answer",
    "Answered by",
    "Remark",
];

/// The table as a CSV file's text, in the order in which they were asked. To be asked of the whole class.
#[must_use]
pub fn table(class: &Core, own: &Questions) -> String {
    let lines: Vec<_> =
        by_age(own, |_| true).into_iter().map(|question| line(class, own, question)).collect();
    csv(&HEADER, &lines)
}

fn line(class: &Core, own: &Questions, question: &Question) -> Vec<String> {
    let name = |user| class.called(user);
    let (state, remark) = match &question.state {
        State::Pending => ("waits for approval", ""),
        State::Open => ("open", ""),
        State::Answered => ("answered", ""),
        State::Resolved => ("resolved", ""),
        State::Dismissed { reason } => ("dismissed", reason.text()),
        State::Merged { into } => {
            ("merged", own.questions.get(into).map(|other| other.text.text()).unwrap_or_default())
        }
    };
    let answer = question.answer.as_ref();
    vec![
        question.asked.to_string(),
        question.asker.map(name).unwrap_or_default(),
        if question.anonymous { "yes" } else { "no" }.to_owned(),
        question.text.text().to_owned(),
        question.votes.to_string(),
        state.to_owned(),
        question.answered_aloud.map(|at| at.to_string()).unwrap_or_default(),
        answer.map(|answer| answer.text.text().to_owned()).unwrap_or_default(),
        answer.and_then(|answer| answer.by).map(name).unwrap_or_default(),
        remark.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::command::Command;
    use crate::question;
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id};

    #[test]
    fn each_question_says_what_became_of_it() {
        let mut class = Class::live();
        for n in 1..=3 {
            class.asks_question(STUDENT, n, &format!("why {n}?"));
        }
        class.does(OTHER, Command::Question(question::Command::Upvote { question: id(1).into() }));
        class.does(
            TEACHER,
            Command::Question(question::Command::Answer {
                question: id(1).into(),
                text: "Because, so.".into(),
            }),
        );
        class.does(
            TEACHER,
            Command::Question(question::Command::Dismiss {
                question: id(2).into(),
                reason: "Off topic".into(),
            }),
        );
        class.does(
            TEACHER,
            Command::Question(question::Command::Merge { question: id(3).into(), into: id(1).into() }),
        );
        let table = table(&class.view.core, &class.view.question);
        let lines: Vec<_> = table.lines().skip(1).collect();
        let expected = [
            "0:00,person 3,no,why 1?,1,answered,,\"Because, so.\",person 1,",
            "0:00,person 3,no,why 2?,0,dismissed,,,,Off topic",
            "0:00,person 3,no,why 3?,0,merged,,,,why 1?",
        ];
        assert_eq!(lines, expected);
    }
}
