//! The signed head of each class's log as this process knows it, so that an append needn't read it first.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use classroom::ports::event_log::ClassKey;
use domain::ids::Sequence;

use super::sign::Head;

/// Classes remembered, at most; more live classes on one server only cost a read an append.
const MOST: usize = 4_096;

/// The head that was written last, or was found to be ours. Whether the log still ends with it is for the statement to say that
/// adds to it.
#[derive(Default)]
pub(crate) struct Tails(Mutex<HashMap<ClassKey, Head>>);

impl Tails {
    /// The head whose last event is `last`, if it is the one remembered.
    pub(super) fn at(&self, class: ClassKey, last: Sequence) -> Option<Head> {
        self.lock().get(&class).filter(|head| head.last == last).cloned()
    }

    /// Remembers a committed head.
    pub(super) fn remember(&self, class: ClassKey, head: Head) {
        let mut tails = self.lock();
        if tails.len() >= MOST && !tails.contains_key(&class) {
            tails.clear();
        }
        tails.insert(class, head);
    }

    /// What was remembered isn't what is there.
    pub(super) fn forget(&self, class: ClassKey) {
        self.lock().remove(&class);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ClassKey, Head>> {
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

    fn head(last: u64) -> Head {
        Head { last: Sequence(last), hash: vec![4; 32], key: "ours".into(), signature: vec![5; 32] }
    }

    #[test]
    fn only_the_remembered_place_is_known() {
        let (tails, ours) = (Tails::default(), class(1, 1));
        tails.remember(ours, head(4));
        assert_eq!(tails.at(ours, Sequence(4)), Some(head(4)));
        assert_eq!(tails.at(ours, Sequence(3)), None);
        assert_eq!(tails.at(class(2, 1), Sequence(4)), None);
        tails.forget(ours);
        assert_eq!(tails.at(ours, Sequence(4)), None);
    }

    #[test]
    fn memory_is_bounded() {
        let tails = Tails::default();
        for n in 0..3 * MOST as u128 {
            tails.remember(class(1, n), head(1));
        }
        assert!(tails.lock().len() <= MOST);
    }
}
