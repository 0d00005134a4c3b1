//! How often one person may do what everybody sees: a hand that goes up and down, reactions, edits, questions, votes,
//! going to and fro.
//!
//! Chat messages have slow mode alone. The rest has a bound of its own, wide enough for whoever means it, and where slow mode
//! is on, its pause too. Staff are free. What is taken back (a hand, a reaction, a vote for a question) needs no bound: it was
//! given first.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::ids::{Offset, PollId};
use crate::view::ClassView;

/// What has a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Paced {
    /// Raising one's hand.
    Hand,
    /// Answering a message with an emoji.
    Reaction,
    /// Changing what one wrote.
    Edit,
    /// Asking a question.
    Question,
    /// Wanting another's question answered.
    Upvote,
    /// Reporting a message.
    Report,
    /// Looking at something else.
    Away,
    /// Voting in a poll, or anew.
    Vote(PollId),
}

/// The time that the bounds are about, in milliseconds.
const WINDOW_MS: i64 = 60_000;

impl Paced {
    /// How often in a minute.
    #[must_use]
    pub fn most(self) -> usize {
        match self {
            Self::Hand | Self::Edit | Self::Report => 10,
            Self::Question => 12,
            Self::Reaction | Self::Upvote => 30,
            Self::Vote(_) => 15,
            Self::Away => 60,
        }
    }

    /// Whether slow mode makes it wait, as it does messages.
    #[must_use]
    pub fn is_slowed(self) -> bool {
        match self {
            Self::Hand | Self::Reaction | Self::Edit | Self::Question => true,
            // Two polls, or two good questions, may follow each other closely.
            Self::Upvote | Self::Report | Self::Away | Self::Vote(_) => false,
        }
    }
}

/// When somebody did something last, as often as its bound asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(VecDeque<Offset>);

impl Times {
    pub(crate) fn add(&mut self, paced: Paced, at: Offset) {
        if self.0.len() >= paced.most() {
            self.0.pop_front();
        }
        self.0.push_back(at);
    }

    /// Milliseconds still to wait at `now`, where `slow` is slow mode's pause in milliseconds.
    fn wait(&self, paced: Paced, slow: i64, now: Offset) -> i64 {
        let first = self.0.front().filter(|_| self.0.len() >= paced.most());
        let bound = first.map_or(0, |first| first.0 + WINDOW_MS - now.0);
        let pause = self.0.back().filter(|_| paced.is_slowed()).map_or(0, |last| last.0 + slow - now.0);
        bound.max(pause)
    }
}

impl Asking {
    /// Passes who hasn't done it too often just now.
    ///
    /// # Errors
    /// [`Rejection::TooOften`], with the seconds to wait.
    pub(crate) fn must_not_be_too_often(
        self,
        class: &ClassView,
        paced: Paced,
        now: DateTime<Utc>,
    ) -> Result<(), Rejection> {
        match self.actor {
            Some(user) if !self.is_staff(class) => must_wait(class, user.0, paced, now),
            _ => Ok(()),
        }
    }
}

/// As [`Asking::must_not_be_too_often`], for somebody who may have another name there: a ballot.
pub(crate) fn must_wait(
    class: &ClassView,
    who: Uuid,
    paced: Paced,
    now: DateTime<Utc>,
) -> Result<(), Rejection> {
    let slow = i64::from(class.settings.slow_mode) * 1000;
    let wait = class.paced(who, paced).map_or(0, |times| times.wait(paced, slow, class.offset(now)));
    if wait <= 0 {
        return Ok(());
    }
    Err(Rejection::TooOften { wait: u16::try_from((wait + 999) / 1000).unwrap_or(u16::MAX) })
}

