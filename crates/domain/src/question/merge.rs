//! Saying that a question asks what another one asks.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::QuestionId;
use crate::question::{Fact, Questions, State, known, open};
use crate::rejection::Rejection;

/// Merges a question into another, which everybody must see; votes are united, and who voted for both counts once.
///
/// # Errors
/// Outside a live class, for a question that isn't there or is closed, and [`Rejection::SameQuestion`].
pub fn merge(
    class: &Core,
    own: &Questions,
    asking: Asking,
    question: QuestionId,
    into: QuestionId,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    if question == into {
        return Err(Rejection::SameQuestion);
    }
    let there = known(own, question)?;
    match there.state {
        State::Merged { into: already } if already == into => return Ok(vec![]),
        State::Pending | State::Open | State::Answered => {}
        State::Resolved | State::Dismissed { .. } | State::Merged { .. } => {
            return Err(Rejection::QuestionClosed);
        }
    }
    let target = open(own, into)?;
    let new = there.voters.iter().filter(|voter| !target.voters.contains(voter)).count();
    let votes = target.votes.saturating_add(u32::try_from(new).unwrap_or(u32::MAX));
    Ok(vec![Fact::Merged { question, into, votes }])
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::question;
    use crate::question::State;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, TEACHER, id};

    #[test]
    fn votes_are_united_and_a_voter_counts_once() {
        let merge = |n, into| {
            Command::Question(question::Command::Merge { question: id(n).into(), into: id(into).into() })
        };
        let mut class = Class::live();
        class.asks_question(STUDENT, 1, "why?");
        class.asks_question(TEACHER, 2, "but why?");
        for n in [1, 2] {
            class.does(OTHER, Command::Question(question::Command::Upvote { question: id(n).into() }));
        }
        class.does(ASSISTANT, Command::Question(question::Command::Upvote { question: id(2).into() }));
        assert_eq!(class.ask(ASSISTANT, merge(1, 1)), Err(Rejection::SameQuestion));
        class.does(ASSISTANT, merge(2, 1));
        let (kept, gone) =
            (&class.view.question.questions[&id(1).into()], &class.view.question.questions[&id(2).into()]);
        assert_eq!((kept.votes, kept.voters.len()), (2, 2));
        assert_eq!(gone.state, State::Merged { into: id(1).into() });
        assert_eq!(class.ask(ASSISTANT, merge(2, 1)), Ok(vec![]));
        assert_eq!(class.ask(ASSISTANT, merge(1, 2)), Err(Rejection::QuestionClosed));
    }
}
