//! Tracks that a crash or an outage left in the spool: mended, sealed, sent and reported.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::folder::{Folder, UNFINISHED};
use super::send::Sender;
use super::{Spool, SpoolError, on_disk};
use crate::bot::report::FinishedTrack;

/// What one round over the spool did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// Tracks that lie in storage now.
    pub sent: Vec<FinishedTrack>,
    /// Tracks that must wait for the next round.
    pub kept: usize,
}

impl Spool {
    /// Sends every track that no living process is writing. A track that can't be sent stays where it is.
    pub async fn send_leftovers(&self) -> Result<Leftovers, SpoolError> {
        let mut round = Leftovers::default();
        for path in self.folders().await? {
            match self.send_leftover(&path).await {
                Ok(Some(finished)) => {
                    tracing::info!(key = finished.track.key, "a track left in the spool was sent");
                    round.sent.push(finished);
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(folder = %path.display(), %error, "a track still waits in the spool");
                    round.kept += 1;
                }
            }
        }
        Ok(round)
    }

    /// Rounds over the spool, one every `every`, until cancelled.
    pub async fn keep_sending(&self, every: Duration, cancel: CancellationToken) {
        while !cancel.is_cancelled() {
            if let Err(error) = self.send_leftovers().await {
                tracing::warn!(%error, "the spool can't be looked through");
            }
            let _ = tokio::time::timeout(every, cancel.cancelled()).await;
        }
    }

    async fn send_leftover(&self, path: &Path) -> Result<Option<FinishedTrack>, SpoolError> {
        let owned = path.to_owned();
        let adopted = tokio::task::spawn_blocking(move || Folder::adopt(&owned)).await;
        let Some(mut folder) = adopted.map_err(std::io::Error::other)?? else {
            return Ok(None);
        };
        if folder.manifest.sealed.is_none() {
            if folder.is_empty() {
                folder.remove()?;
                return Ok(None);
            }
            folder = on_disk(folder, |folder| folder.seal(folder.end_after_crash())).await?.0;
        }
        let mut sender = Sender::new(self, &folder)?;
        let finished = sender.complete(&folder).await?;
        self.report(finished, folder).await.map(Some)
    }

    async fn folders(&self) -> Result<Vec<PathBuf>, SpoolError> {
        let mut found = Vec::new();
        let mut entries = match tokio::fs::read_dir(&self.path).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(found),
            Err(error) => return Err(error.into()),
        };
        while let Some(entry) = entries.next_entry().await? {
            let is_made = !entry.file_name().to_string_lossy().starts_with(UNFINISHED);
            if is_made && entry.file_type().await?.is_dir() {
                found.push(entry.path());
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}
