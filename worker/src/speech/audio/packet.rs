//! Opus packets with their place in time, whatever container they came in.

use std::borrow::Cow;

use super::AudioError;
use super::ogg::OggPackets;
use crate::bot::webm::{self, Codec, Frames};

/// One Opus packet.
pub(super) struct Packet<'a> {
    /// Where its sound belongs, at 48 kHz since the file's beginning, samples to be skipped counted in.
    pub at: u64,
    /// Where the sound must end, on the same clock (only the last page of an Ogg file says so).
    pub ends_at: Option<u64>,
    /// The encoded bytes.
    pub data: Cow<'a, [u8]>,
}

/// The packets of a file in order.
pub(super) enum Packets<'a> {
    Ogg(OggPackets<'a>),
    Webm(Frames<'a>),
}

impl<'a> Packets<'a> {
    /// Chooses the container by the file's first bytes.
    pub fn open(file: &'a [u8]) -> Result<Self, AudioError> {
        if file.starts_with(b"OggS") {
            return Ok(Self::Ogg(OggPackets::open(file)?));
        }
        match webm::info(file)?.codec {
            Codec::Opus => Ok(Self::Webm(Frames::new(file)?)),
            Codec::Vp8 { .. } | Codec::Vp9 { .. } => Err(AudioError::NotOpus),
        }
    }

    /// Samples at 48 kHz to drop from the decoder's first output. A recorder comes in the middle of a stream, so
    /// its WebM files have none.
    pub fn pre_skip(&self) -> u64 {
        match self {
            Self::Ogg(packets) => packets.pre_skip(),
            Self::Webm(_) => 0,
        }
    }
}

impl<'a> Iterator for Packets<'a> {
    type Item = Packet<'a>;

    fn next(&mut self) -> Option<Packet<'a>> {
        match self {
            Self::Ogg(packets) => packets.next(),
            Self::Webm(frames) => {
                let frame = frames.next()?;
                Some(Packet { at: frame.time_ms * 48, ends_at: None, data: Cow::Borrowed(frame.data) })
            }
        }
    }
}
