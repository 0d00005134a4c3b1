//! Unsent words in the browser's own storage, so that a reload or a crash loses none.
//!
//! `localStorage` and not IndexedDB: it is written before `send` returns, so that even a tab that dies the next moment
//! keeps the words, and commands are small. One key a command: tabs don't write over each other.

use domain::ids::{CommandId, SessionId, UserId};
use lean::FromJson;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::drafts::{self, Draft, Drafts};
pub use super::lasting::Lasting;
use crate::platform::{local_storage, now_ms};

const PREFIX: &str = "lectern.unsent.";
/// As long as a term's holidays: whoever comes back reads what didn't arrive.
const LONGEST_KEPT_MS: i64 = 60 * 24 * 60 * 60 * 1000;

/// A command as it is kept in the browser's storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct StoredCommand {
    /// Its id.
    pub id: CommandId,
    /// When it was sent first, in milliseconds of the browser's clock: the order to send in.
    pub at: i64,
    /// What is asked for.
    pub command: Lasting,
    /// Why the class did not take it, once it has said so: from then on it isn't sent, and kept until it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// The unsent words of one person in one class. Where the browser forbids storage nothing is kept.
#[derive(Clone)]
pub struct Unsent {
    /// The part of its keys that names class and person.
    whose: String,
    storage: Option<Storage>,
}

impl Unsent {
    /// Opens it, and throws away what is too old, of whatever class.
    pub fn open(session: SessionId, user: UserId) -> Self {
        let unsent = Self { whose: format!("{session}.{user}."), storage: local_storage() };
        let now = now_ms();
        let old = unsent.read::<StoredCommand>(PREFIX, "").into_iter().map(|(key, kept)| (key, kept.at));
        let drafts = unsent.read::<Drafts>(drafts::PREFIX, "").into_iter().map(|(key, kept)| (key, kept.at));
        for (key, at) in old.chain(drafts) {
            if now - at > LONGEST_KEPT_MS {
                unsent.remove(&key);
            }
        }
        unsent
    }

    /// What was kept, oldest first, the refused as well.
    pub fn all(&self) -> Vec<StoredCommand> {
        let all = self.read::<StoredCommand>(PREFIX, &self.whose).into_iter();
        let mut all: Vec<StoredCommand> = all.map(|(_, kept)| kept).collect();
        all.sort_by_key(|kept| kept.at);
        all
    }

    /// Whether there is anything, in a field or refused or unsent.
    pub fn is_anything(&self) -> bool {
        let Some(storage) = &self.storage else { return false };
        let mut keys = (0..storage.length().unwrap_or(0)).filter_map(|n| storage.key(n).ok().flatten());
        let is_ours = |key: &str, prefix: &str| {
            key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(&self.whose))
        };
        keys.any(|key| is_ours(&key, PREFIX) || is_ours(&key, drafts::PREFIX))
    }

    /// What stands in the fields of the person's tabs, one tab a key.
    pub fn drafts(&self) -> Vec<(String, Drafts)> {
        self.read(drafts::PREFIX, &self.whose)
    }

    /// Takes one field out of a tab's.
    pub fn forget_draft(&self, key: &str, draft: &Draft) {
        let Some(mut drafts) = self.read::<Drafts>(key, "").into_iter().map(|(_, drafts)| drafts).next()
        else {
            return;
        };
        drafts.fields.retain(|field| field != draft);
        match (&self.storage, serde_json::to_string(&drafts)) {
            (Some(storage), Ok(json)) if !drafts.fields.is_empty() => {
                // A shorter text fits where the longer one was.
                let _ = storage.set_item(key, &json);
            }
            _ => self.remove(key),
        }
    }

    pub fn keep(&self, kept: &StoredCommand) {
        let key = self.key(kept.id);
        if let (Some(storage), Ok(json)) = (&self.storage, serde_json::to_string(kept)) {
            // A full storage costs only what a crash would lose.
            let _ = storage.set_item(&key, &json);
        }
    }

    pub fn forget(&self, id: CommandId) {
        self.remove(&self.key(id));
    }

    /// The class did not take it: it isn't sent again, and kept until its writer has read that.
    pub fn refuse(&self, id: CommandId, why: String) {
        let known = self.all().into_iter().find(|kept| kept.id == id);
        if let Some(kept) = known {
            self.keep(&StoredCommand { refused: Some(why), ..kept });
        }
    }

    fn key(&self, id: CommandId) -> String {
        format!("{PREFIX}{}{id}", self.whose)
    }

    fn remove(&self, key: &str) {
        if let Some(storage) = &self.storage {
            let _ = storage.remove_item(key);
        }
    }

    /// What can be read under the keys that begin so.
    fn read<T: FromJson>(&self, prefix: &str, whose: &str) -> Vec<(String, T)> {
        let Some(storage) = &self.storage else { return vec![] };
        let keys = (0..storage.length().unwrap_or(0)).filter_map(|n| storage.key(n).ok().flatten());
        keys.filter(|key| key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(whose)))
            .filter_map(|key| {
                let json = storage.get_item(&key).ok().flatten()?;
                Some((key, lean::from_str(&json).ok()?))
            })
            .collect()
    }
}
