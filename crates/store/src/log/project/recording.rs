//! Recordings and their tracks.

use classroom::ports::event_log::ClassKey;
use domain::event::{Event, Fact};
use domain::ids::RecordingId;
use domain::recording;
use domain::recording::Track;

use super::Written;
use crate::error::Fault;
use crate::tenant::Tx;

/// A few in any class, so each is a statement of its own.
pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    for Written { event, .. } in facts {
        match &event.fact {
            Fact::Recording(recording::Fact::Started { recording }) => {
                started(tx, class, event, *recording).await?
            }
            Fact::Recording(recording::Fact::TrackStarted { track }) => {
                keep(tx, class, event, track, false).await?
            }
            Fact::Recording(recording::Fact::TrackFinished { track }) => {
                keep(tx, class, event, track, true).await?
            }
            Fact::Recording(recording::Fact::Finalized { recording }) => {
                finalized(tx, class, event, *recording).await?
            }
            _ => {}
        }
    }
    Ok(())
}

async fn started(tx: &mut Tx, class: ClassKey, event: &Event, recording: RecordingId) -> Result<(), Fault> {
    sqlx::query!(
        "insert into recordings (tenant_id, session_id, id, started_ms) values ($1, $2, $3, $4) on conflict do nothing",
        class.tenant.0,
        class.session.0,
        recording.0,
        event.offset.0,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn keep(
    tx: &mut Tx,
    class: ClassKey,
    event: &Event,
    track: &Track,
    finished: bool,
) -> Result<(), Fault> {
    // Reports come in any order: a track may be heard of before its recording.
    started(tx, class, event, track.recording).await?;
    sqlx::query!(
        "insert into recording_tracks (tenant_id, session_id, id, recording_id, user_id, source, offset_ms, duration_ms,
                                       key, bytes, mime, finished)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (session_id, id) do update
             set offset_ms = excluded.offset_ms, duration_ms = excluded.duration_ms, key = excluded.key,
                 bytes = excluded.bytes, mime = excluded.mime, finished = excluded.finished",
        class.tenant.0,
        class.session.0,
        track.id.0,
        track.recording.0,
        track.user.0,
        track.source.word(),
        track.offset.0,
        track.duration_ms,
        track.key,
        track.bytes,
        track.mime,
        finished,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn finalized(tx: &mut Tx, class: ClassKey, event: &Event, recording: RecordingId) -> Result<(), Fault> {
    sqlx::query!(
        "update recordings set finalized_at = $4 where tenant_id = $1 and session_id = $2 and id = $3",
        class.tenant.0,
        class.session.0,
        recording.0,
        event.at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
