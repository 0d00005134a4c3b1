//! What must happen outside once an event is in the log.

use serde::{Deserialize, Serialize};

use crate::core::participant::RECONNECTING_MS;
use crate::ids::{ConnectionId, DeckId, PollId, Sequence, UserId};
use crate::media::Source;
use crate::step::Step;

/// What an event causes outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Something to do in the class's room, or in the class itself.
    Do(Task),
    /// A step of processing is to run.
    Process(Step),
    /// A deck's pages are to be drawn.
    Draw(DeckId),
    /// What lies in object storage of a deck is to be removed, but for what stays for the replay.
    Discard(DeckId),
    /// People are to be notified by mail of the class's place on the calendar.
    Letters,
}

/// Something to do after the commit. It looks at the class as it is when it is done, so that a late one undoes no newer
/// decision. Idempotent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Task {
    /// Send somebody out of the room who was sent out of the class, unless they were let back meanwhile.
    SendOut {
        /// Who.
        user: UserId,
    },
    /// Send somebody out of the room whose way into it is gone, unless that is there (again).
    Unseat {
        /// Who.
        user: UserId,
        /// The tab through which they came; any tab of theirs will do where it isn't known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        connection: Option<ConnectionId>,
    },
    /// Let somebody in the room send what they may send now.
    Permit {
        /// Who.
        user: UserId,
    },
    /// Turn something off that somebody sends, unless they were given leave to send it since.
    StopMedia {
        /// Who.
        user: UserId,
        /// What.
        source: Source,
        /// The event that says so.
        at: Sequence,
    },
    /// Hold everybody in the room against the class: who they are, and what they may send.
    Review,
    /// The same, when those who left have had the time to come back.
    ReviewLater,
    /// Close the room of a class that is over.
    CloseRoom,
    /// Look what came of a poll in an earlier class.
    Recall {
        /// The poll.
        poll: PollId,
    },
}

impl Task {
    /// Its key within its class: of those with one key that still wait, the last is enough.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::SendOut { user } => format!("send_out:{user}"),
            Self::Unseat { user, .. } => format!("unseat:{user}"),
            Self::Permit { user } => format!("permit:{user}"),
            Self::StopMedia { user, source, .. } => format!("stop_media:{user}:{}", source.word()),
            Self::Review => "review".to_owned(),
            Self::ReviewLater => "review_later".to_owned(),
            Self::CloseRoom => "close_room".to_owned(),
            Self::Recall { poll } => format!("recall:{poll}"),
        }
    }

    /// How many milliseconds after the commit it is to be done. One that waits keeps its time when it is added again.
    #[must_use]
    pub fn after_ms(&self) -> i64 {
        match self {
            Self::ReviewLater => RECONNECTING_MS,
            Self::SendOut { .. }
            | Self::Unseat { .. }
            | Self::Permit { .. }
            | Self::StopMedia { .. }
            | Self::Review
            | Self::CloseRoom
            | Self::Recall { .. } => 0,
        }
    }
}
