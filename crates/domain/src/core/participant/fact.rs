//! The facts of people, and what the media server sees of them.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp, Task};
use crate::ids::{ConnectionId, UserId};
use crate::media::Source;
use crate::role::{Role, Viewer};
use crate::words::Words;

/// A fact of people, and what the media server sees of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// Somebody opened the class (one tab).
    #[serde(rename = "participant.joined")]
    Joined {
        user: UserId,
        /// As what.
        role: Role,
        /// Their name as they were called then.
        name: Words,
        connection: ConnectionId,
        /// The server that holds the tab, so that a restart knows which tabs it lost.
        node: String,
    },
    /// What somebody is called whose question came along from an earlier class: they may never come to this one.
    #[serde(rename = "participant.named")]
    Named {
        user: UserId,
        name: Words,
        /// Students see them ask; else only staff and they themselves are to know.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        public: bool,
    },
    /// Somebody closed one tab of the class, or lost it.
    #[serde(rename = "participant.left")]
    Left {
        user: UserId,
        connection: ConnectionId,
        /// Their login or their place in the class ended. Nobody outside sees that.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        for_good: bool,
    },
    /// Somebody looks at something else.
    #[serde(rename = "participant.away")]
    Away { user: UserId },
    /// Somebody looks at the class again.
    #[serde(rename = "participant.back")]
    Back { user: UserId },
    /// Somebody was sent out, and may come back.
    #[serde(rename = "participant.removed")]
    Removed { user: UserId },
    /// Somebody was sent out for good.
    #[serde(rename = "participant.banned")]
    Banned { user: UserId },
    /// They may come back after all.
    #[serde(rename = "participant.unbanned")]
    Unbanned { user: UserId },
    /// Everybody sees this person large, or nobody more than others.
    #[serde(rename = "spotlight.moved")]
    SpotlightMoved {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<UserId>,
    },
    /// The media server saw them arrive.
    #[serde(rename = "media.connected")]
    MediaConnected {
        user: UserId,
        /// Its own name for this stay; logs from before it was kept have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stay: Option<String>,
    },
    /// The media server saw them go.
    #[serde(rename = "media.disconnected")]
    MediaDisconnected { user: UserId },
    /// Staff turned somebody's microphone, camera or screen off. They may turn it on again where they are permitted to.
    #[serde(rename = "media.stopped")]
    MediaStopped { user: UserId, source: Source },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        match self {
            Self::Joined { user, .. } | Self::Named { user, .. } => Some(*user),
            Self::Left { .. }
            | Self::Away { .. }
            | Self::Back { .. }
            | Self::Removed { .. }
            | Self::Banned { .. }
            | Self::Unbanned { .. }
            | Self::SpotlightMoved { .. }
            | Self::MediaConnected { .. }
            | Self::MediaDisconnected { .. }
            | Self::MediaStopped { .. } => actor,
        }
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Removed { user }
            | Self::Banned { user }
            | Self::Unbanned { user }
            | Self::MediaStopped { user, .. }
            | Self::Named { user, public: false, .. } => Reach::staff().and([*user]),
            Self::Joined { .. }
            | Self::Named { public: true, .. }
            | Self::Left { .. }
            | Self::Away { .. }
            | Self::Back { .. }
            | Self::SpotlightMoved { .. }
            | Self::MediaConnected { .. }
            | Self::MediaDisconnected { .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {
        match self {
            Self::Joined { node, .. } => node.clear(),
            Self::Left { for_good, .. } => *for_good = false,
            Self::Named { .. }
            | Self::Away { .. }
            | Self::Back { .. }
            | Self::Removed { .. }
            | Self::Banned { .. }
            | Self::Unbanned { .. }
            | Self::SpotlightMoved { .. }
            | Self::MediaConnected { .. }
            | Self::MediaDisconnected { .. }
            | Self::MediaStopped { .. } => {}
        }
    }

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {}

    fn effects(&self, stamp: Stamp) -> Vec<Effect> {
        let task = match self {
            Self::Removed { user } | Self::Banned { user } => Task::SendOut { user: *user },
            Self::Left { user, connection, for_good: true } => {
                Task::Unseat { user: *user, connection: Some(*connection) }
            }
            Self::Left { for_good: false, .. } => Task::ReviewLater,
            Self::MediaStopped { user, source } => {
                Task::StopMedia { user: *user, source: *source, at: stamp.sequence }
            }
            Self::Joined { .. }
            | Self::Named { .. }
            | Self::Away { .. }
            | Self::Back { .. }
            | Self::Unbanned { .. }
            | Self::SpotlightMoved { .. }
            | Self::MediaConnected { .. }
            | Self::MediaDisconnected { .. } => return vec![],
        };
        vec![Effect::Do(task)]
    }
}
