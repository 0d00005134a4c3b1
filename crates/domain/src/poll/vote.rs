//! Voting.

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::asking::Asking;
use crate::core::Core;
use crate::filter::must_be_wanted;
use crate::ids::{BallotId, PollId, Voter};
use crate::permission::Permission;
use crate::poll::{Fact, Form, Paced, Poll, Polls, known};
use crate::rejection::Rejection;
use crate::sorted::SortedSet;
use crate::words::{Words, clean};

/// Characters in an open answer, at most.
pub const LONGEST_ANSWER: usize = 500;

/// What somebody chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Choice {
    /// Options, counted from 0.
    Options {
        /// Which.
        options: SortedSet<u8>,
    },
    /// A point of a scale.
    Point {
        /// Which.
        point: i8,
    },
    /// Their own words, which come beside it.
    Text,
}

/// What somebody filled in.
#[derive(Debug, Clone, Copy)]
pub struct Filled<'a> {
    /// What they chose.
    pub choice: &'a Choice,
    /// An open answer.
    pub text: Option<&'a str>,
}

/// Votes, or votes anew. The same vote again changes nothing.
///
/// # Errors
/// For those who may not vote or vote anew too often, a poll that is closed or isn't there, what can't be chosen in it, and
/// [`Rejection::NotAllowed`] in an anonymous poll: its votes come as [`cast`].
pub fn vote(
    class: &Core,
    own: &Polls,
    asking: Asking,
    poll: PollId,
    filled: Filled<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    let there = may_vote(class, own, asking, poll)?;
    if there.anonymous {
        return Err(Rejection::NotAllowed);
    }
    let voter = asking.user()?;
    let facts = write(class, there, voter.into(), None, filled)?;
    paced(class, own, voter.0, poll, facts, now)
}

/// Votes in an anonymous poll. The ballot is a pseudonym that the server makes of the person and a secret of the poll's,
/// which it forgets when the poll is closed; whether the person may vote it has asked [`may_vote`].
///
/// # Errors
/// As [`vote`], and [`Rejection::NotAllowed`] in a poll that isn't anonymous and where a person asks.
pub fn cast(
    class: &Core,
    own: &Polls,
    asking: Asking,
    poll: PollId,
    ballot: BallotId,
    filled: Filled<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    let there = may_vote(class, own, asking, poll)?;
    if !there.anonymous || asking.actor.is_some() {
        return Err(Rejection::NotAllowed);
    }
    let facts = write(class, there, ballot.into(), Some(ballot), filled)?;
    paced(class, own, ballot.0, poll, facts, now)
}

/// The facts, unless this voter changes their mind too often.
fn paced(
    class: &Core,
    own: &Polls,
    voter: Uuid,
    poll: PollId,
    facts: Vec<Fact>,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    if !facts.is_empty() {
        own.paces.must_wait(class, voter, Paced(poll), now)?;
    }
    Ok(facts)
}

/// The poll, if somebody may vote in it now.
///
/// # Errors
/// For those who may not, and a poll that is closed or isn't there.
pub fn may_vote<'p>(
    class: &Core,
    own: &'p Polls,
    asking: Asking,
    poll: PollId,
) -> Result<&'p Poll, Rejection> {
    asking.must_be_permitted(class, Permission::Vote)?;
    let there = known(own, poll)?;
    if there.is_open() { Ok(there) } else { Err(Rejection::PollClosed) }
}

fn write(
    class: &Core,
    poll: &Poll,
    voter: Voter,
    ballot: Option<BallotId>,
    Filled { choice, text }: Filled<'_>,
) -> Result<Vec<Fact>, Rejection> {
    if !fits(poll, choice) {
        return Err(Rejection::NoSuchChoice);
    }
    let text = match choice {
        Choice::Text => {
            let text = clean(text.unwrap_or_default(), LONGEST_ANSWER).map_err(Rejection::BadText)?;
            must_be_wanted(class, &text)?;
            text.into()
        }
        Choice::Options { .. } | Choice::Point { .. } => Words(None),
    };
    if poll.votes.get(&voter).is_some_and(|vote| vote.choice == *choice && vote.text == text) {
        return Ok(vec![]);
    }
    Ok(vec![Fact::Voted { poll: poll.id, choice: choice.clone(), text, ballot }])
}

