//! How often one person may do what everybody sees: a hand that goes up and down, reactions, edits, questions, votes,
//! going to and fro.
//!
//! Chat messages have slow mode alone. The rest has a bound of its own, wide enough for whoever means it, and where slow mode
//! is on, its pause too. Staff are free. What is taken back (a hand, a reaction, a vote for a question) needs no bound: it was
//! given first.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::Offset;
use crate::rejection::Rejection;

/// How often one person may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How often in a minute.
    pub most: usize,
    /// Whether slow mode makes it wait, as it does messages.
    pub slowed: bool,
}

/// What has a bound, of one feature.
pub trait Limited: Copy + Eq + Hash {
    /// Its bound.
    fn limit(self) -> Limit;
}

/// The time that the bounds are about, in milliseconds.
const WINDOW_MS: i64 = 60_000;

/// When somebody did something last, as often as its bound asks for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Times(VecDeque<Offset>);

impl Times {
    fn add(&mut self, limit: Limit, at: Offset) {
        if self.0.len() >= limit.most {
            self.0.pop_front();
        }
        self.0.push_back(at);
    }

    /// Milliseconds still to wait at `now`, where `slow` is slow mode's pause in milliseconds.
    fn wait(&self, limit: Limit, slow: i64, now: Offset) -> i64 {
        let first = self.0.front().filter(|_| self.0.len() >= limit.most);
        let bound = first.map_or(0, |first| first.0 + WINDOW_MS - now.0);
        let pause = self.0.back().filter(|_| limit.slowed).map_or(0, |last| last.0 + slow - now.0);
        bound.max(pause)
    }
}

/// When each person did last what has a bound. It says nothing that the log doesn't, so states are equal with and without it;
/// it is known as far as the log was followed. Copies share it until one of them follows an event. It is no part of what goes
/// out; where it is stored it is a list in the order of its keys, so that equal ones are stored as the same bytes.
#[derive(Debug, Clone)]
pub struct Paces<K>(Arc<HashMap<(Uuid, K), Times>>);

impl<K> Default for Paces<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K> PartialEq for Paces<K> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<K> Eq for Paces<K> {}

impl<K: Serialize + Ord> Serialize for Paces<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let in_order: BTreeMap<_, _> = self.0.iter().collect();
        serializer.collect_seq(in_order)
    }
}

impl<'de, K: Deserialize<'de> + Limited> Deserialize<'de> for Paces<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = Vec::<((Uuid, K), Times)>::deserialize(deserializer)?;
        Ok(Self(Arc::new(pairs.into_iter().collect())))
    }
}

impl<K: Limited> Paces<K> {
    /// Somebody did it. Of whom isn't known there is nothing to keep.
    pub(crate) fn note(&mut self, who: Option<Uuid>, what: K, at: Offset) {
        if let Some(who) = who {
            Arc::make_mut(&mut self.0).entry((who, what)).or_default().add(what.limit(), at);
        }
    }

    /// Passes who hasn't done it too often just now. Staff are free.
    ///
    /// # Errors
    /// [`Rejection::TooOften`], with the seconds to wait.
    pub(crate) fn must_not_be_too_often(
        &self,
        class: &Core,
        asking: Asking,
        what: K,
        now: DateTime<Utc>,
    ) -> Result<(), Rejection> {
        match asking.actor {
            Some(user) if !asking.is_staff(class) => self.must_wait(class, user.0, what, now),
            _ => Ok(()),
        }
    }

    /// As [`Paces::must_not_be_too_often`], for somebody who may have a pseudonym there: a ballot.
    pub(crate) fn must_wait(
        &self,
        class: &Core,
        who: Uuid,
        what: K,
        now: DateTime<Utc>,
    ) -> Result<(), Rejection> {
        let slow = i64::from(class.settings.slow_mode) * 1000;
        let times = self.0.get(&(who, what));
        let wait = times.map_or(0, |times| times.wait(what.limit(), slow, class.offset(now)));
        if wait <= 0 {
            return Ok(());
        }
        Err(Rejection::TooOften { wait: u16::try_from((wait + 999) / 1000).unwrap_or(u16::MAX) })
    }
}

