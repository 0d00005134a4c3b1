//! Sending a track: parts from the second on as they are closed, the first one last (its head is known only then).

use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use classroom::ports::object_store::{ObjectError, PartTag, UploadId};

use super::folder::Folder;
use super::manifest::{self, UploadNote};
use super::{Spool, SpoolError};
use crate::bot::report::FinishedTrack;

const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The sending side of a track. It only reads parts and owns `upload.json`.
pub(super) struct Sender {
    spool: Spool,
    folder: PathBuf,
    key: String,
    content_type: &'static str,
    note: Option<UploadNote>,
}

impl Sender {
    /// Goes on where the folder's note says.
    pub fn new(spool: &Spool, folder: &Folder) -> Result<Self, SpoolError> {
        let track = &folder.manifest.track;
        Ok(Self {
            spool: spool.clone(),
            folder: folder.path().to_owned(),
            key: track.key.clone(),
            content_type: track.codec.content_type(),
            note: manifest::read(&folder.path().join("upload.json"))?,
        })
    }

    /// Sends a closed part and frees its place on the disk; tries again for as long as storage is unavailable.
    pub async fn send_part_patiently(&mut self, number: u32) -> Result<(), SpoolError> {
        let mut wait = FIRST_WAIT;
        loop {
            match self.send_part(number).await {
                Err(error) if error.may_pass() => self.wait(&mut wait, &error).await,
                done => return done,
            }
        }
    }

    /// [`Sender::complete`], again and again for as long as storage is unavailable.
    pub async fn complete_patiently(&mut self, folder: &Folder) -> Result<FinishedTrack, SpoolError> {
        let mut wait = FIRST_WAIT;
        loop {
            match self.complete(folder).await {
                Err(error) if error.may_pass() => self.wait(&mut wait, &error).await,
                done => return done,
            }
        }
    }

    async fn wait(&self, wait: &mut Duration, error: &SpoolError) {
        tracing::warn!(key = self.key, %error, "the recording waits in the spool");
        tokio::time::sleep(*wait).await;
        *wait = (*wait * 2).min(LONGEST_WAIT);
    }

    /// Sends whatever is not confirmed of a sealed track and joins it. The folder can go after that.
    pub async fn complete(&mut self, folder: &Folder) -> Result<FinishedTrack, SpoolError> {
        let Some(sealed) = folder.manifest.sealed.clone() else {
            return Err(SpoolError::Disk(std::io::Error::other("the track is not sealed")));
        };
        let parts = folder.manifest.closed.len() as u32;
        if parts == 1 {
            let body = self.read(1).await?;
            self.spool.store.put(&self.key, body, self.content_type).await?;
        } else {
            for number in (1..=parts).rev() {
                self.send_part(number).await?;
            }
            self.join(sealed.bytes).await?;
        }
        let track = folder.manifest.track.clone();
        Ok(FinishedTrack {
            track,
            duration_ms: sealed.duration_ms,
            bytes: sealed.bytes,
            pauses: sealed.pauses,
        })
    }

    async fn send_part(&mut self, number: u32) -> Result<(), SpoolError> {
        let upload = self.upload().await?;
        if self.confirmed(number).is_some() {
            return Ok(());
        }
        let permits = self.spool.permits.clone();
        // The semaphore is never closed; without a permit we would only use more memory.
        let _permit = permits.acquire().await.ok();
        let body = self.read(number).await?;
        let tag = self.spool.store.upload_part(&self.key, &upload, number, body).await?;
        if let Some(note) = &mut self.note {
            note.confirmed.push((number, tag));
            manifest::write(&self.folder.join("upload.json"), note)?;
        }
        if number > 1 {
            tokio::fs::remove_file(self.part_path(number)).await?;
        }
        Ok(())
    }

    async fn upload(&mut self) -> Result<UploadId, SpoolError> {
        if let Some(note) = &self.note {
            return Ok(note.upload.clone());
        }
        let upload = self.spool.store.begin_upload(&self.key, self.content_type).await?;
        let note = UploadNote { upload: upload.clone(), confirmed: Vec::new() };
        manifest::write(&self.folder.join("upload.json"), &note)?;
        self.note = Some(note);
        Ok(upload)
    }

    fn confirmed(&self, number: u32) -> Option<&PartTag> {
        let note = self.note.as_ref()?;
        note.confirmed.iter().find(|(confirmed, _)| *confirmed == number).map(|(_, tag)| tag)
    }

    async fn join(&self, bytes: u64) -> Result<(), SpoolError> {
        let Some(note) = &self.note else {
            return Ok(());
        };
        let mut parts = note.confirmed.clone();
        parts.sort_unstable_by_key(|(number, _)| *number);
        let joined = self.spool.store.complete_upload(&self.key, &note.upload, &parts).await;
        match joined {
            // The answer to an earlier attempt may have been lost: then the upload is gone and the object there.
            Err(ObjectError::Refused(_)) if self.spool.store.size(&self.key).await? == Some(bytes) => Ok(()),
            other => Ok(other?),
        }
    }

    async fn read(&self, number: u32) -> Result<Bytes, SpoolError> {
        match tokio::fs::read(self.part_path(number)).await {
            Ok(bytes) => Ok(bytes.into()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(SpoolError::PartMissing(number))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn part_path(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{number:05}.part"))
    }
}
