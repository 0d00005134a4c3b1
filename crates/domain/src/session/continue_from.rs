//! A class that goes on from an earlier one.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::SessionId;
use crate::question::Carried;
use crate::session::Phase;
use crate::view::ClassView;

/// Takes over what the earlier class left open. Twice is harmless.
///
/// # Errors
/// A class that isn't there, is over, or goes on from another one already.
pub fn continue_from(
    class: &ClassView,
    session: SessionId,
    questions: &[Carried],
) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled | Phase::Live { .. } => {}
        Phase::Unscheduled => return Err(Rejection::NoSuchClass),
        Phase::Ended { .. } => return Err(Rejection::ClassOver),
        Phase::Cancelled => return Err(Rejection::Cancelled),
    }
    match class.continued_from {
        Some(already) if already == session => return Ok(vec![]),
        Some(_) => return Err(Rejection::AlreadyThere),
        None => {}
    }
    let questions = questions.iter().filter(|carried| !class.questions.contains_key(&carried.question));
    let questions = questions.map(|carried| {
        // The votes are those whose voters are known, whatever the wish says.
        let votes = u32::try_from(carried.voters.len()).unwrap_or(u32::MAX);
        Fact::QuestionCarried(Carried { votes, ..carried.clone() })
    });
    Ok([Fact::SessionContinuedFrom { session }].into_iter().chain(questions).collect())
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::question::open_questions;
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id};

    #[test]
    fn open_questions_live_on_with_their_votes() {
        let mut earlier = Class::live();
        earlier.asks_question(STUDENT, 1, "why?");
        earlier.asks_question(STUDENT, 2, "how?");
        earlier.does(OTHER, Command::UpvoteQuestion { question: id(1).into() });
        earlier.does(TEACHER, Command::ResolveQuestion { question: id(2).into() });
        let questions = open_questions(&earlier.view);
        let mut next = Class::scheduled();
        let wish = Command::ContinueFrom { session: id(77).into(), questions };
        next.system(wish.clone()).unwrap();
        assert_eq!(next.system(wish), Ok(vec![]));
        let other = Command::ContinueFrom { session: id(78).into(), questions: vec![] };
        assert_eq!(next.system(other), Err(Rejection::AlreadyThere));
        let carried: Vec<_> = next.view.questions.values().collect();
        assert_eq!(carried.len(), 1);
        assert_eq!((carried[0].text.text(), carried[0].votes), ("why?", 1));
    }
}
