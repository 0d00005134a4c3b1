//! Votes in anonymous polls, kept by the tab that gave them so that a reload still shows them: the class itself doesn't know
//! whose they are, and another tab need not.

use domain::ids::PollId;
use domain::{Command, poll};
use leptos::prelude::*;

use super::own::{Cast, Remembered};
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
    browser::read(room).is_some_and(|votes| votes.iter().any(|(id, _)| *id == poll))
}

impl TabVotes {
    /// What the tab still has; a vote that is refused is forgotten again.
    pub fn open(room: Room) -> Self {
        let kept = Self { votes: RwSignal::default(), before: StoredValue::new(None), room };
        Effect::new(move || {
            if let Some(votes) = browser::read(room) {
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
        browser::write(self.room, &self.votes.get_untracked());
    }
}

#[cfg(feature = "browser")]
mod browser {
    use super::*;

    pub fn read(room: Room) -> Option<Vec<(PollId, Cast)>> {
        let json = storage()?.get_item(&key(room)).ok().flatten()?;
        lean::from_str(&json).ok()
    }

    pub fn write(room: Room, votes: &Remembered) {
        if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(votes)) {
            // Where nothing can be kept the vote counts all the same; after a reload it just isn't shown.
            let _ = storage.set_item(&key(room), &json);
        }
    }

    fn key(room: Room) -> String {
        format!("lectern.ballots.{}.{}", room.session, room.viewer.user)
    }

    fn storage() -> Option<web_sys::Storage> {
        web_sys::window()?.session_storage().ok()?
    }
}

#[cfg(not(feature = "browser"))]
mod browser {
    use super::*;

    pub fn read(_: Room) -> Option<Vec<(PollId, Cast)>> {
        None
    }

    pub fn write(_: Room, _: &Remembered) {}
}
