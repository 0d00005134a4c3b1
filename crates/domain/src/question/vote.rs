//! Wanting somebody's question answered, too.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::QuestionId;
use crate::permission::Permission;
use crate::question::{Fact, Paced, Question, Questions, open};
use crate::rejection::Rejection;

/// Votes for a question. Idempotent: each person counts once, and the asker not at all.
///
/// # Errors
/// For those who may not or do it too often, one's own question, and one that isn't open.
pub fn upvote(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    let (there, voted) = voted(class, own, asking, question)?;
    if there.asker.is_some_and(|asker| asking.is(asker)) {
        return Err(Rejection::NotAllowed);
    }
    if voted {
        return Ok(vec![]);
    }
    own.paces.must_not_be_too_often(class, asking, Paced::Upvote, now)?;
    Ok(vec![Fact::Upvoted { question }])
}

/// Takes the vote back.
///
/// # Errors
/// As [`upvote`].
pub fn unvote(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
) -> Result<Vec<Fact>, Rejection> {
    let (_, voted) = voted(class, own, asking, question)?;
    Ok(if voted { vec![Fact::Unvoted { question }] } else { vec![] })
}

fn voted<'q>(
    class: &Core,
    own: &'q Questions,
    asking: Asking,
    question: QuestionId,
) -> Result<(&'q Question, bool), Rejection> {
    asking.must_be_permitted(class, Permission::Ask)?;
    let user = asking.user()?;
    let there = open(own, question)?;
    Ok((there, there.voters.contains(&user)))
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::question;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, id};

    #[test]
    fn each_person_counts_once_and_the_asker_not_at_all() {
        let upvote = || Command::Question(question::Command::Upvote { question: id(1).into() });
        let mut class = Class::live();
        class.asks_question(STUDENT, 1, "why?");
        assert_eq!(class.ask(STUDENT, upvote()), Err(Rejection::NotAllowed));
        class.does(OTHER, upvote());
        assert_eq!(class.ask(OTHER, upvote()), Ok(vec![]));
        class.does(ASSISTANT, upvote());
        assert_eq!(class.view.question.questions[&id(1).into()].votes, 2);
        class.does(OTHER, Command::Question(question::Command::Unvote { question: id(1).into() }));
        assert_eq!(class.view.question.questions[&id(1).into()].votes, 1);
    }
}
