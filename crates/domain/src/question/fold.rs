//! What the facts about questions make of a class. It is the same for those who see some of them only, so a fact that a
//! viewer sees less of has no asker or actor.

use crate::core::Stamp;
use crate::ids::{QuestionId, UserId};
use crate::question::{Answer, Carried, Fact, Paced, Question, Questions, State};
use crate::sorted::SortedSet;
use crate::words::Words;

pub(crate) fn fold(own: &mut Questions, fact: &Fact, stamp: Stamp) {
    match fact {
        Fact::Asked { question, text, anonymous, pending } => {
            let state = if *pending { State::Pending } else { State::Open };
            let asked = NewQuestion { id: *question, asker: stamp.actor, anonymous: *anonymous, text };
            own.paces.note(stamp.actor.map(|user| user.0), Paced::Ask, stamp.offset);
            own.questions.insert(*question, asked.at(stamp.offset, state).into());
        }
        Fact::Approved { question, asker, anonymous, asked, text } => {
            let known = own.questions.get_or_insert_with(*question, || {
                NewQuestion { id: *question, asker: *asker, anonymous: *anonymous, text }
                    .at(*asked, State::Open)
                    .into()
            });
            known.state = State::Open;
            known.public = true;
        }
        Fact::Carried(Carried { question, asker, anonymous, pending, text, votes, voters }) => {
            let state = if *pending { State::Pending } else { State::Open };
            let asked = NewQuestion { id: *question, asker: *asker, anonymous: *anonymous, text };
            let carried = Question { votes: *votes, voters: voters.clone(), ..asked.at(stamp.offset, state) };
            own.questions.insert(*question, carried.into());
        }
        Fact::Upvoted { question } => {
            own.paces.note(stamp.actor.map(|user| user.0), Paced::Upvote, stamp.offset);
            with(own, *question, |question| {
                question.votes = question.votes.saturating_add(1);
                question.voters.extend(stamp.actor);
            });
        }
        Fact::Unvoted { question } => with(own, *question, |question| {
            question.votes = question.votes.saturating_sub(1);
            if let Some(user) = stamp.actor {
                question.voters.remove(&user);
            }
        }),
        Fact::Claimed { question, by } => {
            with(own, *question, |question| question.claimed_by = Some(*by));
        }
        Fact::AnsweredAloud { question } => with(own, *question, |question| {
            question.answered_aloud = Some(stamp.offset);
            question.state = State::Answered;
        }),
        Fact::Answered { question, text } => with(own, *question, |question| {
            question.answer = Some(Answer { by: stamp.actor, offset: stamp.offset, text: text.clone() });
            question.state = State::Answered;
        }),
        Fact::Resolved { question } => {
            off_stage(own, *question);
            with(own, *question, |question| question.state = State::Resolved);
        }
        Fact::Dismissed { question, asker: None, .. } => {
            off_stage(own, *question);
            own.questions.remove(question);
        }
        Fact::Dismissed { question, asker: Some(_), reason } => {
            off_stage(own, *question);
            with(own, *question, |question| question.state = State::Dismissed { reason: reason.clone() });
        }
        Fact::Merged { question, into, votes } => merge(own, *question, *into, *votes),
        Fact::Staged { question } => own.on_stage = Some(*question),
        Fact::Unstaged { question } => off_stage(own, *question),
    }
}

/// What a question is when it is first seen.
struct NewQuestion<'a> {
    id: QuestionId,
    asker: Option<UserId>,
    anonymous: bool,
    text: &'a Words,
}

impl NewQuestion<'_> {
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

fn merge(own: &mut Questions, question: QuestionId, into: QuestionId, votes: u32) {
    off_stage(own, question);
    let mut voters = SortedSet::new();
    with(own, question, |question| {
        question.state = State::Merged { into };
        voters.clone_from(&question.voters);
    });
    with(own, into, |into| {
        into.votes = votes;
        into.voters.extend(voters);
    });
}

fn off_stage(own: &mut Questions, question: QuestionId) {
    if own.on_stage == Some(question) {
        own.on_stage = None;
    }
}

fn with(own: &mut Questions, question: QuestionId, change: impl FnOnce(&mut Question)) {
    if let Some(question) = own.questions.get_mut(&question) {
        change(question);
    }
}
