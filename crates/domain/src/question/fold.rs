//! What the facts about questions make of a class. It is the same for those who see some of them only, so a fact that a
//! viewer sees less of has no asker or actor.

use crate::event::{Event, Fact};
use crate::ids::{QuestionId, UserId};
use crate::pace::Paced;
use crate::question::{Answer, Carried, Question, State};
use crate::sorted::SortedSet;
use crate::view::ClassView;
use crate::words::Words;

pub(crate) fn fold(view: &mut ClassView, event: &Event) {
    match &event.fact {
        Fact::QuestionAsked { question, text, anonymous, pending } => {
            let state = if *pending { State::Pending } else { State::Open };
            let asked = Asked { id: *question, asker: event.actor, anonymous: *anonymous, text };
            view.note(event.actor.map(|user| user.0), Paced::Question, event.offset);
            view.questions.insert(*question, asked.at(event.offset, state));
        }
        Fact::QuestionApproved { question, asker, anonymous, asked, text } => {
            let known = view.questions.get_or_insert_with(*question, || {
                Asked { id: *question, asker: *asker, anonymous: *anonymous, text }.at(*asked, State::Open)
            });
            known.state = State::Open;
            known.public = true;
        }
        Fact::QuestionCarried(Carried { question, asker, anonymous, pending, text, votes, voters }) => {
            let state = if *pending { State::Pending } else { State::Open };
            let asked = Asked { id: *question, asker: *asker, anonymous: *anonymous, text };
            let carried = Question { votes: *votes, voters: voters.clone(), ..asked.at(event.offset, state) };
            view.questions.insert(*question, carried);
        }
        Fact::QuestionUpvoted { question } => {
            view.note(event.actor.map(|user| user.0), Paced::Upvote, event.offset);
            with(view, *question, |question| {
                question.votes = question.votes.saturating_add(1);
                question.voters.extend(event.actor);
            });
        }
        Fact::QuestionUnvoted { question } => with(view, *question, |question| {
            question.votes = question.votes.saturating_sub(1);
            if let Some(user) = event.actor {
                question.voters.remove(&user);
            }
        }),
        Fact::QuestionClaimed { question, by } => {
            with(view, *question, |question| question.claimed_by = Some(*by));
        }
        Fact::QuestionAnsweredAloud { question } => with(view, *question, |question| {
            question.answered_aloud = Some(event.offset);
            question.state = State::Answered;
        }),
        Fact::QuestionAnswered { question, text } => with(view, *question, |question| {
            question.answer = Some(Answer { by: event.actor, offset: event.offset, text: text.clone() });
            question.state = State::Answered;
        }),
        Fact::QuestionResolved { question } => {
            off_stage(view, *question);
            with(view, *question, |question| question.state = State::Resolved);
        }
        Fact::QuestionDismissed { question, asker: None, .. } => {
            off_stage(view, *question);
            view.questions.remove(question);
        }
        Fact::QuestionDismissed { question, asker: Some(_), reason } => {
            off_stage(view, *question);
            with(view, *question, |question| question.state = State::Dismissed { reason: reason.clone() });
        }
        Fact::QuestionMerged { question, into, votes } => merge(view, *question, *into, *votes),
        Fact::QuestionStaged { question } => view.on_stage = Some(*question),
        Fact::QuestionUnstaged { question } => off_stage(view, *question),
        _ => {}
    }
}

/// What a question is when it is first seen.
struct Asked<'a> {
    id: QuestionId,
    asker: Option<UserId>,
    anonymous: bool,
    text: &'a Words,
}

impl Asked<'_> {
    fn at(self, asked: crate::ids::Offset, state: State) -> Question {
        Question {
            id: self.id,
            asker: self.asker,
            anonymous: self.anonymous,
            asked,
            text: self.text.clone(),
            public: state != State::Pending,
            state,
            votes: 0,
            voters: SortedSet::new(),
            claimed_by: None,
            answered_aloud: None,
            answer: None,
        }
    }
}

fn merge(view: &mut ClassView, question: QuestionId, into: QuestionId, votes: u32) {
    off_stage(view, question);
    let mut voters = SortedSet::new();
    with(view, question, |question| {
        question.state = State::Merged { into };
        voters.clone_from(&question.voters);
    });
    with(view, into, |into| {
        into.votes = votes;
        into.voters.extend(voters);
    });
}

fn off_stage(view: &mut ClassView, question: QuestionId) {
    if view.on_stage == Some(question) {
        view.on_stage = None;
    }
}

fn with(view: &mut ClassView, question: QuestionId, change: impl FnOnce(&mut Question)) {
    if let Some(question) = view.questions.get_mut(&question) {
        change(question);
    }
}