#[cfg(test)]
mod tests {
    use super::Paced;
    use crate::chat::Reason;
    use crate::command::{Command, SystemCommand};
    use crate::decide::Rejection;
    use crate::emoji::Emoji;
    use crate::session::SettingsWish;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, TEACHER, id, options, poll, user, vote};

    const WAIT: Result<Vec<crate::event::Fact>, Rejection> = Err(Rejection::TooOften { wait: 60 });

    fn react(on: bool) -> Command {
        Command::ReactChat { message: id(1).into(), emoji: Emoji::Clap, on }
    }

    fn edit(n: usize) -> Command {
        Command::EditChat { message: id(1).into(), text: format!("words {n}") }
    }

    fn ask(n: usize) -> Command {
        Command::AskQuestion {
            question: id(100 + n as u128).into(),
            text: "why?".into(),
            anonymous: n.is_multiple_of(2),
        }
    }

    /// Each thing with what does it once more and what undoes it.
    type Doing = (Paced, fn(usize) -> Command, Option<Command>);

    fn doings() -> [Doing; 7] {
        let lower = Command::LowerHand { user: user(STUDENT) };
        let unvote = Command::UnvoteQuestion { question: id(1).into() };
        [
            (Paced::Hand, |_| Command::RaiseHand, Some(lower)),
            (Paced::Reaction, |_| react(true), Some(react(false))),
            (Paced::Edit, edit, None),
            (Paced::Question, ask, None),
            (Paced::Upvote, |_| Command::UpvoteQuestion { question: id(1).into() }, Some(unvote)),
            (Paced::Away, |_| Command::StepAway, Some(Command::ComeBack)),
            (Paced::Vote(id(1).into()), |n| vote(1, &[(n % 2) as u8]), None),
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
        for (paced, doing, undo) in doings() {
            let mut class = scene();
            for n in 0..paced.most() {
                class.does(STUDENT, doing(n));
                if let Some(undo) = &undo {
                    class.does(STUDENT, undo.clone());
                }
            }
            assert_eq!(class.ask(STUDENT, doing(paced.most())), WAIT, "{paced:?}");
            class.pass_ms(60_000);
            assert!(
                class.ask(STUDENT, doing(paced.most())).is_ok_and(|facts| !facts.is_empty()),
                "{paced:?}"
            );
        }
    }

    #[test]
    fn others_and_staff_do_not_wait() {
        let mut class = scene();
        let reaction = |class: &mut Class, who| {
            class.does(who, react(true));
            class.does(who, react(false));
        };
        for _ in 0..Paced::Reaction.most() {
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
        for (paced, doing, undo) in doings() {
            let mut class = scene();
            class.set(SettingsWish { slow_mode: Some(10), ..Default::default() });
            class.does(STUDENT, doing(0));
            if let Some(undo) = &undo {
                class.does(STUDENT, undo.clone());
            }
            class.pass_ms(4_000);
            let refused = class.ask(STUDENT, doing(1)) == Err(Rejection::TooOften { wait: 6 });
            assert_eq!(refused, paced.is_slowed(), "{paced:?}");
            class.pass_ms(6_000);
            assert!(class.ask(STUDENT, doing(1)).is_ok(), "{paced:?}");
        }
    }

    #[test]
    fn a_poll_is_voted_in_at_once_however_often_one_voted_in_another() {
        let mut class = scene();
        for n in 0..Paced::Vote(id(1).into()).most() {
            class.does(STUDENT, vote(1, &[(n % 2) as u8]));
        }
        class.does(TEACHER, Command::ClosePoll { poll: id(1).into() });
        class.does(TEACHER, poll(2, options(2)));
        class.does(STUDENT, vote(2, &[0]));
    }

    #[test]
    fn reports_and_ballots_are_bounded_too() {
        let mut class = scene();
        for n in 0..=Paced::Report.most() as u128 {
            class.does(TEACHER, class.chat(50 + n, "words"));
        }
        let report = |n: u128| Command::ReportChat { message: id(50 + n).into(), reason: Reason::Abuse };
        for n in 0..Paced::Report.most() as u128 {
            class.does(STUDENT, report(n));
        }
        assert_eq!(class.ask(STUDENT, report(Paced::Report.most() as u128)), WAIT);

        class.does(TEACHER, Command::ClosePoll { poll: id(1).into() });
        class.does(TEACHER, poll(3, crate::poll::Definition { anonymous: true, ..options(2) }));
        let ballot = |n: usize| SystemCommand::CastBallot {
            poll: id(3).into(),
            ballot: id(70).into(),
            choice: crate::poll::Choice::Options { options: [(n % 2) as u8].into() },
            text: None,
        };
        let most = Paced::Vote(id(3).into()).most();
        for n in 0..most {
            class.system(ballot(n)).unwrap();
        }
        assert_eq!(class.system(ballot(most)), WAIT);
    }
}
