//! Votes in anonymous polls, kept by the tab that gave them so that a reload still shows them: the class itself doesn't know
//! whose they are, and another tab need not.

use std::collections::BTreeMap;

use domain::Command;
use domain::ids::PollId;
use leptos::prelude::*;

use super::own::Cast;
use crate::pages::class::room::Room;

/// What this tab voted in anonymous polls.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    pub votes: RwSignal<BTreeMap<PollId, Cast>>,
    /// The vote before the last one, for when the last one is refused.
    before: StoredValue<Option<Cast>>,
    room: Room,
}

impl Kept {
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
                if let Some(Command::VotePoll { poll, .. }) = refused.as_ref().map(|refused| &refused.command)
                {
                    kept.put(*poll, kept.before.get_value());
                }
            });
        });
        kept
    }

    /// Keeps a vote that is being given.
    pub fn keep(self, poll: PollId, cast: Cast) {
        self.before.set_value(self.votes.with_untracked(|votes| votes.get(&poll).cloned()));
        self.put(poll, Some(cast));
    }

    fn put(self, poll: PollId, cast: Option<Cast>) {
        self.votes.update(|votes| match cast {
            Some(cast) => {
                votes.insert(poll, cast);
            }
            None => {
                votes.remove(&poll);
            }
        });
        browser::write(self.room, &self.votes.get_untracked());
    }
}

#[cfg(feature = "browser")]
mod browser {
    use super::*;

    pub fn read(room: Room) -> Option<BTreeMap<PollId, Cast>> {
        let json = storage()?.get_item(&key(room)).ok().flatten()?;
        let votes: Vec<(PollId, Cast)> = serde_json::from_str(&json).ok()?;
        Some(votes.into_iter().collect())
    }

    pub fn write(room: Room, votes: &BTreeMap<PollId, Cast>) {
        let votes: Vec<_> = votes.iter().collect();
        if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(&votes)) {
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

    pub fn read(_: Room) -> Option<BTreeMap<PollId, Cast>> {
        None
    }

    pub fn write(_: Room, _: &BTreeMap<PollId, Cast>) {}
}
