//! Ending a vote.

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::PollId;
use crate::poll::known;
use crate::view::ClassView;

/// Ends voting. Twice is harmless. From here on the server knows no more whose the ballots of an anonymous poll were.
///
/// # Errors
/// Outside a live class, and for a poll that isn't there.
pub fn close(class: &ClassView, asking: Asking, poll: PollId) -> Result<Vec<Fact>, Rejection> {
    let there = known(class, poll)?;
    if !there.is_open() {
        return Ok(vec![]);
    }
    asking.must_be_inside(class)?;
    Ok(vec![Fact::PollClosed { poll }])
}
