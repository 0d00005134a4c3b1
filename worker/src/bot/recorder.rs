//! All tracks of one connection: which media line carries whose track, and where its frames go.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use domain::ids::{Offset, TrackId};
use domain::media::Source;
use livekit_protocol::{ParticipantInfo, TrackSource, TrackType};
use str0m::format::Codec as RtpCodec;
use str0m::media::{MediaData, Mid, Rid};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::RoomConfig;
use super::picture::{Size, vp8_keyframe, vp9_keyframe};
use super::report::{HeardPacket, RecordedTrack};
use super::spool::{Outcome, Spool};
use super::timeline::{ClassClock, Skew, unix_ms};
use super::track::{Picture, Received, Recording, Sound, VideoNeed};
use super::webm::Codec;

/// By this much a track's reports may differ from its arrival before we trust the arrival alone, in milliseconds.
const LARGEST_DOUBT_MS: i64 = 500;

/// Writes what one connection receives.
pub(super) struct Recorder {
    config: Arc<RoomConfig>,
    clock: ClassClock,
    spool: Spool,
    /// Where files and uploads are worked on; the recorder itself runs on the media thread.
    runtime: Handle,
    publications: HashMap<String, Publication>,
    lines: HashMap<Mid, MediaSection>,
    /// By participant: LiveKit hands on the clock of the sender.
    skews: HashMap<Arc<str>, Skew>,
    gaps: u64,
    outcomes: mpsc::UnboundedSender<Writing>,
}

/// A track whose files are being worked on.
pub(super) struct Writing {
    pub track: TrackId,
    pub outcome: JoinHandle<Outcome>,
}

/// What the room says about a track.
#[derive(Debug, Clone)]
struct Publication {
    identity: Arc<str>,
    source: Source,
}

/// A media line that carries a track.
struct MediaSection {
    sid: String,
    /// Tells the line's present stream from those it carried before.
    rid: Option<Rid>,
    last_sequence: Option<u64>,
    open: Option<OpenTrack>,
}

struct OpenTrack {
    id: TrackId,
    publication: Publication,
    recording: Recording,
    skew_learned: bool,
}

impl Recorder {
    pub fn new(
        config: Arc<RoomConfig>,
        spool: Spool,
        runtime: Handle,
        outcomes: mpsc::UnboundedSender<Writing>,
    ) -> Self {
        let clock = ClassClock::starting_at(config.class_started_at_unix_ms);
        Self {
            config,
            clock,
            spool,
            runtime,
            publications: HashMap::new(),
            lines: HashMap::new(),
            skews: HashMap::new(),
            gaps: 0,
            outcomes,
        }
    }

    /// Notes who publishes what.
    pub fn know(&mut self, participants: &[ParticipantInfo]) {
        for participant in participants {
            for track in &participant.tracks {
                let is_sound = track.r#type() == TrackType::Audio;
                let source = match track.source() {
                    TrackSource::ScreenShare => Source::Screen,
                    TrackSource::ScreenShareAudio => Source::ScreenAudio,
                    _ if is_sound => Source::Microphone,
                    _ if track.name == Source::DOCUMENT => Source::Document,
                    _ => Source::Camera,
                };
                let identity = participant.identity.as_str().into();
                self.publications.insert(track.sid.clone(), Publication { identity, source });
            }
        }
    }

    /// From now on the line carries the track `sid`, in the stream called `rid` (if it has a name).
    pub fn assign(&mut self, mid: Mid, rid: Option<Rid>, sid: String) {
        match self.lines.get_mut(&mid) {
            Some(line) if line.sid == sid => {
                if line.rid != rid {
                    line.rid = rid;
                    line.last_sequence = None;
                }
            }
            _ => {
                self.release(mid);
                let (last_sequence, open) = (None, None);
                self.lines.insert(mid, MediaSection { sid, rid, last_sequence, open });
            }
        }
    }

    /// The line carries nothing any more: its track is finished.
    pub fn release(&mut self, mid: Mid) {
        let Some(open) = self.lines.remove(&mid).and_then(|line| line.open) else {
            return;
        };
        self.gaps += open.recording.gaps();
        let offset = self.offset_ms(&open);
        let (writer, mut end) = open.recording.end();
        end.offset = Some(Offset(offset));
        writer.end(end);
    }

    /// Finishes every track.
    pub fn release_all(&mut self) {
        let lines: Vec<Mid> = self.lines.keys().copied().collect();
        for mid in lines {
            self.release(mid);
        }
    }

    /// How many places of finished tracks lost packets for good.
    pub fn gaps(&self) -> u64 {
        self.gaps
    }

    /// Writes a frame. Tells what its line needs.
    pub fn receive(&mut self, media: &MediaData) -> VideoNeed {
        let Some(line) = self.lines.get_mut(&media.mid).filter(|line| line.rid == media.rid) else {
            return VideoNeed::Nothing;
        };
        let (first, last) = (**media.seq_range.start(), **media.seq_range.end());
        let lost_packets = line.last_sequence.is_some_and(|before| first > before + 1);
        line.last_sequence = Some(last);
        let codec = media.params.spec().codec;
        let after_loss = if codec == RtpCodec::Opus { lost_packets } else { !media.contiguous };
        let received =
            Received { rtp: media.time.numer(), arrival: media.network_time, after_loss, data: &media.data };
        let keyframe = match codec {
            RtpCodec::Vp8 => vp8_keyframe(&media.data),
            RtpCodec::Vp9 => vp9_keyframe(&media.data),
            _ => None,
        };

        let Some(open) = &mut line.open else {
            let Some(codec) = first_codec(codec, keyframe) else {
                return VideoNeed::Keyframe;
            };
            return self.open(media.mid, codec, received, keyframe);
        };
        match &mut open.recording {
            Recording::Picture(picture) => picture.receive(received, keyframe),
            Recording::Sound(sound) => {
                if let Some((at, samples)) = sound.receive(received) {
                    tap(&self.config, &self.clock, open, at, samples, media);
                }
                VideoNeed::Nothing
            }
        }
    }

