//! What must happen outside once an event is in the log. The store writes it in the event's own transaction, as a durable job;
//! so nothing outside happens for a command that was refused, and nothing is lost with a server that dies after the commit.

mod room;

pub use crate::core::{Effect, Task};
pub use room::{Correction, Inside, Review, Way, review};

use crate::event::{Event, Fact};
use crate::ids::UserId;
use crate::media::Source;
use crate::{participant, permission};

/// What an event causes outside.
#[must_use]
pub fn effects(event: &Event) -> Vec<Effect> {
    event.fact.effects(event.stamp())
}

/// Whether turning off what somebody sends is of the past: since then they came into the room anew, or were given leave to send
/// it.
#[must_use]
pub fn is_outdated_stop<'a>(
    user: UserId,
    source: Source,
    since: impl IntoIterator<Item = &'a Event>,
) -> bool {
    since.into_iter().any(|event| match &event.fact {
        Fact::Participant(participant::Fact::MediaConnected { user: who, .. }) => *who == user,
        Fact::Permission(permission::Fact::Granted { user: who, permission, allowed }) => {
            *who == user && *permission == room::needed(source) && *allowed == Some(true)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests;
