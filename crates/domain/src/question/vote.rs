//! Wanting somebody's question answered, too.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::QuestionId;
use crate::pace::Paced;
use crate::permission::Permission;
use crate::question::{Question, open};
use crate::view::ClassView;

/// Votes for a question. Twice is harmless: each person counts once, and the asker not at all.
///
/// # Errors
/// For those who may not or do it too often, one's own question, and one that isn't open.
pub fn upvote(
    class: &ClassView,
    asking: Asking,
    question: QuestionId,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    let (there, voted) = voted(class, asking, question)?;
    if there.asker.is_some_and(|asker| asking.is(asker)) {
        return Err(Rejection::NotAllowed);
    }
    if voted {
        return Ok(vec![]);
    }
    asking.must_not_be_too_often(class, Paced::Upvote, now)?;
    Ok(vec![Fact::QuestionUpvoted { question }])
}

/// Takes the vote back. Twice is harmless.
///
/// # Errors
/// As [`upvote`].
pub fn unvote(class: &ClassView, asking: Asking, question: QuestionId) -> Result<Vec<Fact>, Rejection> {
    let (_, voted) = voted(class, asking, question)?;
    Ok(if voted { vec![Fact::QuestionUnvoted { question }] } else { vec![] })
}

fn voted(class: &ClassView, asking: Asking, question: QuestionId) -> Result<(&Question, bool), Rejection> {
    asking.must_be_permitted(class, Permission::Ask)?;
    let user = asking.user()?;
    let there = open(class, question)?;
    Ok((there, there.voters.contains(&user)))
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, id};

    #[test]
    fn each_person_counts_once_and_the_asker_not_at_all() {
        let upvote = || Command::UpvoteQuestion { question: id(1).into() };
        let mut class = Class::live();
        class.asks_question(STUDENT, 1, "why?");
        assert_eq!(class.ask(STUDENT, upvote()), Err(Rejection::NotAllowed));
        class.does(OTHER, upvote());
        assert_eq!(class.ask(OTHER, upvote()), Ok(vec![]));
        class.does(ASSISTANT, upvote());
        assert_eq!(class.view.questions[&id(1).into()].votes, 2);
        class.does(OTHER, Command::UnvoteQuestion { question: id(1).into() });
        assert_eq!(class.view.questions[&id(1).into()].votes, 1);
    }
}
