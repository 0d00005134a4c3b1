//! One class's recording, from the lease to the fact that nothing more will come.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use classroom::ports::event_log::ClassKey;
use classroom::ports::media::Pass;
use classroom::{Class, Classroom};
use domain::ids::{RecordingId, SessionId, TrackId};
use domain::view::Audience;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::sink::{LogSink, unfinished};
use crate::bot::{self, BotError, FinishedTrack, RecordedTrack, RecordingSink, RoomConfig, Spool};

/// How long a pass is good for entering; every connection asks for a new one.
const PASS_TTL: Duration = Duration::from_secs(2 * 60);
/// The wait before a room that closed during the class (everybody had left) is entered again.
const BEFORE_COMING_BACK: Duration = Duration::from_secs(1);
/// The wait after the media server refused the recorder: somebody has to correct the key.
const AFTER_REFUSAL: Duration = Duration::from_secs(10);
/// How long the end waits for tracks that an earlier recorder began and that aren't in this machine's spool: time for
/// that recorder's machine to come back and send them.
const FOR_AN_EARLIER_RECORDER: Duration = Duration::from_secs(60);
/// How long the end waits for this recorder's own tracks while storage is down.
const FOR_STORAGE: Duration = Duration::from_secs(24 * 60 * 60);
const SHORTEST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// A recording under way.
pub(super) struct Recording {
    pub classroom: Classroom,
    pub spool: Spool,
    pub sink: LogSink,
    pub class: ClassKey,
    pub id: RecordingId,
}

/// How a recorder's part in a recording came to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// The class is over, all tracks lie in storage, and the log says so.
    Finalized,
    /// It was told to stop; another recorder may go on.
    Interrupted,
}

impl Recording {
    /// Records until the class is over, then waits for its tracks to lie in storage and says so.
    pub async fn run(&self, stop: &CancellationToken) -> Ended {
        let Some(class) = self.open(stop).await else { return Ended::Interrupted };
        let inherited = class.read(|view| unfinished(view, self.id)).into_iter().collect();
        let leave = stop.child_token();
        let stay = self.stay(&class, &leave);
        tokio::pin!(stay);
        let own = tokio::select! {
            own = &mut stay => own,
            () = until_over(&class) => {
                leave.cancel();
                stay.await
            }
        };
        if stop.is_cancelled() {
            return Ended::Interrupted;
        }
        self.finalize(&class, own, inherited, stop).await
    }

    /// The class; tries for as long as its log can't be read.
    async fn open(&self, stop: &CancellationToken) -> Option<Arc<Class>> {
        let mut wait = SHORTEST_WAIT;
        loop {
            match self.classroom.classes.open(self.class).await {
                Ok(class) => return Some(class),
                Err(error) => {
                    tracing::warn!(session = %self.class.session, %error, "the class can't be opened")
                }
            }
            pause(&mut wait, stop).await?;
        }
    }

    /// In the room as long as the class is live and nobody calls `leave`. Returns the tracks that still wait in the spool.
    async fn stay(&self, class: &Class, leave: &CancellationToken) -> HashSet<TrackId> {
        let mut waiting = HashSet::new();
        while let (Some(started_at), false) = (live_since(class), leave.is_cancelled()) {
            let wait = match self.record(started_at, leave).await {
                Ok(summary) => {
                    let finished = summary.finished.len();
                    tracing::info!(session = %self.class.session, finished, waiting = summary.waiting.len(),
                        gaps = summary.gaps, reconnects = summary.reconnects, "the recorder left the room");
                    metrics::counter!("lectern_recorder_gaps_total").increment(summary.gaps);
                    waiting.extend(summary.waiting);
                    BEFORE_COMING_BACK
                }
                Err(error) => {
                    tracing::error!(session = %self.class.session, %error, "the class is not being recorded");
                    AFTER_REFUSAL
                }
            };
            let _ = tokio::time::timeout(wait, leave.cancelled()).await;
        }
        waiting
    }

