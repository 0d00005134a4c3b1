//! The commands of the lobby.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::ids::{ConnectionId, UserId};
use crate::lobby::Fact;
use crate::policy::Action;
use crate::role::Role;
use crate::sorted::SortedSet;

/// What a page may say over its live channel about the lobby.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Let somebody in who waits, or who was turned away before.
    Admit { user: UserId },
    /// Let in everybody who waits.
    AdmitAll,
    /// Don't let somebody in.
    TurnAway { user: UserId },
}

/// What only the server says, about the lobby.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum SystemCommand {
    /// Somebody waits to be let in.
    Knock {
        user: UserId,
        /// What their seat says they are; staff never wait.
        role: Role,
        name: String,
        connection: ConnectionId,
        node: String,
    },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        Action::RunLobby
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::AdmitAll, [Fact::Admitted { .. }]) => true,
            (Self::Admit { user }, [Fact::Admitted { users }]) => *users == SortedSet::from([*user]),
            (Self::TurnAway { user }, [Fact::TurnedAway { user: there }]) => user == there,
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}
