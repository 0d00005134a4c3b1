//! Asking a question.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::core::Core;
use crate::filter::must_be_wanted;
use crate::ids::QuestionId;
use crate::permission::Permission;
use crate::question::{
    Fact, LONGEST_QUESTION, MOST_AFTERWARDS, MOST_QUESTIONS, Paced, Questions, is_afterwards,
};
use crate::rejection::Rejection;
use crate::words::clean;

/// Adds a question, in the class or later in its replay. A student's waits for approval where questions are moderated.
///
/// # Errors
/// For those who may not ask or ask too often, an empty, overlong or unwanted text, [`Rejection::NotAnonymous`], a question of
/// that id that is already there, and [`Rejection::TooManyQuestions`], for staff, too.
pub fn ask(
    class: &Core,
    own: &Questions,
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
    if own.questions.contains_key(&question) {
        return Err(Rejection::AlreadyThere);
    }
    if anonymous && !class.settings.anonymous {
        return Err(Rejection::NotAnonymous);
    }
    let text = clean(text, LONGEST_QUESTION).map_err(Rejection::BadText)?;
    if !asking.is_staff(class) {
        must_be_wanted(class, &text)?;
    }
    must_have_room(class, own)?;
    own.paces.must_not_be_too_often(class, asking, Paced::Ask, now)?;
    let pending = class.settings.moderated && !asking.is_staff(class);
    Ok(vec![Fact::Asked { question, text: text.into(), anonymous, pending }])
}

/// Every screen and every replay holds all questions.
fn must_have_room(class: &Core, own: &Questions) -> Result<(), Rejection> {
    let (there, most) = match class.must_be_over() {
        Ok(()) => {
            let later = own.questions.values().filter(|question| is_afterwards(class, question.asked));
            (later.count(), MOST_AFTERWARDS)
        }
        Err(_) => (own.questions.len(), MOST_QUESTIONS),
    };
    if there < most { Ok(()) } else { Err(Rejection::TooManyQuestions { most }) }
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::permission::Permission;
    use crate::question::{MOST_AFTERWARDS, MOST_QUESTIONS, State, is_afterwards, open_questions};
    use crate::role::Role;
    use crate::session::SettingsPatch;
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, user};
    use crate::{lobby, participant, permission, question, session};

    #[test]
    fn moderated_questions_wait_and_those_of_staff_dont() {
        let mut class = Class::live();
        class.set(SettingsPatch { moderated: Some(true), ..Default::default() });
        class.asks_question(STUDENT, 1, "why?");
        class.asks_question(TEACHER, 2, "who knows?");
        assert_eq!(class.view.question.questions[&id(1).into()].state, State::Pending);
        assert_eq!(class.view.question.questions[&id(2).into()].state, State::Open);
        let upvote = Command::Question(question::Command::Upvote { question: id(1).into() });
        assert_eq!(class.ask(TEACHER, upvote), Err(Rejection::NotApproved));
        class.does(TEACHER, Command::Question(question::Command::Approve { question: id(1).into() }));
        assert_eq!(class.view.question.questions[&id(1).into()].state, State::Open);
    }

    #[test]
    fn the_replay_takes_questions_by_the_rules_of_the_class() {
        let mut class = Class::live();
        class.set(SettingsPatch { moderated: Some(true), ..Default::default() });
        class.does(TEACHER, Command::Participant(participant::Command::Ban { user: user(OTHER) }));
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        class.pass_ms(3_600_000);
        class.asks_question(STUDENT, 1, "why?");
        let asked = &class.view.question.questions[&id(1).into()];
        assert_eq!(asked.state, State::Pending);
        assert!(is_afterwards(&class.view.core, asked.asked));
        let ask = |n| {
            Command::Question(question::Command::Ask {
                question: id(n).into(),
                text: "how?".into(),
                anonymous: false,
            })
        };
        assert_eq!(class.ask(OTHER, ask(2)), Err(Rejection::Banned));
        assert_eq!(class.ask(STUDENT, class.chat(3, "hi")), Err(Rejection::ClassOver));
        assert_eq!(open_questions(&class.view.question).len(), 1, "it goes on to the next class");
    }

    #[test]
    fn who_waited_was_turned_away_or_removed_may_ask_in_the_replay() {
        let mut class = Class::live();
        class.set(SettingsPatch { lobby: Some(true), ..Default::default() });
        for n in [20, 21] {
            class.knock(n, Role::Student).unwrap();
        }
        class.does(TEACHER, Command::Lobby(lobby::Command::TurnAway { user: user(21) }));
        class.does(TEACHER, Command::Participant(participant::Command::Remove { user: user(OTHER) }));
        let ask = |n: u128| {
            let (question, text) = (id(n).into(), "why?".into());
            Command::Question(question::Command::Ask { question, text, anonymous: false })
        };
        for n in [20, 21, OTHER] {
            assert!(class.ask(n, ask(n)).is_err(), "{n} is outside");
        }
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        class.pass_ms(3_600_000);
        for n in [20, 21, OTHER] {
            assert!(class.ask(n, ask(n)).is_ok(), "{n}");
        }
    }

    #[test]
    fn who_may_not_ask_in_the_class_may_not_ask_in_its_replay() {
        let mut class = Class::live();
        class.does(
            TEACHER,
            Command::Permission(permission::Command::Permit { permission: Permission::Ask, allowed: false }),
        );
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        let ask = Command::Question(question::Command::Ask {
            question: id(1).into(),
            text: "why?".into(),
            anonymous: false,
        });
        let refused = Err(Rejection::NotPermitted { permission: Permission::Ask });
        assert_eq!(class.ask(STUDENT, ask), refused);
    }

    #[test]
    fn anonymous_only_where_the_class_allows_it() {
        let mut class = Class::live();
        let ask = Command::Question(question::Command::Ask {
            question: id(1).into(),
            text: "why?".into(),
            anonymous: true,
        });
        assert!(class.ask(STUDENT, ask.clone()).is_ok());
        class.set(SettingsPatch { anonymous: Some(false), ..Default::default() });
        assert_eq!(class.ask(STUDENT, ask), Err(Rejection::NotAnonymous));
    }

    #[test]
    fn a_class_takes_so_many_questions_and_its_replay_some_more() {
        let mut class = Class::live();
        let ask = |n: usize| {
            let question = id(n as u128).into();
            Command::Question(question::Command::Ask { question, text: "why?".into(), anonymous: false })
        };
        for n in 1..=MOST_QUESTIONS {
            class.does(TEACHER, ask(n));
        }
        for n in [TEACHER, STUDENT] {
            let most = MOST_QUESTIONS;
            assert_eq!(class.ask(n, ask(most + 1)), Err(Rejection::TooManyQuestions { most }));
        }
        // One that is closed is there all the same.
        class.does(TEACHER, Command::Question(question::Command::Resolve { question: id(1).into() }));
        assert!(class.ask(TEACHER, ask(MOST_QUESTIONS + 1)).is_err());

        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        class.pass_ms(3_600_000);
        for n in 1..=MOST_AFTERWARDS {
            class.does(TEACHER, ask(MOST_QUESTIONS + n));
        }
        for n in [TEACHER, STUDENT] {
            let most = MOST_AFTERWARDS;
            assert_eq!(class.ask(n, ask(2_000)), Err(Rejection::TooManyQuestions { most }));
        }
    }
}
