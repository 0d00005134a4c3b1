//! Opus packets seen from outside: how long they last, and silence to put where none came.

/// The clock of Opus in RTP and in WebM, whatever the encoder's own rate (RFC 7587, section 4.1).
pub(super) const SAMPLE_RATE: u64 = 48_000;

/// How long a packet plays, in samples at 48 kHz (RFC 6716, section 3.1); `None` for what is no Opus packet.
pub(super) fn duration(packet: &[u8]) -> Option<u64> {
    let toc = *packet.first()?;
    let frame = match toc >> 3 {
        config @ 0..12 => [480, 960, 1920, 2880][usize::from(config & 3)],
        config @ 12..16 => [480, 960][usize::from(config & 1)],
        config => [120, 240, 480, 960][usize::from(config & 3)],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(packet.get(1)? & 0x3F),
    };
    // A packet lasts 120 ms at most.
    let samples = frame * frames;
    (1..=5_760).contains(&samples).then_some(samples)
}

/// Silent packets that together last `samples`, in pieces of 20 ms and smaller; less than 2.5 ms is left over.
/// Each is one CELT frame whose first bit says "silence" (RFC 6716, section 4.3).
pub(super) fn silence(samples: u64) -> impl Iterator<Item = (&'static [u8], u64)> {
    const PIECES: [(&[u8], u64); 4] = [
        (&[0xF8, 0xFF, 0xFE], 960),
        (&[0xF0, 0xFF, 0xFE], 480),
        (&[0xE8, 0xFF, 0xFE], 240),
        (&[0xE0, 0xFF, 0xFE], 120),
    ];
    let mut left = samples;
    std::iter::from_fn(move || {
        let piece = PIECES.into_iter().find(|(_, length)| *length <= left)?;
        left -= piece.1;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_follow_the_table_of_contents() {
        assert_eq!(duration(&[0x78, 1, 2]), Some(960), "hybrid, 20 ms");
        assert_eq!(duration(&[0xF8]), Some(960), "CELT, 20 ms");
        assert_eq!(duration(&[0x08]), Some(960), "SILK, 20 ms");
        assert_eq!(duration(&[0x18]), Some(2_880), "SILK, 60 ms");
        assert_eq!(duration(&[0xE0]), Some(120), "CELT, 2.5 ms");
        assert_eq!(duration(&[0xF9, 0]), Some(1_920), "two frames");
        assert_eq!(duration(&[0xFB, 0x43]), Some(2_880), "three frames, with padding");
    }

    #[test]
    fn nonsense_has_no_duration() {
        assert_eq!(duration(&[]), None);
        assert_eq!(duration(&[0xFB]), None, "the count is missing");
        assert_eq!(duration(&[0xFB, 0]), None, "no frame at all");
        assert_eq!(duration(&[0x1B, 3]), None, "180 ms");
    }

    #[test]
    fn silence_lasts_as_long_as_asked() {
        for samples in [0, 120, 960, 1_000, 4_440, 48_000] {
            let filled: u64 = silence(samples).map(|(_, length)| length).sum();
            assert!(samples - filled < 120, "{filled} of {samples}");
        }
        for (packet, length) in silence(1_800) {
            assert_eq!(duration(packet), Some(length));
        }
    }
}
