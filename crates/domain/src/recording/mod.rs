//! What the recorder wrote: tracks, each with its place on the class's clock.

mod command;
mod decide;
mod fact;
mod fold;

pub use command::SystemCommand;
pub use decide::decide;
pub use fact::Fact;
pub(crate) use fold::fold;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{Offset, RecordingId, TrackId, UserId};
use crate::media::Source;
use crate::sorted::SortedMap;

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

/// What was recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Recordings {
    /// The recordings, and whether each is finalized.
    pub recordings: SortedMap<RecordingId, bool>,
    /// The recorded tracks.
    pub tracks: SortedMap<TrackId, Track>,
}

impl Recordings {
    /// The recording under way, if one is.
    #[must_use]
    pub fn recording(&self) -> Option<RecordingId> {
        self.recordings.iter().find(|(_, finalized)| !**finalized).map(|(id, _)| *id)
    }

    /// Takes out the keys in object storage, which are nobody's business outside.
    pub(crate) fn hide_keys(&mut self) {
        self.tracks.values_mut().for_each(|track| track.key.clear());
    }
}
