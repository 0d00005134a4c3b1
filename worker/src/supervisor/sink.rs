//! The recorder's reports, written into the log of the class they are about.

use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use classroom::ports::event_log::ClassKey;
use classroom::{Classroom, Refusal};
use domain::ids::{CommandId, RecordingId, TrackId, UserId};
use domain::recording::Track;
use domain::step::Step;
use domain::{SystemCommand, recording};
use sha2::{Digest, Sha256};
use store::Store;
use tokio::time::Instant;
use uuid::Uuid;

use crate::bot::webm::Codec;
use crate::bot::{FinishedTrack, RecordedTrack, RecordingSink};

/// How long a report waits for a log that can't be written. A finished track is reported again by the spool's next
/// round; a start that was missed is made up for by the track's end.
const PATIENCE: Duration = Duration::from_secs(4);
const SHORTEST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Writes what recorders report. One for all classes: reports name theirs.
#[derive(Clone)]
pub struct LogSink {
    classroom: Classroom,
    store: Store,
}

impl LogSink {
    /// A sink that writes through `classroom`.
    #[must_use]
    pub fn new(classroom: Classroom, store: Store) -> Self {
        Self { classroom, store }
    }

    /// The recorder is about to write this recording. Reported twice it has one effect, as all that follows.
    pub(super) async fn recording_started(
        &self,
        class: ClassKey,
        recording: RecordingId,
    ) -> anyhow::Result<()> {
        let id = command_id("recording.started", recording.0);
        self.write(class, id, SystemCommand::Recording(recording::SystemCommand::Start { recording })).await
    }

    /// Nothing more of this recording will come.
    pub(super) async fn recording_finalized(
        &self,
        class: ClassKey,
        recording: RecordingId,
    ) -> anyhow::Result<()> {
        let id = command_id("recording.finalized", recording.0);
        self.write(class, id, SystemCommand::Recording(recording::SystemCommand::Finalize { recording }))
            .await
    }

    async fn write(&self, key: ClassKey, id: CommandId, command: SystemCommand) -> anyhow::Result<()> {
        let until = Instant::now() + PATIENCE;
        let mut wait = SHORTEST_WAIT;
        loop {
            let refusal = match self.classroom.classes.open(key).await {
                Ok(class) => match class.write_system(id, None, command.clone()).await {
                    Ok(_) => return Ok(()),
                    Err(refusal) => refusal,
                },
                Err(refusal) => refusal,
            };
            let may_pass = matches!(refusal, Refusal::Paused | Refusal::Down { .. });
            if !may_pass || Instant::now() + wait > until {
                return Err(refusal.into());
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }
}

#[async_trait]
impl RecordingSink for LogSink {
    async fn track_started(&self, track: RecordedTrack) -> anyhow::Result<()> {
        let class = class_of(&track);
        self.recording_started(class, track.recording).await?;
        let id = command_id("track.started", track.id.0);
        let track = as_track(&track, 0, 0)?;
        self.write(class, id, SystemCommand::Recording(recording::SystemCommand::StartTrack { track })).await
    }

    async fn track_finished(&self, finished: FinishedTrack) -> anyhow::Result<()> {
        let class = class_of(&finished.track);
        let recording = finished.track.recording;
        self.recording_started(class, recording).await?;
        let id = command_id("track.finished", finished.track.id.0);
        let track = as_track(&finished.track, finished.duration_ms, finished.bytes)?;
        self.write(class, id, SystemCommand::Recording(recording::SystemCommand::FinishTrack { track }))
            .await?;
        // A track that comes after the end (a recorder's machine was away) has its words added.
        let open = self.classroom.classes.open(class).await?;
        if open.read(|view| view.recording.recordings.get(&recording) == Some(&true)) {
            self.store.add_job(Step::Extract, class).await?;
        }
        Ok(())
    }
}

fn class_of(track: &RecordedTrack) -> ClassKey {
    ClassKey { tenant: track.tenant, session: track.session }
}

/// The track as the log knows it. People's identity in a room is their user id; nobody else publishes there.
fn as_track(track: &RecordedTrack, duration_ms: u64, bytes: u64) -> anyhow::Result<Track> {
    let user: UserId =
        track.identity.parse().with_context(|| format!("{:?} is nobody's id", track.identity))?;
    Ok(Track {
        id: track.id,
        recording: track.recording,
        user,
        source: track.source,
        offset: track.offset,
        duration_ms: i64::try_from(duration_ms)?,
        key: track.key.clone(),
        bytes: i64::try_from(bytes)?,
        mime: mime(track.codec).to_owned(),
    })
}

/// The media type with its codec (RFC 6381), as browsers ask for it.
fn mime(codec: Codec) -> &'static str {
    match codec {
        Codec::Opus => "audio/webm; codecs=\"opus\"",
        Codec::Vp8 { .. } => "video/webm; codecs=\"vp8\"",
        Codec::Vp9 { .. } => "video/webm; codecs=\"vp9\"",
    }
}

/// The same id for the same fact, whoever reports it and however often.
fn command_id(kind: &str, about: Uuid) -> CommandId {
    let digest = Sha256::new().chain_update(kind).chain_update(about).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The ids of this recording's tracks that don't lie in storage yet.
pub(super) fn unfinished(view: &domain::ClassView, recording: RecordingId) -> Vec<TrackId> {
    let tracks = view.recording.tracks.values().filter(|track| track.recording == recording);
    tracks.filter(|track| track.bytes == 0).map(|track| track.id).collect()
}

#[cfg(test)]
mod tests {
    use domain::ids::{Offset, SessionId, TenantId};
    use domain::media::Source;

    use super::*;

    fn recorded(identity: &str) -> RecordedTrack {
        RecordedTrack {
            id: TrackId(Uuid::from_u128(1)),
            tenant: TenantId(Uuid::from_u128(2)),
            session: SessionId(Uuid::from_u128(3)),
            recording: RecordingId(Uuid::from_u128(4)),
            sid: "TR_1".into(),
            identity: identity.into(),
            source: Source::Microphone,
            codec: Codec::Opus,
            offset: Offset(1_250),
            key: "2/3/tracks/1.webm".into(),
        }
    }

    #[test]
    fn a_person_is_known_by_their_identity() {
        let ada = Uuid::from_u128(7);
        let track = as_track(&recorded(&ada.to_string()), 9_000, 77).unwrap();
        assert_eq!((track.user.0, track.duration_ms, track.bytes), (ada, 9_000, 77));
        assert_eq!(track.mime, "audio/webm; codecs=\"opus\"");
        assert!(as_track(&recorded("recorder"), 9_000, 77).is_err());
    }

    #[test]
    fn a_fact_has_one_id_and_no_two_facts_share_one() {
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(command_id("track.started", a), command_id("track.started", a));
        assert_ne!(command_id("track.started", a), command_id("track.finished", a));
        assert_ne!(command_id("track.started", a), command_id("track.started", b));
    }
}
