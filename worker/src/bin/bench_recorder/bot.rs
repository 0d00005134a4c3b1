//! The bot in its own process: records until its input closes, then tells what came of it.

use std::path::Path;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use domain::ids::{RecordingId, SessionId, TenantId};
use serde::{Deserialize, Serialize};
use testkit::room::recorder_token;
use tokio::io::AsyncReadExt;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use worker::bot::webm::Frames;
use worker::bot::{FinishedTrack, RecordedTrack, RecordingSink, RoomConfig, Spool, record};

use crate::folder_objects::FolderObjects;

/// What the process says at its end, as a line of JSON.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    pub tracks: usize,
    pub gaps: u64,
    pub finishing_ms: u64,
}

/// Said for every track that begins.
pub const STARTED: &str = "started";

struct StdoutSink;

#[async_trait]
impl RecordingSink for StdoutSink {
    async fn track_started(&self, _track: RecordedTrack) -> anyhow::Result<()> {
        println!("{STARTED}");
        Ok(())
    }

    async fn track_finished(&self, _finished: FinishedTrack) -> anyhow::Result<()> {
        Ok(())
    }
}

/// Records the room whose name is the folder's.
pub async fn run(url: String, folder: &Path) -> anyhow::Result<()> {
    let room = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let objects = Arc::new(FolderObjects::new(folder.join("objects")));
    let sink = Arc::new(StdoutSink);
    let spool = Spool::new(&folder.join("spool"), objects.clone(), sink.clone());
    let config = RoomConfig {
        url,
        tenant: TenantId(Uuid::now_v7()),
        session: SessionId(Uuid::now_v7()),
        recording: RecordingId(Uuid::now_v7()),
        class_started_at_unix_ms: SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as i64,
        key_prefix: "tracks".to_owned(),
        audio_tap: None,
    };
    let tokens = Arc::new(move || {
        let room = room.clone();
        async move { recorder_token(&room) }
    });
    let cancel = CancellationToken::new();
    let recording = tokio::spawn(record(config, tokens, spool, sink, cancel.clone()));
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    let since = Instant::now();
    cancel.cancel();
    let summary = recording.await??;
    let finishing_ms = since.elapsed().as_millis() as u64;

    let mut holes = 0;
    for track in &summary.finished {
        holes += objects.read(&track.track.key).map(|file| sound_holes(track, &file))?;
    }
    let outcome = Outcome { tracks: summary.finished.len(), gaps: summary.gaps + holes, finishing_ms };
    println!("{}", serde_json::to_string(&outcome)?);
    Ok(())
}

/// A packet of 20 ms, and what is left where silence can't fill the last 2.5 ms.
const LONGEST_STEP_MS: u64 = 23;

/// Steps of more than a packet in a sound file; there must be none.
fn sound_holes(track: &FinishedTrack, file: &[u8]) -> u64 {
    if !track.track.source.is_audio() {
        return 0;
    }
    let Ok(frames) = Frames::new(file) else {
        return 1;
    };
    let times: Vec<u64> = frames.map(|frame| frame.time_ms).collect();
    times.windows(2).filter(|pair| pair[1] - pair[0] > LONGEST_STEP_MS).count() as u64
}