fn fits(poll: &Poll, choice: &Choice) -> bool {
    let some = |options: &SortedSet<u8>, most: u8| {
        (1..=usize::from(most)).contains(&options.len())
            && options.iter().all(|option| *option < poll.options)
    };
    match (poll.form, choice) {
        (Form::Single, Choice::Options { options }) => some(options, 1),
        (Form::Multiple { most }, Choice::Options { options }) => some(options, most),
        (Form::Scale { from, to }, Choice::Point { point }) => (from..=to).contains(point),
        (Form::Text, Choice::Text) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Choice;
    use crate::command::{Command, SystemCommand};
    use crate::decide::Rejection;
    use crate::permission::Permission;
    use crate::poll::{Definition, Form};
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, options, poll, user, vote};
    use crate::{permission, poll};

    fn ballot(n: u128, option: u8) -> SystemCommand {
        let choice = Choice::Options { options: [option].into() };
        SystemCommand::Poll(poll::SystemCommand::CastBallot {
            poll: id(1).into(),
            ballot: id(n).into(),
            choice,
            text: None,
        })
    }

    #[test]
    fn a_vote_can_be_changed_until_the_poll_is_closed() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, options(3)));
        class.does(STUDENT, vote(1, &[0]));
        class.does(STUDENT, vote(1, &[2]));
        assert_eq!(class.ask(STUDENT, vote(1, &[2])), Ok(vec![]));
        class.does(OTHER, vote(1, &[2]));
        assert_eq!(class.view.poll.polls[&id(1).into()].tally().counts, [0, 0, 2]);
        class.does(TEACHER, Command::Poll(poll::Command::Close { poll: id(1).into() }));
        assert_eq!(class.ask(STUDENT, vote(1, &[1])), Err(Rejection::PollClosed));
    }

    #[test]
    fn what_cannot_be_chosen_is_refused() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, Definition { form: Form::Multiple { most: 2 }, ..options(3) }));
        for bad in [&[3][..], &[], &[0, 1, 2], &[255]] {
            assert_eq!(class.ask(STUDENT, vote(1, bad)), Err(Rejection::NoSuchChoice), "{bad:?}");
        }
        assert_eq!(class.ask(STUDENT, vote(9, &[0])), Err(Rejection::NoSuchPoll));
        let point = Command::Poll(poll::Command::Vote {
            poll: id(1).into(),
            choice: Choice::Point { point: 1 },
            text: None,
        });
        assert_eq!(class.ask(STUDENT, point), Err(Rejection::NoSuchChoice));
        let grant = Command::Permission(permission::Command::Grant {
            user: user(STUDENT),
            permission: Permission::Vote,
            allowed: Some(false),
        });
        class.does(TEACHER, grant);
        let refused = Err(Rejection::NotPermitted { permission: Permission::Vote });
        assert_eq!(class.ask(STUDENT, vote(1, &[0])), refused);
    }

    #[test]
    fn an_anonymous_vote_names_a_ballot_and_nobody() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, Definition { anonymous: true, ..options(2) }));
        assert_eq!(class.ask(STUDENT, vote(1, &[0])), Err(Rejection::NotAllowed));
        assert_eq!(class.ask(STUDENT, ballot(70, 0)), Err(Rejection::NotAllowed));
        class.system(ballot(70, 0)).unwrap();
        class.system(ballot(71, 0)).unwrap();
        class.system(ballot(70, 1)).unwrap();
        assert_eq!(class.view.poll.polls[&id(1).into()].tally().counts, [1, 1]);
        let votes = class.log.iter().filter(|event| event.fact.kind() == "poll.voted");
        for event in votes {
            assert_eq!(event.actor, None);
            let json = serde_json::to_string(event).unwrap();
            assert!(!json.contains(&user(STUDENT).to_string()), "{json}");
        }
    }
}
