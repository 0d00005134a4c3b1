//! Unsent words in the browser's own storage, so that a reload or a crash loses none.
//!
//! `localStorage` and not IndexedDB: it is written before `send` returns, so that even a tab that dies the next moment
//! keeps the words, and commands are small. One key a command: tabs don't write over each other.

use domain::ids::{CommandId, SessionId, UserId};
use lean::FromJson;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

pub use super::lasting::Lasting;

const PREFIX: &str = "lectern.unsent.";
/// After a week the class is over in any case.
const LONGEST_KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// A command as it is kept in the browser's storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Kept {
    /// Its name.
    pub id: CommandId,
    /// When it was wished, in milliseconds of the browser's clock: the order to send in.
    pub at: i64,
    /// What is wished.
    pub command: Lasting,
}

/// The unsent words of one person in one class. Where the browser forbids storage nothing is kept.
#[derive(Clone)]
pub struct Unsent {
    prefix: String,
    storage: Option<Storage>,
}

impl Unsent {
    /// Opens it, and throws away what is too old, of whatever class.
    pub fn open(session: SessionId, user: UserId) -> Self {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        let unsent = Self { prefix: format!("{PREFIX}{session}.{user}."), storage };
        let now = now_ms();
        for (key, kept) in unsent.read(PREFIX) {
            if kept.is_none_or(|kept| now - kept.at > LONGEST_KEPT_MS) {
                unsent.remove(&key);
            }
        }
        unsent
    }

    /// What was kept, oldest first.
    pub fn all(&self) -> Vec<Kept> {
        let mut all: Vec<Kept> = self.read(&self.prefix).into_iter().filter_map(|(_, kept)| kept).collect();
        all.sort_by_key(|kept| kept.at);
        all
    }

    pub fn keep(&self, kept: &Kept) {
        let key = format!("{}{}", self.prefix, kept.id);
        if let (Some(storage), Ok(json)) = (&self.storage, serde_json::to_string(kept)) {
            // A full storage costs only what a crash would lose.
            let _ = storage.set_item(&key, &json);
        }
    }

    pub fn forget(&self, id: CommandId) {
        self.remove(&format!("{}{id}", self.prefix));
    }

    fn remove(&self, key: &str) {
        if let Some(storage) = &self.storage {
            let _ = storage.remove_item(key);
        }
    }

    fn read(&self, prefix: &str) -> Vec<(String, Option<Kept>)> {
        let Some(storage) = &self.storage else { return vec![] };
        let keys = (0..storage.length().unwrap_or(0)).filter_map(|n| storage.key(n).ok().flatten());
        keys.filter(|key| key.starts_with(prefix))
            .map(|key| {
                let json = storage.get_item(&key).ok().flatten().unwrap_or_default();
                (key, lean::from_str(&json).ok())
            })
            .collect()
    }
}

/// The browser's clock.
pub fn now_ms() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit many times over")]
    let now = js_sys::Date::now() as i64;
    now
}
