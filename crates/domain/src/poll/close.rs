//! Ending a vote.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::PollId;
use crate::poll::{Fact, Polls, known};
use crate::rejection::Rejection;

/// Ends voting. From here on the server cannot tell any more whose the ballots of an anonymous poll were.
///
/// # Errors
/// Outside a live class, and for a poll that isn't there.
pub fn close(class: &Core, own: &Polls, asking: Asking, poll: PollId) -> Result<Vec<Fact>, Rejection> {
    let there = known(own, poll)?;
    if !there.is_open() {
        return Ok(vec![]);
    }
    asking.must_be_inside(class)?;
    Ok(vec![Fact::Closed { poll }])
}
