//! What the recorder reports: tracks that began, tracks that lie in storage, whether it is in the room.

use std::sync::Arc;

use async_trait::async_trait;
use domain::ids::{Offset, RecordingId, SessionId, TenantId, TrackId};
use domain::media::Source;
use serde::{Deserialize, Serialize};

use super::webm::Codec;

/// One recorded file: one track as it was received over one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedTrack {
    /// The file's own id. A track that is received anew after a broken connection is a new file with a new id.
    pub id: TrackId,
    /// Whose class it is.
    pub tenant: TenantId,
    /// The class.
    pub session: SessionId,
    /// The recording it is part of.
    pub recording: RecordingId,
    /// LiveKit's name of the published track (`TR_…`).
    pub sid: String,
    /// The publisher's identity in the room, as their token gave it.
    pub identity: String,
    /// Where it comes from.
    pub source: Source,
    /// What the file holds.
    pub codec: Codec,
    /// When its first frame was, on the class's clock in milliseconds. At first by arrival; refined by sender reports
    /// when the track is finished.
    pub offset: Offset,
    /// Its key in object storage.
    pub key: String,
}

/// A track that lies whole in object storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishedTrack {
    /// The track, with its offset refined.
    pub track: RecordedTrack,
    /// Milliseconds from the first frame to the end of the last.
    pub duration_ms: u64,
    /// The object's size in bytes.
    pub bytes: u64,
    /// Stretches of two seconds and more in which a video track had no picture (camera off, connection lost).
    pub pauses: Vec<Pause>,
}

/// A stretch of a track without frames, in milliseconds on the file's own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When the last frame before it was.
    pub from_ms: u64,
    /// When the next frame came.
    pub to_ms: u64,
}

/// Where the recorder's reports go. Reports may come twice (after a crash), so receiving them must be idempotent;
/// a refusal is logged and the recording goes on.
#[async_trait]
pub trait RecordingSink: Send + Sync {
    /// A track's first frame was received.
    async fn track_started(&self, track: RecordedTrack) -> anyhow::Result<()>;

    /// A track can be read from object storage. Comes without `track_started` before it where a crash lost that one.
    async fn track_finished(&self, finished: FinishedTrack) -> anyhow::Result<()>;

    /// The recorder has joined the room (`true`) or lost it and tries to come back (`false`).
    async fn presence(&self, _session: SessionId, _in_room: bool) -> anyhow::Result<()> {
        Ok(())
    }
}

/// One Opus packet on its way past the recorder, for live captions.
#[derive(Debug, Clone)]
pub struct HeardPacket {
    /// The file it is written to.
    pub track: TrackId,
    /// Who speaks.
    pub identity: Arc<str>,
    /// Where it comes from.
    pub source: Source,
    /// When it is heard, on the class's clock in milliseconds (by arrival).
    pub offset: Offset,
    /// How long it lasts, in samples at 48 kHz.
    pub samples: u64,
    /// The packet.
    pub packet: Arc<[u8]>,
}

/// How a recording went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Tracks that lie in object storage.
    pub finished: Vec<FinishedTrack>,
    /// Tracks that storage would not take yet; they wait in the spool and are sent later.
    pub waiting: Vec<TrackId>,
    /// Times that the room was lost and joined again.
    pub reconnects: u32,
    /// Places where packets were lost for good: silence was put there, or pictures are missing.
    pub gaps: u64,
}
