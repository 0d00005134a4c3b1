//! From a recorded track (Opus in WebM or in Ogg) to 16 kHz mono sound that keeps the track's time.

mod ogg;
mod packet;

use ropus::{Channels, DecodeMode, Decoder};

use crate::bot::webm::WebmError;
use packet::{Packet, Packets};

/// Samples a second of everything in `speech`: what Opus decodes to directly and recognisers want.
pub const SAMPLE_RATE: u32 = 16_000;
/// [`SAMPLE_RATE`] in samples a millisecond.
pub const PER_MS: u64 = 16;
/// Opus counts time at 48 kHz whatever it carries (RFC 7845, section 4).
const OPUS_PER_SAMPLE: u64 = 3;
/// The longest Opus packet: 120 ms.
const MOST_SAMPLES: usize = 120 * PER_MS as usize;
/// A packet this much later than the sound before it follows a gap; less is rounding, in samples.
const TOLERANCE: u64 = 40 * PER_MS;
/// The longest piece of silence handed out at once, in samples: a gap of an hour must not take its memory.
const SILENCE: u64 = 10 * SAMPLE_RATE as u64;
/// No class has a gap of a day: a packet later than that has a broken time, and the file ends before it.
const LONGEST_GAP: u64 = 24 * 3_600 * SAMPLE_RATE as u64;

/// A track being decoded: an iterator over consecutive pieces of mono sound in −1…1. Where the file has a gap
/// (a muted microphone, lost packets), silence takes its place, so that the n-th sample always is n/16 ms after
/// the file's beginning. A packet that can't be decoded is a gap too.
pub struct Sound<'a> {
    packets: Packets<'a>,
    waiting: Option<Packet<'a>>,
    decoder: Decoder,
    /// Samples decoded or filled in so far, those to be skipped counted in.
    decoded: u64,
    /// Samples at the beginning that only warm the decoder up (RFC 7845, section 4.2).
    skip: u64,
    /// Where the last packet begins, in samples.
    length: u64,
}

impl<'a> Sound<'a> {
    /// Looks at the file's head and chooses its container by its first bytes.
    ///
    /// # Errors
    /// [`AudioError`] where the file is no Opus in Ogg or WebM. A file that is torn later on is read up to there.
    pub fn open(file: &'a [u8]) -> Result<Self, AudioError> {
        let packets = Packets::open(file)?;
        let skip = packets.pre_skip() / OPUS_PER_SAMPLE;
        let last = Packets::open(file)?.last();
        let length = last.map_or(0, |packet| packet.at / OPUS_PER_SAMPLE);
        let decoder =
            Decoder::new(SAMPLE_RATE, Channels::Mono).map_err(|e| AudioError::Decoder(e.to_string()))?;
        Ok(Self { packets, waiting: None, decoder, decoded: 0, skip, length })
    }

    /// How much of the file has been handed out, 0…1.
    #[must_use]
    pub fn progress(&self) -> f32 {
        (self.decoded as f32 / self.length.max(1) as f32).min(1.0)
    }

    fn decode(&mut self, packet: &Packet<'_>) -> Option<Vec<f32>> {
        let mut pcm = vec![0.0; MOST_SAMPLES];
        let samples = self.decoder.decode_float(&packet.data, &mut pcm, DecodeMode::Normal).ok()?;
        let end = packet.ends_at.map_or(u64::MAX, |end| end / OPUS_PER_SAMPLE);
        let kept = usize::try_from(end.saturating_sub(self.decoded)).unwrap_or(usize::MAX);
        pcm.truncate(samples.min(kept));
        let skipped = self.skip.saturating_sub(self.decoded).min(pcm.len() as u64);
        self.decoded += pcm.len() as u64;
        pcm.drain(..usize::try_from(skipped).unwrap_or_default());
        Some(pcm)
    }
}

impl Iterator for Sound<'_> {
    type Item = Vec<f32>;

    fn next(&mut self) -> Option<Vec<f32>> {
        loop {
            let packet = self.waiting.take().or_else(|| self.packets.next())?;
            let gap = (packet.at / OPUS_PER_SAMPLE).saturating_sub(self.decoded);
            if gap > LONGEST_GAP {
                return None;
            }
            if gap > TOLERANCE {
                self.waiting = Some(packet);
                let piece = gap.min(SILENCE);
                self.decoded += piece;
                return Some(vec![0.0; usize::try_from(piece).unwrap_or_default()]);
            }
            match self.decode(&packet) {
                Some(pcm) if !pcm.is_empty() => return Some(pcm),
                Some(_) => {}
                None => tracing::debug!(at = packet.at, "an Opus packet could not be decoded"),
            }
        }
    }
}

