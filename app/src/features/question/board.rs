//! The questions as one person's panel lists them: in order, each with what it says, its votes and what may be done with it.

use std::cmp::Reverse;

use domain::ids::{Offset, QuestionId};
use domain::permission::Permission;
use domain::question::{Question, State, is_afterwards};
use domain::role::Viewer;
use domain::sorted::SortedMap;
use domain::words::Words;
use domain::{ClassView, Command, question};

use super::act::{Act, StageState, acts};
use crate::live::Owed;
use crate::room::name_in;

/// The order people choose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// Those that most want answered first.
    #[default]
    Votes,
    /// The newest first.
    Newest,
}

/// All questions that somebody sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Board {
    /// Those that are to be looked at: what waits for approval, what is on the stage or being answered, the others.
    pub open: Vec<QuestionId>,
    /// Those that are done with, the newest first.
    pub settled: Vec<QuestionId>,
    /// How many wait for approval.
    pub waiting: usize,
    /// Each of them.
    pub asked: SortedMap<QuestionId, QuestionCard>,
}

/// A question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct QuestionCard {
    pub votes: Votes,
    pub said: Said,
    pub acts: Vec<Act>,
}

/// Its votes, the viewer's own counted even while it is on its way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Votes {
    pub count: u32,
    pub voted: bool,
    /// The viewer may vote, or take their vote back.
    pub may: bool,
}

/// What it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub text: String,
    /// "Asked at 22:51 · Amina · on stage"
    pub meta: String,
    pub mark: Mark,
    /// A written answer, a reason, another question: what that is, and what it says.
    pub answer: Option<(String, String)>,
}

/// What shows from afar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mark {
    #[default]
    None,
    Unsent,
    Waiting,
    Stage,
    Settled,
}

/// The questions that `viewer` sees, with what they sent and the class does not have yet.
pub(crate) fn board(view: &ClassView, owed: &[Owed], viewer: Viewer, order: Order) -> Board {
    let looking = Looking { view, owed, viewer, answering: answering(view) };
    let mut board = Board::default();
    let (mut open, mut settled) = (Vec::new(), Vec::new());
    let unsent: Vec<Question> = owed.iter().filter_map(|owed| looking.unsent(owed)).collect();
    let on_the_way = unsent.iter().map(|question| (question, true));
    for (question, unsent) in
        view.question.questions.values().map(|question| (&**question, false)).chain(on_the_way)
    {
        let place = looking.place(question);
        let votes = looking.votes(question);
        let waits = question.state == State::Pending;
        board.waiting += usize::from(waits);
        if looking.is_settled(question, place) {
            settled.push((Reverse(question.asked), question.id));
        } else {
            let group = match (waits || unsent, place.staged || place.answering) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            };
            let key = match order {
                Order::Votes => (Reverse(votes.count), question.asked.0),
                Order::Newest => (Reverse(0), -question.asked.0),
            };
            open.push((group, key, question.id));
        }
        let mut said = looking.said(question, place);
        let mut acts = acts(question, viewer, place);
        if unsent {
            said.mark = Mark::Unsent;
            acts.clear();
        }
        board.asked.insert(question.id, QuestionCard { votes, said, acts });
    }
    open.sort_unstable();
    settled.sort_unstable();
    board.open = open.into_iter().map(|(.., id)| id).collect();
    board.settled = settled.into_iter().map(|(_, id)| id).collect();
    board
}

/// How many wait for an answer, and whether some wait for approval by the viewer.
pub(super) fn unanswered(view: &ClassView, viewer: Viewer) -> (usize, bool) {
    let of =
        |state: &State| view.question.questions.values().filter(|question| question.state == *state).count();
    let pending = of(&State::Pending);
    match viewer.role.is_staff() {
        true => (of(&State::Open) + pending, pending > 0),
        false => (of(&State::Open), false),
    }
}

/// The question that is being answered aloud: the last one for which somebody began to, until it is done with.
fn answering(view: &ClassView) -> Option<QuestionId> {
    let last = view.question.questions.values().max_by_key(|question| question.answered_aloud)?;
    (last.answered_aloud.is_some() && last.state == State::Answered).then_some(last.id)
}

/// Who looks, at which class.
struct Looking<'a> {
    view: &'a ClassView,
    owed: &'a [Owed],
    viewer: Viewer,
    answering: Option<QuestionId>,
}

