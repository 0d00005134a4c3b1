//! What people and the system wish to happen in a class.

use serde::{Deserialize, Serialize};

use crate::event::Schedule;
use crate::ids::{ChapterId, ConnectionId, MessageId, RecordingId, UserId};
use crate::pipeline::Stage;
use crate::policy::Action;
use crate::recording::Track;
use crate::role::Role;
use crate::session::EndReason;

/// A wish. Commands up to [`Command::RestartStage`] may come from a browser; the rest only from the server itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Begin the class.
    Start,
    /// End the class for everybody.
    End {
        /// How it comes to end.
        reason: EndReason,
    },
    /// Write in the chat.
    PostChat {
        /// The message, named by who writes it.
        message: MessageId,
        /// Its text, 1 to [`crate::chat::LONGEST_MESSAGE`] characters.
        text: String,
    },
    /// Take a chat message away.
    RemoveChat {
        /// The message.
        message: MessageId,
    },
    /// Begin a new chapter here.
    MarkChapter {
        /// The chapter, named by who marks it.
        chapter: ChapterId,
        /// Its title, 1 to [`crate::chapter::LONGEST_TITLE`] characters.
        title: String,
    },
    /// Have a failed stage of processing run again.
    RestartStage {
        /// Which.
        stage: Stage,
    },
    /// Put the class on the calendar.
    Schedule(Schedule),
    /// Change what the calendar says.
    Reschedule(Schedule),
    /// A tab opened the class.
    Join {
        /// Who.
        user: UserId,
        /// As what.
        role: Role,
        /// Their name.
        name: String,
        /// The tab.
        connection: ConnectionId,
        /// The server that holds it.
        node: String,
    },
    /// A tab closed, or was lost.
    Leave {
        /// The tab.
        connection: ConnectionId,
    },
    /// A server came back and lost all the tabs it held.
    ForgetNode {
        /// The server.
        node: String,
    },
    /// The media server saw somebody arrive or go.
    Media {
        /// Who.
        user: UserId,
        /// Arrived, or gone.
        connected: bool,
    },
    /// The recorder is in the room.
    StartRecording {
        /// The recording.
        recording: RecordingId,
    },
    /// A track is being written.
    StartTrack {
        /// The track.
        track: Track,
    },
    /// A track lies whole in object storage.
    FinishTrack {
        /// The track.
        track: Track,
    },
    /// Every track of the recording lies in object storage.
    FinalizeRecording {
        /// The recording.
        recording: RecordingId,
    },
    /// A stage works.
    ProgressStage {
        /// Which.
        stage: Stage,
        /// 0 to 100.
        percent: u8,
    },
    /// A stage is done.
    FinishStage {
        /// Which.
        stage: Stage,
    },
    /// A stage failed for good.
    FailStage {
        /// Which.
        stage: Stage,
        /// Why, in words for staff.
        reason: String,
    },
}

impl Command {
    /// What a person must be allowed to do to send it; `None` for what only the server itself may wish.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        match self {
            Self::Start => Some(Action::StartClass),
            Self::End { .. } => Some(Action::EndClass),
            Self::PostChat { .. } => Some(Action::PostChat),
            Self::RemoveChat { .. } => Some(Action::RemoveChat),
            Self::MarkChapter { .. } => Some(Action::MarkChapter),
            Self::RestartStage { .. } => Some(Action::RestartStage),
            Self::Schedule(_) | Self::Reschedule(_) => Some(Action::ScheduleClass),
            Self::Join { .. }
            | Self::Leave { .. }
            | Self::ForgetNode { .. }
            | Self::Media { .. }
            | Self::StartRecording { .. }
            | Self::StartTrack { .. }
            | Self::FinishTrack { .. }
            | Self::FinalizeRecording { .. }
            | Self::ProgressStage { .. }
            | Self::FinishStage { .. }
            | Self::FailStage { .. } => None,
        }
    }
}