/// Why a file can't be listened to.
#[derive(Debug, thiserror::Error)]
pub enum AudioError {
    /// Not a WebM file of ours.
    #[error(transparent)]
    Webm(#[from] WebmError),
    /// Not an Ogg file, or torn before its first sound.
    #[error("not an Ogg file: {0}")]
    Ogg(String),
    /// The track holds something else.
    #[error("the track's codec is not Opus")]
    NotOpus,
    /// The decoder could not be made.
    #[error("no Opus decoder: {0}")]
    Decoder(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::webm::{self, ClusterBuilder, Codec};

    const LECTURE: &[u8] = include_bytes!("../../../../crates/testkit/fixtures/lecture.ogg");

    fn samples(file: &[u8]) -> Vec<f32> {
        Sound::open(file).unwrap().flatten().collect()
    }

    fn loudness(pcm: &[f32]) -> f32 {
        (pcm.iter().map(|s| s * s).sum::<f32>() / pcm.len() as f32).sqrt()
    }

    #[test]
    fn an_ogg_file_decodes_to_its_whole_length() {
        let pcm = samples(LECTURE);
        let seconds = pcm.len() as f64 / f64::from(SAMPLE_RATE);
        assert!((seconds - 92.16).abs() < 0.01, "{seconds} s");
        assert!((0.02..0.5).contains(&loudness(&pcm)), "{}", loudness(&pcm));
    }

    #[test]
    fn a_torn_file_is_read_up_to_the_tear() {
        let seconds = samples(&LECTURE[..LECTURE.len() / 2]).len() as f64 / f64::from(SAMPLE_RATE);
        assert!((40.0..50.0).contains(&seconds), "{seconds} s");
    }

    #[test]
    fn a_gap_keeps_its_time() {
        let whole = ogg::tests::packets(LECTURE);
        let with_gap = ogg::tests::file(&whole, |i| if i < 500 { 0 } else { 48_000 * 30 });
        let (plain, pcm) = (samples(&ogg::tests::file(&whole, |_| 0)), samples(&with_gap));
        assert_eq!(pcm.len(), plain.len() + 30 * SAMPLE_RATE as usize);
        let at = 500 * 320;
        assert!(loudness(&pcm[at + 16_000..at + 16_000 * 29]) < 1e-6, "silence inside the gap");
        let after = at + 30 * SAMPLE_RATE as usize;
        assert!(loudness(&pcm[after..after + 160_000]) > 0.02, "sound after it");
    }

    /// A WebM file as the recorder writes it, 20 ms a packet, later by `shift(packet number)` ms.
    fn webm(packets: &[Vec<u8>], shift: impl Fn(u64) -> u64) -> Vec<u8> {
        let mut file = webm::head(Codec::Opus, None);
        for (i, packet) in (0..).zip(packets) {
            let time_ms = i * 20 + shift(i);
            let mut cluster = ClusterBuilder::new(time_ms);
            cluster.push(time_ms, true, packet);
            file.extend(cluster.finish());
        }
        file
    }

    #[test]
    fn the_recorders_webm_decodes_to_the_same_sound_and_keeps_its_gaps() {
        let packets = ogg::tests::packets(LECTURE);
        let (from_ogg, from_webm) = (samples(LECTURE), samples(&webm(&packets, |_| 0)));
        // The recorder comes in mid-stream, so that nothing is skipped at the beginning.
        let skipped = 312 / 3;
        assert_eq!(from_webm[skipped..skipped + 100_000], from_ogg[..100_000]);

        let with_gap = webm(&packets[..1_000], |i| if i < 500 { 7 } else { 120_000 });
        let pcm = samples(&with_gap);
        assert_eq!(pcm.len(), (1_000 * 20 + 120_000) * PER_MS as usize);
        assert!(loudness(&pcm[pcm.len() - 160_000..]) > 0.02);
        let broken = webm(&packets[..10], |i| if i < 5 { 0 } else { u64::from(u32::MAX) * 1_000 });
        assert_eq!(samples(&broken).len(), 5 * 320, "a packet from another year");
        let last = Sound::open(&with_gap).unwrap().map(|piece| piece.len()).max();
        assert_eq!(last, Some(SILENCE as usize), "a long gap comes in pieces");
    }

    #[test]
    fn a_picture_is_not_listened_to() {
        let picture = webm::head(Codec::Vp8 { width: 1, height: 1 }, None);
        assert!(matches!(Sound::open(&picture), Err(AudioError::NotOpus)));
    }

    #[test]
    fn other_files_are_refused() {
        assert!(matches!(Sound::open(b"RIFF....WAVE"), Err(AudioError::Webm(_))));
        assert!(matches!(Sound::open(b"OggS"), Err(AudioError::Ogg(_))));
        assert!(Sound::open(b"").is_err());
    }
}
