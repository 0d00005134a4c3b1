//! The people of a class, and the tabs through which they are there.

mod away;
mod command;
mod fact;
mod fold;
mod moderate;
mod presence;
mod seen;

pub use away::{come_back, step_away};
pub use command::{Command, SystemCommand};
pub use fact::Fact;
pub(crate) use fold::fold;
pub use moderate::{ban, remove, spotlight, stop_media, unban};
pub use presence::{forget_node, join, leave, media};
pub use seen::{JOINING_MS, Presence, RECONNECTING_MS};

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::asking::Asking;
use crate::core::{self, Core};
use crate::ids::{ConnectionId, Offset, UserId};
use crate::pace::{Limit, Limited};
use crate::permission::Permission;
use crate::rejection::Rejection;
use crate::role::{Role, Viewer};
use crate::sorted::SortedMap;
use crate::words::Words;

/// What is bounded about people's coming and going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Paced {
    /// Looking at something else.
    Away,
}

impl Limited for Paced {
    fn limit(self) -> Limit {
        match self {
            Self::Away => Limit { most: 60, slowed: false },
        }
    }
}

/// What a page's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide(
    class: &Core,
    asking: Asking,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::StepAway => step_away(class, asking, now),
        Command::ComeBack => come_back(class, asking),
        Command::Remove { user } => remove(class, asking, *user),
        Command::Ban { user } => ban(class, asking, *user),
        Command::Unban { user } => Ok(unban(class, *user)),
        Command::Spotlight { user } => spotlight(class, *user),
        Command::StopMedia { user, source } => stop_media(class, asking, *user, *source),
    }
}

/// What the server's command makes happen: who comes may be a teacher who was lost, and who goes may have been in the lobby.
///
/// # Errors
/// As [`join`].
pub fn decide_system(class: &Core, command: &SystemCommand) -> Result<Vec<core::Fact>, Rejection> {
    match command {
        SystemCommand::Join { user, role, name, connection, node } => {
            join(class, &Viewer { user: *user, role: *role }, name, *connection, node)
        }
        SystemCommand::Leave { connection, for_good } => Ok(leave(class, *connection, *for_good)),
        SystemCommand::ForgetNode { node } => Ok(forget_node(class, node)),
        SystemCommand::Media { user, connected, stay } => {
            Ok(media(class, *user, *connected, stay).into_iter().map(Into::into).collect())
        }
    }
}

/// Somebody who is or was in the class. They stay when they leave, so that what they wrote keeps their name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Participant {
    /// Their account.
    pub user: UserId,
    /// What they are in this class.
    pub role: Role,
    /// Their name.
    pub name: Words,
    /// What tells them apart from others of the same name: none has the same number. The first has 0.
    #[serde(default, skip_serializing_if = "is_none")]
    pub namesakes: u16,
    /// When they first came.
    pub joined: Offset,
    /// Their open tabs, each with the server that holds it.
    pub connections: SortedMap<ConnectionId, String>,
    /// Whether the media server has them.
    pub media: bool,
    /// The media server's name for their stay there, where it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<String>,
    /// When they came or went last: their first tab opened, or their last closed.
    #[serde(default)]
    pub since: Offset,
    /// Whether they look at something else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub away: bool,
    /// What they in person may or may not do, whatever holds for all. Only staff and they themselves see it.
    #[serde(default, skip_serializing_if = "SortedMap::is_empty")]
    pub permits: SortedMap<Permission, bool>,
}

/// What somebody is called who needn't have come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Named {
    /// Their name.
    pub name: Words,
    /// Whether students are to know it.
    pub public: bool,
}

impl Participant {
    /// Somebody who came at `joined` and has no tab yet.
    #[must_use]
    pub fn new(user: UserId, role: Role, name: Words, joined: Offset) -> Self {
        Self {
            user,
            role,
            name,
            namesakes: 0,
            joined,
            connections: SortedMap::new(),
            media: false,
            stay: None,
            since: joined,
            away: false,
            permits: SortedMap::new(),
        }
    }

    /// Whether they have the class open somewhere.
    #[must_use]
    pub fn is_here(&self) -> bool {
        !self.connections.is_empty()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_none(count: &u16) -> bool {
    *count == 0
}
