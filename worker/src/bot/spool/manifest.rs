//! The notes beside a track's parts: what the track is, which parts are closed, what storage has confirmed.

use std::fs;
use std::path::Path;

use classroom::ports::object_store::{PartTag, UploadId};
use domain::ids::Offset;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{SpoolError, private};
use crate::bot::report::{Pause, RecordedTrack};

/// What the writing side notes (`track.json`).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub track: RecordedTrack,
    /// Closed parts, in order; part 1 begins with the head.
    pub closed: Vec<ClosedPart>,
    /// Set when nothing more will be written.
    pub sealed: Option<Sealed>,
}

/// A part that nothing more is appended to.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct ClosedPart {
    /// Bytes.
    pub length: u64,
    /// The time of the last frame up to its end, in milliseconds.
    pub last_ms: u64,
}

/// A whole track, ready to be sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Sealed {
    pub duration_ms: u64,
    pub bytes: u64,
    pub pauses: Vec<Pause>,
}

/// What is known of a track when it ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::bot) struct End {
    /// Milliseconds from the first frame to the end of the last.
    pub duration_ms: u64,
    /// The refined offset; `None` keeps the one by arrival.
    pub offset: Option<Offset>,
    /// Stretches without picture.
    pub pauses: Vec<Pause>,
}

/// What the sending side notes (`upload.json`).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct UploadNote {
    pub upload: UploadId,
    /// Confirmed parts by number.
    pub confirmed: Vec<(u32, PartTag)>,
}

/// Reads a note; `None` where there is none.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, SpoolError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Replaces a note as a whole: after a crash there is the old one or the new one, never half of one.
pub(super) fn write<T: Serialize>(path: &Path, note: &T) -> Result<(), SpoolError> {
    let draft = path.with_extension("new");
    private::write(&draft, &serde_json::to_vec(note)?)?;
    fs::rename(&draft, path)?;
    Ok(())
}
