//! The commands of recordings.

use domain_derive::Tagged;
use serde::Serialize;

use crate::ids::RecordingId;
use crate::recording::Track;

/// What only the server says, about recordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum SystemCommand {
    /// The recorder is in the room.
    #[serde(rename = "start_recording")]
    Start { recording: RecordingId },
    /// A track is being written.
    StartTrack { track: Track },
    /// A track lies whole in object storage.
    FinishTrack { track: Track },
    /// Every track of the recording lies in object storage.
    #[serde(rename = "finalize_recording")]
    Finalize { recording: RecordingId },
}
