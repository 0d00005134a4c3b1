//! What the facts about polls make of a class.

use crate::event::{Event, Fact};
use crate::ids::PollId;
use crate::pace::Paced;
use crate::poll::{Key, Poll, Shown, Vote, Wording};
use crate::sorted::SortedMap;
use crate::view::ClassView;

pub(crate) fn fold(view: &mut ClassView, event: &Event) {
    match &event.fact {
        Fact::PollOpened { poll, form, options, anonymous, quiz, again, wording } => {
            let opened = Poll {
                id: *poll,
                form: *form,
                options: *options,
                anonymous: *anonymous,
                quiz: *quiz,
                again: *again,
                wording: Wording::read(wording),
                opened: event.offset,
                closed: None,
                votes: SortedMap::new(),
                key: None,
                groups: SortedMap::new(),
                before: None,
                shown: None,
            };
            view.polls.insert(*poll, opened);
        }
        Fact::PollVoted { poll, choice, text, ballot } => {
            let voter = ballot.map(Into::into).or(event.actor.map(Into::into));
            let who = ballot.map(|ballot| ballot.0).or(event.actor.map(|user| user.0));
            view.note(who, Paced::Vote(*poll), event.offset);
            let vote = Vote { choice: choice.clone(), text: text.clone(), group: None };
            with(view, *poll, |poll| poll.votes.extend(voter.map(|voter| (voter, vote))));
        }
        Fact::PollClosed { poll } => with(view, *poll, |poll| poll.closed = Some(event.offset)),
        Fact::PollKeyed { poll, .. }
        | Fact::PollGrouped { poll, .. }
        | Fact::PollShown { poll, .. }
        | Fact::PollGroupShown { poll, .. }
        | Fact::PollRecalled { poll, .. }
        | Fact::PollHidden { poll } => with(view, *poll, |poll| poll.take(&event.fact)),
        _ => {}
    }
}

fn with(view: &mut ClassView, poll: PollId, change: impl FnOnce(&mut Poll)) {
    if let Some(poll) = view.polls.get_mut(&poll) {
        change(poll);
    }
}

impl Poll {
    /// Follows a fact about what is right, grouped or shown in it.
    pub(super) fn take(&mut self, fact: &Fact) {
        match fact {
            Fact::PollKeyed { right, explanation, .. } => {
                self.key = Some(Key { right: right.clone(), explanation: explanation.clone() });
            }
            Fact::PollGrouped { group, title, answers, .. } => {
                self.groups.insert(*group, title.clone());
                for (voter, vote) in self.votes.iter_mut() {
                    if answers.contains(voter) {
                        vote.group = Some(*group);
                    } else if vote.group == Some(*group) {
                        vote.group = None;
                    }
                }
            }
            Fact::PollShown { tally, right, explanation, .. } => {
                self.shown = Some(Shown {
                    tally: tally.clone(),
                    right: right.clone(),
                    explanation: explanation.clone(),
                    groups: SortedMap::new(),
                });
            }
            Fact::PollGroupShown { group, title, votes, .. } => {
                if let Some(shown) = &mut self.shown {
                    shown.groups.insert(*group, (title.clone(), *votes));
                }
            }
            Fact::PollRecalled { tally, .. } => self.before = Some(tally.clone()),
            Fact::PollHidden { .. } => self.shown = None,
            _ => {}
        }
    }
}
