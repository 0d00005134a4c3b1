//! The people of a class, and the tabs through which they are there.

mod presence;

pub use presence::{forget_node, join, leave, media};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{ConnectionId, Offset, UserId};
use crate::role::Role;
use crate::words::Words;

/// Somebody who is or was in the class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Their account.
    pub user: UserId,
    /// What they are in this class.
    pub role: Role,
    /// Their name.
    pub name: Words,
    /// When they first came.
    pub joined: Offset,
    /// Their open tabs, each with the server that holds it.
    pub connections: BTreeMap<ConnectionId, String>,
    /// Whether the media server has them.
    pub media: bool,
}

impl Participant {
    /// Whether they have the class open somewhere.
    #[must_use]
    pub fn is_here(&self) -> bool {
        !self.connections.is_empty()
    }
}
