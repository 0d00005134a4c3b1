//! The hash of each class's last row as this process knows it, so that an append needn't read it first.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use classroom::ports::event_log::ClassKey;
use domain::chain::Hash;
use domain::ids::Sequence;

/// Classes remembered, at most; more live classes on one server only cost a read an append.
const MOST: usize = 4_096;

/// The hash at the last place seen of each class. A row never changes, so what is known stays true; whether
/// it is still the last one is for the log's unique sequence to say.
#[derive(Default)]
pub(crate) struct Tails(Mutex<HashMap<ClassKey, (Sequence, Hash)>>);

impl Tails {
    /// The hash of the row at `sequence`, if it is the one remembered.
    pub fn at(&self, class: ClassKey, sequence: Sequence) -> Option<Hash> {
        match self.lock().get(&class) {
            Some((known, hash)) if *known == sequence => Some(*hash),
            _ => None,
        }
    }

    /// Remembers a committed row.
    pub fn remember(&self, class: ClassKey, sequence: Sequence, hash: Hash) {
        let mut tails = self.lock();
        if tails.len() >= MOST && !tails.contains_key(&class) {
            tails.clear();
        }
        tails.insert(class, (sequence, hash));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ClassKey, (Sequence, Hash)>> {
        // Each entry is whole or absent, whatever panicked meanwhile.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn class(tenant: u128, session: u128) -> ClassKey {
        ClassKey { tenant: Uuid::from_u128(tenant).into(), session: Uuid::from_u128(session).into() }
    }

    #[test]
    fn only_the_remembered_place_is_known() {
        let (tails, ours) = (Tails::default(), class(1, 1));
        tails.remember(ours, Sequence(4), Hash([4; 32]));
        assert_eq!(tails.at(ours, Sequence(4)), Some(Hash([4; 32])));
        assert_eq!(tails.at(ours, Sequence(3)), None);
        assert_eq!(tails.at(class(2, 1), Sequence(4)), None);
    }

    #[test]
    fn memory_is_bounded() {
        let tails = Tails::default();
        for n in 0..3 * MOST as u128 {
            tails.remember(class(1, n), Sequence(1), Hash::default());
        }
        assert!(tails.lock().len() <= MOST);
    }
}
