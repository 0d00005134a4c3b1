//! Votes in anonymous polls, kept by the tab that gave them so that a reload still shows them: the class itself doesn't know
//! whose they are, and another tab need not.

use domain::ids::PollId;
use domain::{Command, poll};
use leptos::prelude::*;

use super::own::{Cast, Remembered};
use crate::platform::{keep_in_tab, kept_in_tab};
use crate::room::Room;

/// What this tab voted in anonymous polls.
#[derive(Clone, Copy)]
pub(super) struct TabVotes {
    pub votes: RwSignal<Vec<(PollId, Cast)>>,
    /// The vote before the last one, for when the last one is refused.
    before: StoredValue<Option<Cast>>,
    room: Room,
}

/// Whether this tab voted in an anonymous poll, also before it was opened again.
pub(crate) fn voted_here(room: Room, poll: PollId) -> bool {
    read(room).is_some_and(|votes| votes.iter().any(|(id, _)| *id == poll))
}

impl TabVotes {
    /// What the tab still has; a vote that is refused is forgotten again.
    pub fn open(room: Room) -> Self {
        let kept = Self { votes: RwSignal::default(), before: StoredValue::new(None), room };
        Effect::new(move || {
            if let Some(votes) = read(room) {
                kept.votes.set(votes);
            }
        });
        Effect::new(move || {
            room.live.refused.with(|refused| {
                if let Some(Command::Poll(poll::Command::Vote { poll, .. })) =
                    refused.as_ref().map(|refused| &refused.command)
                {
                    kept.put(*poll, kept.before.get_value());
                }
            });
        });
        kept
    }

    /// Keeps a vote that is being given.
    pub fn keep(self, poll: PollId, cast: Cast) {
        self.before.set_value(
            self.votes.with_untracked(|votes| {
                votes.iter().find(|(id, _)| *id == poll).map(|(_, cast)| cast.clone())
            }),
        );
        self.put(poll, Some(cast));
    }

    fn put(self, poll: PollId, cast: Option<Cast>) {
        self.votes.update(|votes| {
            votes.retain(|(id, _)| *id != poll);
            votes.extend(cast.map(|cast| (poll, cast)));
        });
        write(self.room, &self.votes.get_untracked());
    }
}

fn read(room: Room) -> Option<Vec<(PollId, Cast)>> {
    lean::from_str(&kept_in_tab(&key(room))?).ok()
}

/// Where nothing can be kept the vote counts all the same; after a reload it just isn't shown.
fn write(room: Room, votes: &Remembered) {
    if let Ok(json) = serde_json::to_string(votes) {
        keep_in_tab(&key(room), &json);
    }
}

fn key(room: Room) -> String {
    format!("lectern.ballots.{}.{}", room.session, room.viewer.user)
}
