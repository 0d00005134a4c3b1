//! A running track's writer: clusters in, parts out, sealed and sent when the track ends.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::folder::{Cluster, Folder};
use super::manifest::End;
use super::send::Sender;
use super::{Spool, SpoolError, on_disk};
use crate::bot::report::{FinishedTrack, RecordedTrack};

/// How long a track that has ended tries to reach storage before it is left to the spool's next round.
const PATIENCE_AT_END: Duration = Duration::from_secs(5);

/// Where a running track's clusters go. Never blocks and never fails: the disk side keeps up or logs why not.
/// Dropped without [`TrackWriter::end`], the track stays in the spool as after a crash.
#[derive(Debug)]
pub(in crate::bot) struct TrackWriter {
    clusters: mpsc::UnboundedSender<Cluster>,
    end: oneshot::Sender<End>,
}

impl TrackWriter {
    pub fn append(&self, cluster: Cluster) {
        // Only a writer whose disk failed at the very start is gone; it has logged that.
        let _ = self.clusters.send(cluster);
    }

    pub fn end(self, end: End) {
        let _ = self.end.send(end);
    }

    /// A writer without a disk behind it, and what is appended to it.
    #[cfg(test)]
    pub fn to_memory() -> (Self, mpsc::UnboundedReceiver<Cluster>) {
        let (clusters, appended) = mpsc::unbounded_channel();
        let (end, _) = oneshot::channel();
        (Self { clusters, end }, appended)
    }
}

/// What became of a track.
#[derive(Debug)]
pub(in crate::bot) enum Outcome {
    /// It lies in storage and was reported.
    Finished(FinishedTrack),
    /// It waits in the spool.
    Waiting,
    /// Its writer was dropped, or no frame was written.
    Abandoned,
}

impl Spool {
    /// Begins a track, whose work is done on `runtime`. The handle resolves when the track lies in storage or has been
    /// left in the spool.
    pub(in crate::bot) fn begin(
        &self,
        runtime: &Handle,
        track: RecordedTrack,
    ) -> (TrackWriter, JoinHandle<Outcome>) {
        let (clusters, inbox) = mpsc::unbounded_channel();
        let (end, ended) = oneshot::channel();
        let spool = self.clone();
        let done = runtime.spawn(async move {
            let id = track.id;
            match spool.write(track, inbox, ended).await {
                Ok(outcome) => outcome,
                Err(error) => {
                    tracing::warn!(track = %id, %error, "a track waits in the spool");
                    Outcome::Waiting
                }
            }
        });
        (TrackWriter { clusters, end }, done)
    }

    async fn write(
        &self,
        track: RecordedTrack,
        mut inbox: mpsc::UnboundedReceiver<Cluster>,
        ended: oneshot::Receiver<End>,
    ) -> Result<Outcome, SpoolError> {
        let path = self.path.clone();
        let begun = track.clone();
        let created = tokio::task::spawn_blocking(move || Folder::create(&path, begun)).await;
        let mut folder = match created.map_err(std::io::Error::other)? {
            Ok(folder) => folder,
            Err(error) => {
                tracing::error!(track = %track.id, %error, "a track can't be recorded");
                return Ok(Outcome::Abandoned);
            }
        };
        if let Err(error) = self.sink.track_started(track).await {
            tracing::warn!(%error, "the start of a track could not be reported");
        }

        let (full_parts, mut to_send) = mpsc::unbounded_channel();
        let mut sender = Sender::new(self, &folder)?;
        let sending = tokio::spawn(async move {
            while let Some(number) = to_send.recv().await {
                sender.send_part_patiently(number).await?;
            }
            Ok::<_, SpoolError>(sender)
        });
        while let Some(cluster) = inbox.recv().await {
            let (back, result) = on_disk(folder, move |folder| Ok(folder.append(&cluster))).await?;
            folder = back;
            match result {
                // The first part waits for its head.
                Ok(Some(number)) if number > 1 => drop(full_parts.send(number)),
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(track = %folder.manifest.track.id, %error, "a second of a track is lost")
                }
            }
        }
        drop(full_parts);
        let Ok(end) = ended.await else {
            sending.abort();
            return Ok(Outcome::Abandoned);
        };
        if folder.is_empty() {
            sending.abort();
            folder.remove()?;
            return Ok(Outcome::Abandoned);
        }
        let (folder, ()) = on_disk(folder, move |folder| folder.seal(end)).await?;
        let abort = sending.abort_handle();
        let finish = async {
            let mut sender = sending.await.map_err(std::io::Error::other)??;
            let finished = sender.complete_patiently(&folder).await?;
            self.report(finished, folder).await
        };
        match tokio::time::timeout(PATIENCE_AT_END, finish).await {
            Ok(finished) => finished.map(Outcome::Finished),
            Err(_elapsed) => {
                abort.abort();
                Ok(Outcome::Waiting)
            }
        }
    }

    /// Reports a track that lies in storage and removes its folder.
    pub(super) async fn report(
        &self,
        finished: FinishedTrack,
        folder: Folder,
    ) -> Result<FinishedTrack, SpoolError> {
        self.sink.track_finished(finished.clone()).await.map_err(SpoolError::Unreported)?;
        let removed = tokio::task::spawn_blocking(move || folder.remove()).await;
        removed.map_err(std::io::Error::other)??;
        Ok(finished)
    }
}
