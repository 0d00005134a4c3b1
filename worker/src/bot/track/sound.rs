//! Sound being recorded: packets without holes between them.

use std::time::Instant;

use super::{Clusters, Received};
use crate::bot::opus;
use crate::bot::spool::{End, TrackWriter};
use crate::bot::timeline::Timeline;

/// Places to begin playing, in sound, where every packet would do.
const SOUND_CUE_EVERY_MS: u64 = 5_000;

/// The shortest Opus frame, in samples: nothing smaller can be filled.
const SHORTEST: u64 = 120;

/// A sound track: a packet every 20 ms or so, without holes, because players run sound through without looking at
/// its timestamps.
#[derive(Debug)]
pub(in crate::bot) struct Sound {
    pub(super) timeline: Timeline,
    pub(super) clusters: Clusters,
    /// Where the next packet is due, in samples since the first.
    next: u64,
    pub(super) gaps: u64,
}

impl Sound {
    pub fn begin(first: Received<'_>, writer: TrackWriter) -> Self {
        let timeline = Timeline::new(opus::SAMPLE_RATE, first.rtp, first.arrival);
        let clusters = Clusters::to(writer);
        let mut sound = Self { timeline, clusters, next: 0, gaps: 0 };
        sound.receive(first);
        sound
    }

    /// Writes a packet, after silence where none came before it. Returns where it lies and how long it lasts, in
    /// samples; `None` for what is too late or no sound.
    pub fn receive(&mut self, packet: Received<'_>) -> Option<(u64, u64)> {
        let length = opus::duration(packet.data)?;
        let at = self.timeline.place(packet.rtp, packet.arrival)?;
        if at + SHORTEST <= self.next {
            return None;
        }
        let missing = at.saturating_sub(self.next);
        if missing >= SHORTEST {
            if packet.after_loss {
                self.gaps += 1;
                tracing::debug!(after_samples = self.next, missing, "packets of sound were lost");
            }
            for (silence, length) in opus::silence(missing) {
                self.push(silence, length, packet.arrival);
            }
        }
        let at = self.next.max(at);
        self.next = at;
        self.push(packet.data, length, packet.arrival);
        Some((at, length))
    }

    fn push(&mut self, data: &[u8], length: u64, now: Instant) {
        let time_ms = self.next * 1_000 / opus::SAMPLE_RATE;
        let seekable = self.clusters.last_cue_ms.is_none_or(|cue| time_ms >= cue + SOUND_CUE_EVERY_MS);
        self.clusters.push(time_ms, seekable, true, data, now);
        self.next += length;
    }

    pub(super) fn end(mut self) -> (TrackWriter, End) {
        self.clusters.flush();
        let duration_ms = (self.next * 1_000).div_ceil(opus::SAMPLE_RATE);
        (self.clusters.writer, End { duration_ms, ..End::default() })
    }
}
