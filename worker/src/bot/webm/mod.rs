//! WebM as the recorder needs it: written cluster by cluster while the class runs, sealed with a duration and cues at
//! the end, readable after a crash at any byte (RFC 9559; WebM container guidelines).

mod ebml;
mod read;
mod write;

pub(crate) use read::whole_clusters;
pub use read::{Frame, Frames, Info, WebmError, info};
pub(crate) use write::{ClusterBuilder, Cue, HEAD_LEN, Seal, cues, head};

use serde::{Deserialize, Serialize};

/// What the one track of a recorded file holds. The encoded frames are the publisher's own; nothing is transcoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "name")]
pub enum Codec {
    /// Opus at 48 kHz, decoded to two channels.
    Opus,
    /// VP8; the size in pixels of the first picture.
    Vp8 {
        /// Pixels across.
        width: u16,
        /// Pixels down.
        height: u16,
    },
    /// VP9; the size in pixels of the first picture.
    Vp9 {
        /// Pixels across.
        width: u16,
        /// Pixels down.
        height: u16,
    },
}

impl Codec {
    /// The media type that storage and players are told.
    pub fn content_type(self) -> &'static str {
        match self {
            Codec::Opus => "audio/webm",
            Codec::Vp8 { .. } | Codec::Vp9 { .. } => "video/webm",
        }
    }

    /// Width and height in pixels; `None` for sound.
    pub fn size(self) -> Option<(u16, u16)> {
        match self {
            Codec::Opus => None,
            Codec::Vp8 { width, height } | Codec::Vp9 { width, height } => Some((width, height)),
        }
    }

    /// The codec's name in a Matroska track.
    fn matroska_id(self) -> &'static str {
        match self {
            Codec::Opus => "A_OPUS",
            Codec::Vp8 { .. } => "V_VP8",
            Codec::Vp9 { .. } => "V_VP9",
        }
    }
}

#[cfg(test)]
mod tests;