    /// Learns from a sender report of a line's stream.
    pub fn report(&mut self, mid: Mid, rid: Option<Rid>, wall: SystemTime, rtp: u64) {
        let Some(line) = self.lines.get_mut(&mid).filter(|line| line.rid == rid) else {
            return;
        };
        let Some(open) = &mut line.open else { return };
        let timeline = open.recording.timeline_mut();
        timeline.report(wall, rtp);
        if let (Some(reported), false) = (timeline.reported_start(), open.skew_learned) {
            let skew = self.skews.entry(open.publication.identity.clone()).or_default();
            skew.learn(self.clock.unix_ms(timeline.arrival_start()) - unix_ms(reported));
            open.skew_learned = true;
        }
    }

    /// Hands over clusters that have been open for long. Call about once a second.
    pub fn flush(&mut self, now: Instant) {
        for open in self.lines.values_mut().filter_map(|line| line.open.as_mut()) {
            open.recording.flush_if_old(now);
        }
    }

    /// The lines whose pictures are being written, to ask for keyframes.
    pub fn pictures(&self) -> impl Iterator<Item = (Mid, Option<Rid>)> {
        let is_picture = |line: &MediaSection| matches!(&line.open, Some(open) if matches!(open.recording, Recording::Picture(_)));
        self.lines.iter().filter(move |(_, line)| is_picture(line)).map(|(mid, line)| (*mid, line.rid))
    }

    fn open(&mut self, mid: Mid, codec: Codec, first: Received<'_>, keyframe: Option<Size>) -> VideoNeed {
        let Some(line) = self.lines.get_mut(&mid) else {
            return VideoNeed::Nothing;
        };
        // The room names a track before it sends it; until then nobody could say whose it is.
        let Some(publication) = self.publications.get(&line.sid).cloned() else {
            return VideoNeed::Keyframe;
        };
        let id = TrackId(Uuid::now_v7());
        let track = RecordedTrack {
            id,
            tenant: self.config.tenant,
            session: self.config.session,
            recording: self.config.recording,
            sid: line.sid.clone(),
            identity: publication.identity.to_string(),
            source: publication.source,
            codec,
            offset: Offset(self.clock.offset_ms(first.arrival)),
            key: format!("{}/{id}.webm", self.config.key_prefix),
        };
        tracing::info!(track = %id, sid = track.sid, identity = track.identity, source = ?track.source, "recording a track");
        let (writer, outcome) = self.spool.begin(&self.runtime, track);
        let recording = match keyframe {
            Some(size) => Recording::Picture(Picture::begin(first, size, writer)),
            None => Recording::Sound(Sound::begin(first, writer)),
        };
        line.open = Some(OpenTrack { id, publication, recording, skew_learned: false });
        // Only a recording that is over doesn't listen.
        let _ = self.outcomes.send(Writing { track: id, outcome });
        VideoNeed::Nothing
    }

    /// A track's offset: by sender reports, so that one person's sound and picture fit together, on our clock; by
    /// arrival where there are no reports or they make no sense.
    fn offset_ms(&self, open: &OpenTrack) -> i64 {
        let timeline = open.recording.timeline();
        let by_arrival = self.clock.offset_ms(timeline.arrival_start());
        let skew_ms = self.skews.get(&open.publication.identity).and_then(Skew::median_ms);
        let by_reports = timeline
            .reported_start()
            .zip(skew_ms)
            .map(|(start, skew_ms)| self.clock.wall_offset_ms(start, skew_ms));
        by_reports.filter(|offset| (offset - by_arrival).abs() <= LARGEST_DOUBT_MS).unwrap_or(by_arrival)
    }
}

/// What a file begun with this frame would hold; `None` where it can't begin here.
fn first_codec(codec: RtpCodec, keyframe: Option<Size>) -> Option<Codec> {
    let size = keyframe.filter(|size| !size.is_filler());
    match codec {
        RtpCodec::Opus => Some(Codec::Opus),
        RtpCodec::Vp8 => size.map(Size::vp8),
        RtpCodec::Vp9 => size.map(Size::vp9),
        _ => None,
    }
}

/// Offers a packet to whoever listens; a slow listener misses it and the recording goes on.
fn tap(config: &RoomConfig, clock: &ClassClock, open: &OpenTrack, at: u64, samples: u64, media: &MediaData) {
    let Some(tap) = &config.audio_tap else { return };
    let start_ms = clock.offset_ms(open.recording.timeline().arrival_start());
    let heard = HeardPacket {
        track: open.id,
        identity: open.publication.identity.clone(),
        source: open.publication.source,
        offset: Offset(start_ms + (at / 48) as i64),
        samples,
        packet: media.data.clone(),
    };
    let _ = tap.try_send(heard);
}