#[cfg(test)]
mod tests {
    use super::Limit;
    use crate::chat::Reason;
    use crate::command::{Command, SystemCommand};
    use crate::decide::Rejection;
    use crate::emoji::Emoji;
    use crate::session::SettingsPatch;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, TEACHER, id, options, poll, user, vote};
    use crate::{chat, hand, participant, poll, question};

    const WAIT: Result<Vec<crate::event::Fact>, Rejection> = Err(Rejection::TooOften { wait: 60 });

    const REACTIONS: usize = 30;
    const VOTES: usize = 15;
    const REPORTS: usize = 10;

    fn react(on: bool) -> Command {
        Command::Chat(chat::Command::React { message: id(1).into(), emoji: Emoji::Clap, on })
    }

    fn edit(n: usize) -> Command {
        Command::Chat(chat::Command::Edit { message: id(1).into(), text: format!("words {n}") })
    }

    fn ask(n: usize) -> Command {
        Command::Question(question::Command::Ask {
            question: id(100 + n as u128).into(),
            text: "why?".into(),
            anonymous: n.is_multiple_of(2),
        })
    }

    /// Each thing with what does it once more and what undoes it.
    type Doing = (&'static str, Limit, fn(usize) -> Command, Option<Command>);

    fn doings() -> [Doing; 7] {
        let lower = Command::Hand(hand::Command::Lower { user: user(STUDENT) });
        let unvote = Command::Question(question::Command::Unvote { question: id(1).into() });
        [
            ("hand", Limit { most: 10, slowed: true }, |_| Command::Hand(hand::Command::Raise), Some(lower)),
            ("reaction", Limit { most: REACTIONS, slowed: true }, |_| react(true), Some(react(false))),
            ("edit", Limit { most: 10, slowed: true }, edit, None),
            ("question", Limit { most: 12, slowed: true }, ask, None),
            (
                "upvote",
                Limit { most: 30, slowed: false },
                |_| Command::Question(question::Command::Upvote { question: id(1).into() }),
                Some(unvote),
            ),
            (
                "away",
                Limit { most: 60, slowed: false },
                |_| Command::Participant(participant::Command::StepAway),
                Some(Command::Participant(participant::Command::ComeBack)),
            ),
            ("vote", Limit { most: VOTES, slowed: false }, |n| vote(1, &[(n % 2) as u8]), None),
        ]
    }

    fn scene() -> Class {
        let mut class = Class::live();
        class.does(STUDENT, class.chat(1, "hello"));
        class.asks_question(TEACHER, 1, "who knows?");
        class.does(TEACHER, poll(1, options(2)));
        class
    }

    #[test]
    fn whoever_goes_on_and_on_waits_and_then_may_again() {
        for (what, limit, doing, undo) in doings() {
            let mut class = scene();
            for n in 0..limit.most {
                class.does(STUDENT, doing(n));
                if let Some(undo) = &undo {
                    class.does(STUDENT, undo.clone());
                }
            }
            assert_eq!(class.ask(STUDENT, doing(limit.most)), WAIT, "{what}");
            class.pass_ms(60_000);
            assert!(class.ask(STUDENT, doing(limit.most)).is_ok_and(|facts| !facts.is_empty()), "{what}");
        }
    }

    #[test]
    fn others_and_staff_do_not_wait() {
        let mut class = scene();
        let reaction = |class: &mut Class, who| {
            class.does(who, react(true));
            class.does(who, react(false));
        };
        for _ in 0..REACTIONS {
            reaction(&mut class, STUDENT);
            reaction(&mut class, ASSISTANT);
        }
        assert_eq!(class.ask(STUDENT, react(true)), WAIT);
        reaction(&mut class, ASSISTANT);
        reaction(&mut class, OTHER);
        assert_eq!(class.ask(STUDENT, react(false)), Ok(vec![]), "what changes nothing is no haste");
    }

    #[test]
    fn slow_mode_makes_all_that_everybody_sees_wait() {
        for (what, limit, doing, undo) in doings() {
            let mut class = scene();
            class.set(SettingsPatch { slow_mode: Some(10), ..Default::default() });
            class.does(STUDENT, doing(0));
            if let Some(undo) = &undo {
                class.does(STUDENT, undo.clone());
            }
            class.pass_ms(4_000);
            let refused = class.ask(STUDENT, doing(1)) == Err(Rejection::TooOften { wait: 6 });
            assert_eq!(refused, limit.slowed, "{what}");
            class.pass_ms(6_000);
            assert!(class.ask(STUDENT, doing(1)).is_ok(), "{what}");
        }
    }

    #[test]
    fn a_poll_is_voted_in_at_once_however_often_one_voted_in_another() {
        let mut class = scene();
        for n in 0..VOTES {
            class.does(STUDENT, vote(1, &[(n % 2) as u8]));
        }
        class.does(TEACHER, Command::Poll(poll::Command::Close { poll: id(1).into() }));
        class.does(TEACHER, poll(2, options(2)));
        class.does(STUDENT, vote(2, &[0]));
    }

    #[test]
    fn reports_and_ballots_are_bounded_too() {
        let mut class = scene();
        for n in 0..=REPORTS as u128 {
            class.does(TEACHER, class.chat(50 + n, "words"));
        }
        let report = |n: u128| {
            Command::Chat(chat::Command::Report { message: id(50 + n).into(), reason: Reason::Abuse })
        };
        for n in 0..REPORTS as u128 {
            class.does(STUDENT, report(n));
        }
        assert_eq!(class.ask(STUDENT, report(REPORTS as u128)), WAIT);

        class.does(TEACHER, Command::Poll(poll::Command::Close { poll: id(1).into() }));
        class.does(TEACHER, poll(3, crate::poll::Definition { anonymous: true, ..options(2) }));
        let ballot = |n: usize| {
            SystemCommand::Poll(poll::SystemCommand::CastBallot {
                poll: id(3).into(),
                ballot: id(70).into(),
                choice: crate::poll::Choice::Options { options: [(n % 2) as u8].into() },
                text: None,
            })
        };
        let most = VOTES;
        for n in 0..most {
            class.system(ballot(n)).unwrap();
        }
        assert_eq!(class.system(ballot(most)), WAIT);
    }
}
