//! The hash of each class's last row as this process knows it, so that an append needn't read it first.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::chain::Hash;
use domain::ids::{Sequence, SessionId};

/// Classes remembered, at most; more live classes on one server only cost a read an append.
const MOST: usize = 4_096;

/// The hash at the last place seen of each class. A row never changes, so what is known stays true; whether
/// it is still the last one is for the log's unique sequence to say.
#[derive(Default)]
pub(crate) struct Tails(Mutex<HashMap<SessionId, (Sequence, Hash)>>);

impl Tails {
    /// The hash of the row at `sequence`, if it is the one remembered.
    pub fn at(&self, session: SessionId, sequence: Sequence) -> Option<Hash> {
        match self.lock().get(&session) {
            Some((known, hash)) if *known == sequence => Some(*hash),
            _ => None,
        }
    }

    /// Remembers a committed row.
    pub fn remember(&self, session: SessionId, sequence: Sequence, hash: Hash) {
        let mut tails = self.lock();
        if tails.len() >= MOST && !tails.contains_key(&session) {
            tails.clear();
        }
        tails.insert(session, (sequence, hash));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionId, (Sequence, Hash)>> {
        // Each entry is whole or absent, whatever panicked meanwhile.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn only_the_remembered_place_is_known() {
        let (tails, session) = (Tails::default(), SessionId(Uuid::from_u128(1)));
        tails.remember(session, Sequence(4), Hash([4; 32]));
        assert_eq!(tails.at(session, Sequence(4)), Some(Hash([4; 32])));
        assert_eq!(tails.at(session, Sequence(3)), None);
        assert_eq!(tails.at(SessionId(Uuid::nil()), Sequence(4)), None);
    }

    #[test]
    fn memory_is_bounded() {
        let tails = Tails::default();
        for n in 0..3 * MOST as u128 {
            tails.remember(SessionId(Uuid::from_u128(n)), Sequence(1), Hash::default());
        }
        assert!(tails.lock().len() <= MOST);
    }
}
