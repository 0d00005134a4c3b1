//! What the facts about polls make of a class.

use crate::core::Stamp;
use crate::ids::PollId;
use crate::poll::{Fact, Key, Paced, Poll, Polls, Shown, Vote, Wording};
use crate::sorted::SortedMap;

pub(crate) fn fold(own: &mut Polls, fact: &Fact, stamp: Stamp) {
    match fact {
        Fact::Opened { poll, form, options, anonymous, quiz, again, wording } => {
            let opened = Poll {
                id: *poll,
                form: *form,
                options: *options,
                anonymous: *anonymous,
                quiz: *quiz,
                again: *again,
                wording: Wording::read(wording),
                opened: stamp.offset,
                closed: None,
                votes: SortedMap::new(),
                key: None,
                groups: SortedMap::new(),
                before: None,
                shown: None,
            };
            own.polls.insert(*poll, opened.into());
        }
        Fact::Voted { poll, choice, text, ballot } => {
            let voter = ballot.map(Into::into).or(stamp.actor.map(Into::into));
            let who = ballot.map(|ballot| ballot.0).or(stamp.actor.map(|user| user.0));
            own.paces.note(who, Paced(*poll), stamp.offset);
            let vote = Vote { choice: choice.clone(), text: text.clone(), group: None };
            with(own, *poll, |poll| poll.votes.extend(voter.map(|voter| (voter, vote))));
        }
        Fact::Staged { poll } => own.on_stage = Some(*poll),
        Fact::Unstaged { poll } => own.on_stage = own.on_stage.filter(|there| there != poll),
        Fact::Closed { poll } => with(own, *poll, |poll| poll.closed = Some(stamp.offset)),
        Fact::Keyed { poll, .. }
        | Fact::Grouped { poll, .. }
        | Fact::Shown { poll, .. }
        | Fact::GroupShown { poll, .. }
        | Fact::Recalled { poll, .. }
        | Fact::Hidden { poll } => with(own, *poll, |poll| poll.take(fact)),
    }
}

fn with(own: &mut Polls, poll: PollId, change: impl FnOnce(&mut Poll)) {
    if let Some(poll) = own.polls.get_mut(&poll) {
        change(poll);
    }
}

impl Poll {
    /// Follows a fact about what is right, grouped or shown in it.
    pub(super) fn take(&mut self, fact: &Fact) {
        match fact {
            Fact::Keyed { right, explanation, .. } => {
                self.key = Some(Key { right: right.clone(), explanation: explanation.clone() });
            }
            Fact::Grouped { group, title, answers, .. } => {
                self.groups.insert(*group, title.clone());
                for (voter, vote) in self.votes.iter_mut() {
                    if answers.contains(voter) {
                        vote.group = Some(*group);
                    } else if vote.group == Some(*group) {
                        vote.group = None;
                    }
                }
            }
            Fact::Shown { tally, right, explanation, .. } => {
                self.shown = Some(Shown {
                    tally: tally.clone(),
                    right: right.clone(),
                    explanation: explanation.clone(),
                    groups: SortedMap::new(),
                });
            }
            Fact::GroupShown { group, title, votes, .. } => {
                if let Some(shown) = &mut self.shown {
                    shown.groups.insert(*group, (title.clone(), *votes));
                }
            }
            Fact::Recalled { tally, .. } => self.before = Some(tally.clone()),
            Fact::Hidden { .. } => self.shown = None,
            Fact::Opened { .. }
            | Fact::Voted { .. }
            | Fact::Closed { .. }
            | Fact::Staged { .. }
            | Fact::Unstaged { .. } => {}
        }
    }
}
