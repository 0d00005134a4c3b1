//! Questions in order, and those that are left for the next class.

use std::cmp::Reverse;

use domain_derive::HoldsWords;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::ids::{Offset, QuestionId, UserId};
use crate::question::{Question, Questions, State};
use crate::session::Phase;
use crate::sorted::{SortedMap, SortedSet};
use crate::words::Words;

/// A question that goes from one class to the next, in the command and in the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, HoldsWords)]
pub struct Carried {
    /// Its id, which it keeps.
    pub question: QuestionId,
    /// Who asked; `None` to students where it is anonymous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asker: Option<UserId>,
    /// Whether other students are not to know.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// Whether it waits for staff's approval still.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pending: bool,
    /// What is asked.
    pub text: Words,
    /// How many voted for it.
    pub votes: u32,
    /// Those who did; students see themselves only.
    #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
    pub voters: SortedSet<UserId>,
}

/// The questions of `state`s the caller picks, those with most votes first and of these the oldest.
#[must_use]
pub fn by_votes(own: &Questions, pick: impl Fn(&State) -> bool) -> Vec<&Question> {
    sorted(own, pick, |question| (Reverse(question.votes), question.asked, question.id))
}

/// The same, the oldest first.
#[must_use]
pub fn by_age(own: &Questions, pick: impl Fn(&State) -> bool) -> Vec<&Question> {
    sorted(own, pick, |question| (Reverse(0), question.asked, question.id))
}

/// Whether a question that was asked then was asked after the class, in its replay.
#[must_use]
pub fn is_afterwards(class: &Core, asked: Offset) -> bool {
    match class.phase {
        Phase::Ended { length, .. } => asked > length,
        Phase::Unscheduled | Phase::Scheduled | Phase::Live { .. } | Phase::Cancelled => false,
    }
}

/// What nobody answered, and what nobody approved yet: for the next class of the lesson
/// ([`crate::SystemCommand::ContinueFrom`]).
/// To be asked of the whole class, not of somebody's view.
#[must_use]
pub fn open_questions(own: &Questions) -> Vec<Carried> {
    let open = by_votes(own, |state| matches!(state, State::Open | State::Pending));
    let open = open.into_iter().filter(|question| !question.text.erased());
    open.map(|question| Carried {
        question: question.id,
        asker: question.asker,
        anonymous: question.anonymous,
        pending: question.state == State::Pending,
        text: question.text.clone(),
        votes: question.votes,
        voters: question.voters.clone(),
    })
    .collect()
}

/// What those who asked these are called, as far as it is known.
#[must_use]
pub fn askers(class: &Core, questions: &[Carried]) -> SortedMap<UserId, Words> {
    let known = |user: UserId| Some((user, class.words_for(user).filter(|name| !name.erased())?.clone()));
    questions.iter().filter_map(|carried| known(carried.asker?)).collect()
}

fn sorted<K: Ord>(
    own: &Questions,
    pick: impl Fn(&State) -> bool,
    key: impl Fn(&Question) -> K,
) -> Vec<&Question> {
    let mut list: Vec<_> =
        own.questions.values().map(|question| &**question).filter(|question| pick(&question.state)).collect();
    list.sort_by_key(|question| key(question));
    list
}

#[cfg(test)]
mod tests {
    use super::{by_age, by_votes};
    use crate::command::Command;
    use crate::question;
    use crate::question::State;
    use crate::testing::{Class, OTHER, STUDENT, id};

    #[test]
    fn by_votes_and_then_by_age() {
        let mut class = Class::live();
        for n in [9, 5, 7] {
            class.asks_question(STUDENT, n, "why?");
            class.pass_ms(1_000);
        }
        class.does(OTHER, Command::Question(question::Command::Upvote { question: id(7).into() }));
        let order = |list: Vec<&super::Question>| list.iter().map(|q| q.id.0.as_u128()).collect::<Vec<_>>();
        assert_eq!(order(by_votes(&class.view.question, State::is_open)), [7, 9, 5]);
        assert_eq!(order(by_age(&class.view.question, State::is_open)), [9, 5, 7]);
    }
}
