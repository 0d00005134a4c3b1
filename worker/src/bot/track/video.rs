//! Pictures being recorded: frames that can be decoded, and where there were none.

use super::{Clusters, Received};
use crate::bot::picture::Size;
use crate::bot::report::Pause;
use crate::bot::spool::{End, TrackWriter};
use crate::bot::timeline::Timeline;

/// A stretch without pictures from this length on is reported.
const PAUSE_MS: u64 = 2_000;

/// Clock of video in RTP (RFC 3551).
pub(in crate::bot) const PICTURE_RATE: u64 = 90_000;

/// A video track.
#[derive(Debug)]
pub(in crate::bot) struct Picture {
    pub(super) timeline: Timeline,
    pub(super) clusters: Clusters,
    last_ms: u64,
    /// The distance of the last two frames, which the last one is taken to last.
    step_ms: u64,
    /// Set after a loss, and after LiveKit's filler: what follows can't be decoded until a keyframe comes.
    waits_for_keyframe: bool,
    pauses: Vec<Pause>,
    pub(super) gaps: u64,
}

/// What a video track needs next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bot) enum VideoNeed {
    Nothing,
    /// Pictures are missing until the sender makes a keyframe.
    Keyframe,
}

impl Picture {
    /// Begins with the keyframe `first`.
    pub fn begin(first: Received<'_>, size: Size, writer: TrackWriter) -> Self {
        let timeline = Timeline::new(PICTURE_RATE, first.rtp, first.arrival);
        let clusters = Clusters::to(writer);
        let (pauses, gaps) = (Vec::new(), 0);
        let mut picture =
            Self { timeline, clusters, last_ms: 0, step_ms: 33, waits_for_keyframe: false, pauses, gaps };
        picture.receive(first, Some(size));
        picture
    }

    /// Writes a frame; `keyframe` is the size where it is one.
    pub fn receive(&mut self, frame: Received<'_>, keyframe: Option<Size>) -> VideoNeed {
        let Some(ticks) = self.timeline.place(frame.rtp, frame.arrival) else {
            return VideoNeed::Nothing;
        };
        match keyframe {
            Some(size) if size.is_filler() => {
                self.waits_for_keyframe = true;
                return VideoNeed::Nothing;
            }
            Some(_) => self.waits_for_keyframe = false,
            None if self.waits_for_keyframe => return VideoNeed::Keyframe,
            None if frame.after_loss => {
                self.gaps += 1;
                tracing::debug!(after_ms = self.last_ms, "pictures were lost");
                self.waits_for_keyframe = true;
                return VideoNeed::Keyframe;
            }
            None => {}
        }
        let time_ms = (ticks * 1_000 / PICTURE_RATE).max(self.last_ms);
        let step_ms = time_ms - self.last_ms;
        if step_ms >= PAUSE_MS {
            self.pauses.push(Pause { from_ms: self.last_ms, to_ms: time_ms });
        } else if step_ms > 0 {
            self.step_ms = step_ms;
        }
        self.last_ms = time_ms;
        let is_keyframe = keyframe.is_some();
        self.clusters.push(time_ms, is_keyframe, is_keyframe, frame.data, frame.arrival);
        VideoNeed::Nothing
    }

    pub(super) fn end(mut self) -> (TrackWriter, End) {
        self.clusters.flush();
        let duration_ms = self.last_ms + self.step_ms;
        (self.clusters.writer, End { duration_ms, pauses: self.pauses, ..End::default() })
    }
}
