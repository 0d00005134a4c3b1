//! Polls that are written for a lesson before its class.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::PollId;
use crate::poll::Definition;

/// Polls prepared for a lesson, at most.
pub const MOST_PREPARED: usize = 50;

/// A poll that waits to be asked. A class opens it under its own id, so that everybody who runs the class sees whether it
/// was asked there, and two who start it at once ask it once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Prepared {
    /// Its id.
    pub poll: PollId,
    /// What it asks.
    pub definition: Definition,
}

/// The order once `poll` has changed places with its neighbour: the one before where it goes up. At its end it stays.
#[must_use]
pub fn moved(order: &[PollId], poll: PollId, up: bool) -> Vec<PollId> {
    let mut order = order.to_vec();
    let here = order.iter().position(|other| *other == poll);
    let there = here.and_then(|here| if up { here.checked_sub(1) } else { Some(here + 1) });
    if let (Some(here), Some(there)) = (here, there.filter(|there| *there < order.len())) {
        order.swap(here, there);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::moved;
    use crate::ids::PollId;
    use crate::testing::id;

    #[test]
    fn a_poll_changes_places_with_its_neighbour() {
        let order = |names: [u128; 3]| names.map(|n| PollId(id(n))).to_vec();
        let after = |n: u128, up| moved(&order([1, 2, 3]), PollId(id(n)), up);
        assert_eq!(after(2, true), order([2, 1, 3]));
        assert_eq!(after(2, false), order([1, 3, 2]));
        assert_eq!(after(1, true), order([1, 2, 3]), "the first stays");
        assert_eq!(after(3, false), order([1, 2, 3]), "and the last");
        assert_eq!(after(9, false), order([1, 2, 3]), "and all, for a stranger");
    }
}
