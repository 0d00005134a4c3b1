//! One track being recorded: its frames placed on its timeline, gathered into clusters, handed to the spool.

mod sound;
mod video;

use std::time::{Duration, Instant};

use super::spool::{Cluster, End, TrackWriter};
use super::timeline::Timeline;
use super::webm::ClusterBuilder;

pub(super) use sound::Sound;
pub(super) use video::{Picture, VideoNeed};

/// A cluster is handed to the spool when it spans this long: what a crash can lose.
const CLUSTER_MS: u64 = 1_000;

/// A received frame, whatever it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Received<'a> {
    /// Extended RTP timestamp.
    pub rtp: u64,
    /// When its first packet arrived.
    pub arrival: Instant,
    /// Whether packets were lost for good between the last frame and this.
    pub after_loss: bool,
    pub data: &'a [u8],
}

/// The cluster being gathered, and where whole ones go.
#[derive(Debug)]
struct Clusters {
    writer: TrackWriter,
    open: Option<Open>,
    last_cue_ms: Option<u64>,
}

#[derive(Debug)]
struct Open {
    builder: ClusterBuilder,
    since: Instant,
    last_ms: u64,
    seekable: bool,
}

impl Clusters {
    fn to(writer: TrackWriter) -> Self {
        Self { writer, open: None, last_cue_ms: None }
    }

    fn push(&mut self, time_ms: u64, seekable: bool, keyframe: bool, data: &[u8], now: Instant) {
        let spans = |open: &Open| time_ms.saturating_sub(open.builder.start_ms());
        let is_full = self
            .open
            .as_ref()
            .is_some_and(|open| spans(open) >= CLUSTER_MS || !open.builder.reaches(time_ms));
        if is_full || seekable {
            self.flush();
        }
        let open = self.open.get_or_insert_with(|| Open {
            builder: ClusterBuilder::new(time_ms),
            since: now,
            last_ms: time_ms,
            seekable,
        });
        open.builder.push(time_ms, keyframe, data);
        open.last_ms = time_ms;
        if seekable {
            self.last_cue_ms = Some(time_ms);
        }
    }

    fn flush(&mut self) {
        let Some(open) = self.open.take() else { return };
        let first_ms = open.builder.start_ms();
        let bytes = open.builder.finish();
        self.writer.append(Cluster { bytes, first_ms, last_ms: open.last_ms, seekable: open.seekable });
    }

    fn flush_if_old(&mut self, now: Instant) {
        let age = self.open.as_ref().map_or(Duration::ZERO, |open| now.saturating_duration_since(open.since));
        if age >= Duration::from_millis(CLUSTER_MS) {
            self.flush();
        }
    }
}

/// A track of either kind.
#[derive(Debug)]
pub(super) enum Recording {
    Sound(Sound),
    Picture(Picture),
}

impl Recording {
    pub fn timeline(&self) -> &Timeline {
        match self {
            Recording::Sound(sound) => &sound.timeline,
            Recording::Picture(picture) => &picture.timeline,
        }
    }

    pub fn timeline_mut(&mut self) -> &mut Timeline {
        match self {
            Recording::Sound(sound) => &mut sound.timeline,
            Recording::Picture(picture) => &mut picture.timeline,
        }
    }

    /// Places where packets were lost for good.
    pub fn gaps(&self) -> u64 {
        match self {
            Recording::Sound(sound) => sound.gaps,
            Recording::Picture(picture) => picture.gaps,
        }
    }

    /// Hands over a cluster that has been open for a second, though no further frame came.
    pub fn flush_if_old(&mut self, now: Instant) {
        match self {
            Recording::Sound(sound) => sound.clusters.flush_if_old(now),
            Recording::Picture(picture) => picture.clusters.flush_if_old(now),
        }
    }

    /// Hands over the rest; the writer still wants to be told the end.
    pub fn end(self) -> (TrackWriter, End) {
        match self {
            Recording::Sound(sound) => sound.end(),
            Recording::Picture(picture) => picture.end(),
        }
    }
}

#[cfg(test)]
mod tests;
