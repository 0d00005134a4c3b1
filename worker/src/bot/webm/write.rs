//! Writing: a head of fixed length, clusters of about a second, cues at the end.

use super::Codec;
use super::ebml::{
    UNKNOWN_SIZE, id, put_bytes, put_float, put_id, put_master, put_size_in, put_uint, put_void,
};

/// Bytes of every head, sealed or not, so that the sealed one can take the first one's place.
pub(crate) const HEAD_LEN: usize = 512;

/// Where the segment's content begins; positions in cues and seek heads count from here.
const SEGMENT_START: u64 = 48;

/// Opus needs 80 ms before the place sought, so that the decoder has converged (RFC 7845, section 4.6).
const SEEK_PRE_ROLL_NS: u64 = 80_000_000;

/// What is known only when a track has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seal {
    /// Milliseconds from the first frame to the end of the last.
    pub duration_ms: u64,
    /// Bytes before the cues, the head among them.
    pub cues_at: u64,
    /// Bytes in all.
    pub total: u64,
}

/// A place where playing can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cue {
    /// Milliseconds on the file's own clock.
    pub time_ms: u64,
    /// The cluster's place in bytes from the start of the file.
    pub at: u64,
}

/// The first [`HEAD_LEN`] bytes of a file: without a seal while the track runs, with it once it has ended.
pub(crate) fn head(codec: Codec, seal: Option<Seal>) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEAD_LEN);
    put_master(&mut out, id::EBML, |out| {
        put_uint(out, id::EBML_VERSION, 1);
        put_uint(out, id::EBML_READ_VERSION, 1);
        put_uint(out, id::EBML_MAX_ID_LENGTH, 4);
        put_uint(out, id::EBML_MAX_SIZE_LENGTH, 8);
        put_bytes(out, id::DOC_TYPE, b"webm");
        put_uint(out, id::DOC_TYPE_VERSION, 4);
        put_uint(out, id::DOC_TYPE_READ_VERSION, 2);
    });
    // The segment's own identifier and size come last before SEGMENT_START.
    put_id(&mut out, id::SEGMENT);
    match seal {
        Some(seal) => put_size_in(&mut out, seal.total - SEGMENT_START, 8),
        None => out.extend_from_slice(&UNKNOWN_SIZE),
    }
    debug_assert_eq!(out.len() as u64, SEGMENT_START, "positions count from the segment's content");

    if let Some(seal) = seal {
        put_master(&mut out, id::SEEK_HEAD, |out| {
            put_master(out, id::SEEK, |out| {
                put_bytes(out, id::SEEK_ID, &id::CUES.to_be_bytes());
                put_uint(out, id::SEEK_POSITION, seal.cues_at - SEGMENT_START);
            });
        });
    }
    put_master(&mut out, id::INFO, |out| {
        put_uint(out, id::TIMESTAMP_SCALE, 1_000_000);
        if let Some(seal) = seal {
            put_float(out, id::DURATION, seal.duration_ms as f64);
        }
        put_bytes(out, id::MUXING_APP, b"lectern");
        put_bytes(out, id::WRITING_APP, b"lectern");
    });
    put_master(&mut out, id::TRACKS, |out| put_master(out, id::TRACK_ENTRY, |out| put_track(out, codec)));
    let rest = HEAD_LEN - out.len();
    put_void(&mut out, rest);
    out
}

fn put_track(out: &mut Vec<u8>, codec: Codec) {
    put_uint(out, id::TRACK_NUMBER, 1);
    put_uint(out, id::TRACK_UID, 1);
    put_uint(out, id::TRACK_TYPE, if codec == Codec::Opus { 2 } else { 1 });
    put_uint(out, id::FLAG_LACING, 0);
    put_bytes(out, id::CODEC_ID, codec.matroska_id().as_bytes());
    match codec {
        Codec::Opus => {
            put_bytes(out, id::CODEC_PRIVATE, &OPUS_HEAD);
            put_uint(out, id::SEEK_PRE_ROLL, SEEK_PRE_ROLL_NS);
            put_master(out, id::AUDIO, |out| {
                put_float(out, id::SAMPLING_FREQUENCY, 48_000.0);
                put_uint(out, id::CHANNELS, 2);
            });
        }
        Codec::Vp8 { width, height } | Codec::Vp9 { width, height } => put_master(out, id::VIDEO, |out| {
            put_uint(out, id::PIXEL_WIDTH, u64::from(width));
            put_uint(out, id::PIXEL_HEIGHT, u64::from(height));
        }),
    }
}