    async fn record(&self, started_at: i64, leave: &CancellationToken) -> Result<bot::Summary, BotError> {
        // With the room's metadata, which a room that the recorder's arrival makes would not have.
        if let Err(error) = self.classroom.media.open_room(self.class).await {
            tracing::warn!(session = %self.class.session, %error, "the room can't be opened yet");
        }
        let ClassKey { tenant, session } = self.class;
        let config = RoomConfig {
            url: self.classroom.media.url().to_owned(),
            tenant,
            session,
            recording: self.id,
            class_started_at_unix_ms: started_at,
            key_prefix: format!("{tenant}/{session}/tracks"),
            audio_tap: None,
        };
        let media = self.classroom.media.clone();
        let tokens = move || {
            let token = media.pass(session, &Pass::Recorder, PASS_TTL).context("no pass for the recorder");
            std::future::ready(token)
        };
        let sink = RoomSink { log: self.sink.clone(), class: self.class, recording: self.id };
        bot::record(config, Arc::new(tokens), self.spool.clone(), Arc::new(sink), leave.clone()).await
    }

    /// Waits until no track is missing, or none can be hoped for, and says that nothing more will come.
    async fn finalize(
        &self,
        class: &Class,
        mut own: HashSet<TrackId>,
        mut inherited: HashSet<TrackId>,
        stop: &CancellationToken,
    ) -> Ended {
        let since = Instant::now();
        let mut wait = SHORTEST_WAIT;
        loop {
            class.read(|view| {
                let is_missing =
                    |id: &TrackId| view.recording.tracks.get(id).is_none_or(|track| track.bytes == 0);
                own.retain(is_missing);
                inherited.retain(is_missing);
            });
            let no_hope_for_own = own.is_empty() || since.elapsed() > FOR_STORAGE;
            let no_hope_for_inherited = inherited.is_empty() || since.elapsed() > FOR_AN_EARLIER_RECORDER;
            if no_hope_for_own && no_hope_for_inherited {
                break;
            }
            if let Err(error) = self.spool.send_leftovers().await {
                tracing::warn!(%error, "the spool can't be looked through");
            }
            if pause(&mut wait, stop).await.is_none() {
                return Ended::Interrupted;
            }
        }
        for track in own.iter().chain(&inherited) {
            tracing::error!(session = %self.class.session, %track, "a track is missing from the recording");
        }
        let mut wait = SHORTEST_WAIT;
        while let Err(error) = self.say_finalized().await {
            tracing::warn!(session = %self.class.session, %error, "the recording can't be finalized yet");
            if pause(&mut wait, stop).await.is_none() {
                return Ended::Interrupted;
            }
        }
        Ended::Finalized
    }

    async fn say_finalized(&self) -> anyhow::Result<()> {
        // A class whose room was never reached has an empty recording, so that its replay knows what to wait for.
        self.sink.recording_started(self.class, self.id).await?;
        self.sink.recording_finalized(self.class, self.id).await
    }
}

/// Waits twice as long each time; `None` when told to stop.
async fn pause(wait: &mut Duration, stop: &CancellationToken) -> Option<()> {
    let stopped = tokio::time::timeout(*wait, stop.cancelled()).await.is_ok();
    *wait = (*wait * 2).min(LONGEST_WAIT);
    (!stopped).then_some(())
}

/// When the class started, in ms since 1970, if it is live.
fn live_since(class: &Class) -> Option<i64> {
    let phase = class.read(|view| view.core.phase);
    let started_at = phase.started_at().filter(|_| phase.is_live())?;
    Some(started_at.timestamp_millis())
}

/// Resolves when the class isn't live, however it came to know.
async fn until_over(class: &Class) {
    let here = class.read(|view| view.sequence);
    let (_, mut news) = class.follow(&Audience::Staff.anybody(), Some(here));
    while class.read(|view| view.core.phase.is_live()) {
        // What the news is doesn't matter, nor whether some was missed. The class outlives its news.
        let _ = news.recv().await;
    }
}

/// The log's sink, and the fact that the recorder is in the room.
struct RoomSink {
    log: LogSink,
    class: ClassKey,
    recording: RecordingId,
}

#[async_trait]
impl RecordingSink for RoomSink {
    async fn track_started(&self, track: RecordedTrack) -> anyhow::Result<()> {
        self.log.track_started(track).await
    }

    async fn track_finished(&self, finished: FinishedTrack) -> anyhow::Result<()> {
        self.log.track_finished(finished).await
    }

    async fn presence(&self, _session: SessionId, in_room: bool) -> anyhow::Result<()> {
        if in_room { self.log.recording_started(self.class, self.recording).await } else { Ok(()) }
    }
}
