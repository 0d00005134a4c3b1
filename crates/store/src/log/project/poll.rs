//! What a poll's end leaves nothing of: the secret that linked ballots to voters.

use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use uuid::Uuid;

use super::Written;
use crate::ballots;
use crate::error::Fault;
use crate::tenant::Tx;

pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    let closed: Vec<Uuid> = facts
        .iter()
        .filter_map(|written| match &written.event.fact {
            Fact::PollClosed { poll, .. } => Some(poll.0),
            _ => None,
        })
        .collect();
    if closed.is_empty() { Ok(()) } else { ballots::forget(tx, class, &closed).await }
}