impl Looking<'_> {
    fn place(&self, question: &Question) -> StageState {
        let id = Some(question.id);
        StageState { staged: self.view.question.on_stage == id, answering: self.answering == id }
    }

    fn is_own(&self, question: &Question) -> bool {
        question.asker == Some(self.viewer.user)
    }

    /// One's own question stays in sight until one is content with its answer.
    fn is_settled(&self, question: &Question, place: StageState) -> bool {
        match question.state {
            State::Pending | State::Open => false,
            State::Answered => !(place.staged || place.answering || self.is_own(question)),
            State::Resolved | State::Dismissed { .. } | State::Merged { .. } => true,
        }
    }

    /// A question of the viewer's that the class does not have yet.
    fn unsent(&self, owed: &Owed) -> Option<Question> {
        let Command::Question(question::Command::Ask { question, text, anonymous }) = &owed.command else {
            return None;
        };
        (!self.view.question.questions.contains_key(question)).then(|| Question {
            id: *question,
            asker: Some(self.viewer.user),
            anonymous: *anonymous,
            asked: Offset(i64::MAX),
            text: Words::from(text.as_str()),
            public: false,
            state: State::Open,
            votes: 0,
            voters: Default::default(),
            claimed_by: None,
            answered_aloud: None,
            answer: None,
        })
    }

    fn votes(&self, question: &Question) -> Votes {
        let known = question.voters.contains(&self.viewer.user);
        let pending = self.owed.iter().rev().find_map(|owed| match &owed.command {
            Command::Question(question::Command::Upvote { question: id }) if *id == question.id => Some(true),
            Command::Question(question::Command::Unvote { question: id }) if *id == question.id => {
                Some(false)
            }
            _ => None,
        });
        let voted = pending.unwrap_or(known);
        let count = match (known, voted) {
            (false, true) => question.votes.saturating_add(1),
            (true, false) => question.votes.saturating_sub(1),
            _ => question.votes,
        };
        let Viewer { user, role } = self.viewer;
        let may = question.state.is_open()
            && question.public
            && !self.is_own(question)
            && self.view.core.permits(user, role, Permission::Ask);
        Votes { count, voted, may }
    }

    fn said(&self, question: &Question, place: StageState) -> Said {
        let mut meta = match question.asked {
            Offset(i64::MAX) => vec![],
            asked if is_afterwards(&self.view.core, asked) => vec!["Asked after the class".to_owned()],
            asked => vec![format!("Asked at {asked}")],
        };
        meta.push(self.asker(question));
        if question.state == State::Pending {
            meta.push("waits for approval".to_owned());
        }
        if let Some(by) = question.claimed_by {
            meta.push(format!("claimed by {}", self.name(by)));
        }
        match question.answered_aloud {
            Some(_) if place.answering => meta.push("answering now".to_owned()),
            Some(at) => meta.push(format!("answered aloud at {at}")),
            None => {}
        }
        if place.staged {
            meta.push("on stage".to_owned());
        }
        let mark = match question.state {
            State::Pending => Mark::Waiting,
            _ if place.staged || place.answering => Mark::Stage,
            State::Open | State::Answered => Mark::None,
            State::Resolved | State::Dismissed { .. } | State::Merged { .. } => Mark::Settled,
        };
        let text = question.text.text().to_owned();
        Said { text, meta: meta.join(" · "), mark, answer: self.answer(question) }
    }

    fn asker(&self, question: &Question) -> String {
        match question.asker {
            Some(asker) if question.anonymous && asker == self.viewer.user => "You, without your name".into(),
            Some(asker) if question.anonymous => {
                format!("{}, who is anonymous to students", self.name(asker))
            }
            Some(asker) => self.name(asker),
            None if question.anonymous => "Anonymous".into(),
            None => "Somebody".into(),
        }
    }

    fn name(&self, user: domain::ids::UserId) -> String {
        if user == self.viewer.user { "You".to_owned() } else { name_in(self.view, user) }
    }

    fn answer(&self, question: &Question) -> Option<(String, String)> {
        let written = self.owed.iter().rev().find_map(|owed| match &owed.command {
            Command::Question(question::Command::Answer { question: id, text }) if *id == question.id => {
                Some(text.clone())
            }
            _ => None,
        });
        if let Some(text) = written {
            return Some(("Your answer, on its way".to_owned(), text));
        }
        match &question.state {
            State::Dismissed { reason } => Some(("Dismissed".to_owned(), reason.text().to_owned())),
            State::Merged { into } => {
                let other = self
                    .view
                    .question
                    .questions
                    .get(into)
                    .map_or("another question", |into| into.text.text());
                Some(("Asks the same as".to_owned(), other.to_owned()))
            }
            _ => question.answer.as_ref().map(|answer| {
                let by = answer.by.map_or_else(|| "Somebody".to_owned(), |by| self.name(by));
                (format!("{by} answered at {}", answer.offset), answer.text.text().to_owned())
            }),
        }
    }
}

#[cfg(test)]
mod tests;
