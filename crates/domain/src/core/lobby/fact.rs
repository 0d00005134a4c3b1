//! The facts of the lobby.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp};
use crate::ids::{ConnectionId, UserId};
use crate::role::Viewer;
use crate::sorted::SortedSet;
use crate::words::Words;

/// A fact of the lobby.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// Somebody waits to be let in (one tab).
    #[serde(rename = "lobby.knocked")]
    Knocked { user: UserId, name: Words, connection: ConnectionId, node: String },
    /// Somebody who waited closed that tab.
    #[serde(rename = "lobby.left")]
    Left { user: UserId, connection: ConnectionId },
    /// These may come in, now and whenever they come back.
    #[serde(rename = "lobby.admitted")]
    Admitted { users: SortedSet<UserId> },
    /// This person may not come in.
    #[serde(rename = "lobby.turned_away")]
    TurnedAway { user: UserId },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        match self {
            Self::Knocked { user, .. } => Some(*user),
            Self::Left { .. } | Self::Admitted { .. } | Self::TurnedAway { .. } => actor,
        }
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Knocked { user, .. } | Self::Left { user, .. } | Self::TurnedAway { user } => {
                Reach::staff().and([*user])
            }
            Self::Admitted { users } => Reach::staff().and(users.iter().copied()),
        }
    }

    fn hide_internals(&mut self) {
        match self {
            Self::Knocked { node, .. } => node.clear(),
            Self::Left { .. } | Self::Admitted { .. } | Self::TurnedAway { .. } => {}
        }
    }

    fn hide_from_student(&mut self, _: &mut Option<UserId>, viewer: &Viewer) {
        match self {
            Self::Admitted { users } => users.retain(|user| *user == viewer.user),
            Self::Knocked { .. } | Self::Left { .. } | Self::TurnedAway { .. } => {}
        }
    }

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        // Who waits in the lobby, or is turned away there, is in no room.
        vec![]
    }
}
