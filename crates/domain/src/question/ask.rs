//! Asking a question.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::filter::must_be_wanted;
use crate::ids::QuestionId;
use crate::pace::Paced;
use crate::permission::Permission;
use crate::question::LONGEST_QUESTION;
use crate::view::ClassView;
use crate::words::clean;

/// Adds a question, in the class or later in its replay. A student's waits for approval where questions are moderated.
///
/// # Errors
/// For those who may not ask or ask too often, an empty, overlong or unwanted text, [`Rejection::NotAnonymous`], or a question of that name that is
/// already there.
pub fn ask(
    class: &ClassView,
    asking: Asking,
    question: QuestionId,
    text: &str,
    anonymous: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    if class.must_be_over().is_err() {
        asking.must_be_inside(class)?;
    }
    asking.must_have(class, Permission::Ask)?;
    asking.user()?;
    if class.questions.contains_key(&question) {
        return Err(Rejection::AlreadyThere);
    }
    if anonymous && !class.settings.anonymous {
        return Err(Rejection::NotAnonymous);
    }
    let text = clean(text, LONGEST_QUESTION).map_err(Rejection::BadText)?;
    if !asking.is_staff(class) {
        must_be_wanted(class, &text)?;
    }
    asking.must_not_be_too_often(class, Paced::Question, now)?;
    let pending = class.settings.moderated && !asking.is_staff(class);
    Ok(vec![Fact::QuestionAsked { question, text: text.into(), anonymous, pending }])
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::permission::Permission;
    use crate::question::{State, is_afterwards, open_questions};
    use crate::session::SettingsWish;
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, user};

    #[test]
    fn moderated_questions_wait_and_those_of_staff_dont() {
        let mut class = Class::live();
        class.set(SettingsWish { moderated: Some(true), ..Default::default() });
        class.asks_question(STUDENT, 1, "why?");
        class.asks_question(TEACHER, 2, "who knows?");
        assert_eq!(class.view.questions[&id(1).into()].state, State::Pending);
        assert_eq!(class.view.questions[&id(2).into()].state, State::Open);
        let upvote = Command::UpvoteQuestion { question: id(1).into() };
        assert_eq!(class.ask(TEACHER, upvote), Err(Rejection::NotApproved));
        class.does(TEACHER, Command::ApproveQuestion { question: id(1).into() });
        assert_eq!(class.view.questions[&id(1).into()].state, State::Open);
    }

    #[test]
    fn the_replay_takes_questions_by_the_rules_of_the_class() {
        let mut class = Class::live();
        class.set(SettingsWish { moderated: Some(true), ..Default::default() });
        class.does(TEACHER, Command::Ban { user: user(OTHER) });
        class.does(TEACHER, UseCaseCommand::End);
        class.pass_ms(3_600_000);
        class.asks_question(STUDENT, 1, "why?");
        let asked = &class.view.questions[&id(1).into()];
        assert_eq!(asked.state, State::Pending);
        assert!(is_afterwards(&class.view, asked.asked));
        let ask = |n| Command::AskQuestion { question: id(n).into(), text: "how?".into(), anonymous: false };
        assert_eq!(class.ask(OTHER, ask(2)), Err(Rejection::Banned));
        assert_eq!(class.ask(STUDENT, class.chat(3, "hi")), Err(Rejection::ClassOver));
        assert_eq!(open_questions(&class.view).len(), 1, "it goes on to the next class");
    }

    #[test]
    fn who_may_not_ask_in_the_class_may_not_ask_in_its_replay() {
        let mut class = Class::live();
        class.does(TEACHER, Command::Permit { permission: Permission::Ask, allowed: false });
        class.does(TEACHER, UseCaseCommand::End);
        let ask = Command::AskQuestion { question: id(1).into(), text: "why?".into(), anonymous: false };
        let refused = Err(Rejection::NotPermitted { permission: Permission::Ask });
        assert_eq!(class.ask(STUDENT, ask), refused);
    }

    #[test]
    fn anonymous_only_where_the_class_allows_it() {
        let mut class = Class::live();
        let ask = Command::AskQuestion { question: id(1).into(), text: "why?".into(), anonymous: true };
        assert!(class.ask(STUDENT, ask.clone()).is_ok());
        class.set(SettingsWish { anonymous: Some(false), ..Default::default() });
        assert_eq!(class.ask(STUDENT, ask), Err(Rejection::NotAnonymous));
    }
}