/// The identification header (RFC 7845, section 5.1): version 1, two channels, nothing to skip (a live stream is joined
/// in its middle), 48 kHz, no gain, mapping family 0.
const OPUS_HEAD: [u8; 19] =
    [b'O', b'p', b'u', b's', b'H', b'e', b'a', b'd', 1, 2, 0, 0, 0x80, 0xBB, 0, 0, 0, 0, 0];

/// Gathers frames until they are written as one cluster.
#[derive(Debug)]
pub(crate) struct ClusterBuilder {
    start_ms: u64,
    bytes: Vec<u8>,
}

impl ClusterBuilder {
    /// Identifier, a size of four bytes, then the timestamp with its identifier and size.
    const SIZE_AT: usize = 4;
    const CONTENT_AT: usize = 8;

    /// A cluster whose first frame lies at `start_ms` on the file's clock.
    pub fn new(start_ms: u64) -> Self {
        let mut bytes = Vec::new();
        put_id(&mut bytes, id::CLUSTER);
        put_size_in(&mut bytes, 0, 4);
        put_uint(&mut bytes, id::TIMESTAMP, start_ms);
        Self { start_ms, bytes }
    }

    /// Where the cluster begins on the file's clock, in milliseconds.
    pub fn start_ms(&self) -> u64 {
        self.start_ms
    }

    /// Whether a frame at `time_ms` can still lie in this cluster: frames count 16 signed bits from its start.
    pub fn reaches(&self, time_ms: u64) -> bool {
        time_ms.checked_sub(self.start_ms).is_some_and(|offset| offset <= i16::MAX as u64)
    }

    /// Adds a frame. `time_ms` must be within [`ClusterBuilder::reaches`]; a later one is pulled to its end.
    pub fn push(&mut self, time_ms: u64, keyframe: bool, data: &[u8]) {
        let offset = time_ms.saturating_sub(self.start_ms).min(i16::MAX as u64) as i16;
        put_id(&mut self.bytes, id::SIMPLE_BLOCK);
        super::ebml::put_size(&mut self.bytes, data.len() as u64 + 4);
        self.bytes.push(0x81);
        self.bytes.extend_from_slice(&offset.to_be_bytes());
        self.bytes.push(if keyframe { 0x80 } else { 0 });
        self.bytes.extend_from_slice(data);
    }

    /// The whole cluster.
    pub fn finish(mut self) -> Vec<u8> {
        let size = self.bytes.len() - Self::CONTENT_AT;
        let mut field = Vec::with_capacity(4);
        put_size_in(&mut field, size as u64, 4);
        self.bytes[Self::SIZE_AT..Self::CONTENT_AT].copy_from_slice(&field);
        self.bytes
    }
}

/// The index at the end of a file.
pub(crate) fn cues(places: &[Cue]) -> Vec<u8> {
    let mut out = Vec::with_capacity(places.len() * 24 + 16);
    put_master(&mut out, id::CUES, |out| {
        for cue in places {
            put_master(out, id::CUE_POINT, |out| {
                put_uint(out, id::CUE_TIME, cue.time_ms);
                put_master(out, id::CUE_TRACK_POSITIONS, |out| {
                    put_uint(out, id::CUE_TRACK, 1);
                    put_uint(out, id::CUE_CLUSTER_POSITION, cue.at - SEGMENT_START);
                });
            });
        }
    });
    out
}
