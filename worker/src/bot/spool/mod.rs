//! The way of a track to object storage: appended to a folder on this machine, sent in parts while the class runs,
//! sealed at the end. Whatever storage has not confirmed is still in the folder, so a crash or an outage loses nothing
//! but the cluster being gathered.

mod folder;
mod leftovers;
mod manifest;
mod private;
mod send;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use classroom::ports::object_store::{ObjectError, ObjectStore};
use tokio::sync::Semaphore;

pub(super) use folder::Cluster;
pub use leftovers::Leftovers;
pub(super) use manifest::End;
pub(super) use writer::{Outcome, TrackWriter};

use super::report::RecordingSink;
use folder::Folder;

/// Parts held in memory at once, over all tracks of a spool: a part is 5 MiB.
const PARTS_IN_MEMORY: usize = 2;

/// A folder for tracks on their way, and where they go.
#[derive(Clone)]
pub struct Spool {
    path: PathBuf,
    store: Arc<dyn ObjectStore>,
    sink: Arc<dyn RecordingSink>,
    permits: Arc<Semaphore>,
}

impl Spool {
    /// A spool in the folder `path`, which is made with the first track. Processes may share a folder: every track
    /// in it is locked by the process that writes it.
    pub fn new(path: &Path, store: Arc<dyn ObjectStore>, sink: Arc<dyn RecordingSink>) -> Self {
        let permits = Arc::new(Semaphore::new(PARTS_IN_MEMORY));
        Self { path: path.to_owned(), store, sink, permits }
    }
}

/// Why a track is not in object storage yet.
#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    /// The folder can't be read or written.
    #[error("the spool folder can't be used: {0}")]
    Disk(#[from] std::io::Error),
    /// A note in the folder is unreadable.
    #[error("the spool's notes can't be read: {0}")]
    Notes(#[from] serde_json::Error),
    /// Storage is down or refuses.
    #[error(transparent)]
    Storage(#[from] ObjectError),
    /// A part that storage has not confirmed is not in the folder either.
    #[error("part {0} of a track is missing from the spool")]
    PartMissing(u32),
    /// The track lies in storage but its end could not be reported.
    #[error("the end of a track can't be reported: {0}")]
    Unreported(anyhow::Error),
}

impl SpoolError {
    /// Whether trying again later may help without anybody doing something.
    fn may_pass(&self) -> bool {
        matches!(self, SpoolError::Storage(ObjectError::Unavailable(_)))
    }
}

/// Runs file work off the async threads and hands the folder back.
async fn on_disk<T, F>(mut folder: Folder, work: F) -> Result<(Folder, T), SpoolError>
where
    T: Send + 'static,
    F: FnOnce(&mut Folder) -> Result<T, SpoolError> + Send + 'static,
{
    let done = tokio::task::spawn_blocking(move || work(&mut folder).map(|value| (folder, value)));
    done.await.map_err(std::io::Error::other)?
}

#[cfg(test)]
mod tests;
