//! The commands of people, and what the media server sees of them.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::ids::{ConnectionId, UserId};
use crate::media::Source;
use crate::participant::Fact;
use crate::policy::Action;
use crate::role::Role;

/// What a page may say over its live channel about people, and what the media server sees of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Look at something else for a while.
    StepAway,
    /// Look at the class again.
    ComeBack,
    /// Send somebody out.
    Remove { user: UserId },
    /// Send somebody out for good.
    Ban { user: UserId },
    /// Let somebody back who was banned.
    Unban { user: UserId },
    /// Show somebody large to everybody, or with `None` nobody.
    Spotlight { user: Option<UserId> },
    /// Turn somebody's microphone, camera or screen off.
    StopMedia { user: UserId, source: Source },
}

/// What only the server says, about people, and what the media server sees of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum SystemCommand {
    /// A tab opened the class.
    Join {
        user: UserId,
        /// As what.
        role: Role,
        name: String,
        connection: ConnectionId,
        /// The server that holds it.
        node: String,
    },
    /// A tab closed, or was lost.
    Leave {
        connection: ConnectionId,
        /// Its login or its person's place in the class ended.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        for_good: bool,
    },
    /// A server came back and lost all the tabs it held.
    ForgetNode { node: String },
    /// The media server saw somebody arrive or go.
    Media {
        user: UserId,
        /// Arrived, or gone.
        connected: bool,
        /// The media server's own name for this stay: who comes again has another one.
        stay: String,
    },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        match self {
            Self::StepAway | Self::ComeBack => Action::JoinClass,
            Self::Remove { .. } | Self::Ban { .. } | Self::Unban { .. } => Action::RemovePerson,
            Self::Spotlight { .. } => Action::Spotlight,
            Self::StopMedia { .. } => Action::StopMedia,
        }
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::StepAway, [Fact::Away { .. }]) | (Self::ComeBack, [Fact::Back { .. }]) => true,
            (Self::Remove { user }, [Fact::Removed { user: there }, traces @ ..])
            | (Self::Ban { user }, [Fact::Banned { user: there }, traces @ ..]) => {
                user == there && traces.iter().all(|fact| is_trace_of(*user, fact))
            }
            (Self::Unban { user }, [Fact::Unbanned { user: there }]) => user == there,
            (Self::Spotlight { user }, [Fact::SpotlightMoved { user: there }]) => user == there,
            (Self::StopMedia { user, source }, [Fact::MediaStopped { user: whose, source: which }]) => {
                (user, source) == (whose, which)
            }
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}

/// Whether the fact is one of those by which everybody sees that somebody was sent out.
fn is_trace_of(user: UserId, fact: &Fact) -> bool {
    matches!(fact, Fact::Left { user: who, for_good: false, .. } if *who == user)
        || matches!(fact, Fact::SpotlightMoved { user: None })
}
