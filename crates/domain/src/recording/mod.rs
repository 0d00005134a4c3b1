//! What the recorder wrote: tracks, each with its place on the class's clock.

mod decide;

pub use decide::{finalize, finish_track, start, start_track};

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{Offset, RecordingId, TrackId, UserId};

/// Where a track comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A camera's picture.
    Camera,
    /// A microphone's sound.
    Microphone,
    /// A shared screen's picture.
    Screen,
    /// A shared screen's sound.
    ScreenAudio,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 4] = [Self::Camera, Self::Microphone, Self::Screen, Self::ScreenAudio];

    /// Whether it is heard, not seen.
    #[must_use]
    pub fn is_audio(self) -> bool {
        matches!(self, Self::Microphone | Self::ScreenAudio)
    }

    /// The word in rows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Microphone => "microphone",
            Self::Screen => "screen",
            Self::ScreenAudio => "screen_audio",
        }
    }
}

/// One recorded track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Track {
    /// The track.
    pub id: TrackId,
    /// The recording it is part of.
    pub recording: RecordingId,
    /// Whose it is.
    pub user: UserId,
    /// Where it comes from.
    pub source: Source,
    /// When its first sample or frame was made, on the class's clock.
    pub offset: Offset,
    /// How long it is, in ms; 0 while it is being written.
    pub duration_ms: i64,
    /// Its key in object storage. Never leaves the server: browsers get signed addresses.
    pub key: String,
    /// Its size in bytes; 0 while it is being written.
    pub bytes: i64,
    /// Its MIME type with codec, as a browser's `canPlayType` takes it.
    pub mime: String,
}
