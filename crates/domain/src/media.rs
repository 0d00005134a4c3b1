//! What people send into a class's room.

use lean::FromJson;
use serde::{Deserialize, Serialize};

/// Where a track of sound or picture comes from.
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
    /// The picture of a second camera, which shows a thing: a page, an experiment, a board on the wall.
    Document,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 5] =
        [Self::Camera, Self::Microphone, Self::Screen, Self::ScreenAudio, Self::Document];

    /// What a track is called in the room that is told from others of its kind by name: LiveKit knows one kind of camera.
    pub const DOCUMENT: &str = "document";

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
            Self::Document => "document",
        }
    }
}
