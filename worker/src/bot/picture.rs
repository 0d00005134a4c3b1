//! Video frames seen from outside: which are keyframes, and how large their picture is.

use super::webm::Codec;

/// LiveKit ends a track (or bridges a mute) with tiny black keyframes that no camera took.
const FILLER_SIDE: u16 = 16;

/// What a keyframe says about its picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub width: u16,
    pub height: u16,
}

impl Size {
    /// Whether LiveKit made the frame, not the publisher.
    pub fn is_filler(self) -> bool {
        self.width <= FILLER_SIDE && self.height <= FILLER_SIDE
    }

    pub fn vp8(self) -> Codec {
        Codec::Vp8 { width: self.width, height: self.height }
    }

    pub fn vp9(self) -> Codec {
        Codec::Vp9 { width: self.width, height: self.height }
    }
}

/// The size in a VP8 keyframe; `None` for other frames (RFC 6386, section 9.1).
pub(super) fn vp8_keyframe(frame: &[u8]) -> Option<Size> {
    let [tag, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1, ..] = *frame else {
        return None;
    };
    let is_keyframe = tag & 1 == 0;
    let side = |low, high| u16::from_le_bytes([low, high]) & 0x3FFF;
    is_keyframe.then(|| Size { width: side(w0, w1), height: side(h0, h1) })
}

/// The size in a VP9 keyframe; `None` for other frames (VP9 bitstream specification, section 6.2).
pub(super) fn vp9_keyframe(frame: &[u8]) -> Option<Size> {
    let mut bits = Bits { bytes: frame, at: 0 };
    if bits.take(2)? != 2 {
        return None;
    }
    let profile = bits.take(1)? | bits.take(1)? << 1;
    if profile == 3 {
        bits.take(1)?;
    }
    let shows_existing = bits.take(1)? == 1;
    let is_keyframe = bits.take(1)? == 0;
    if shows_existing || !is_keyframe {
        return None;
    }
    let _show_and_resilient = bits.take(2)?;
    if bits.take(24)? != 0x49_83_42 {
        return None;
    }
    if profile >= 2 {
        bits.take(1)?;
    }
    const SRGB: u32 = 7;
    if bits.take(3)? == SRGB {
        if profile & 1 == 1 {
            bits.take(1)?;
        }
    } else {
        bits.take(1)?;
        if profile & 1 == 1 {
            bits.take(3)?;
        }
    }
    let width = bits.take(16)? + 1;
    let height = bits.take(16)? + 1;
    Some(Size { width: u16::try_from(width).ok()?, height: u16::try_from(height).ok()? })
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            let byte = *self.bytes.get(self.at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vp8_keyframe_tells_its_size() {
        let frame = [0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02, 9, 9];
        assert_eq!(vp8_keyframe(&frame), Some(Size { width: 1280, height: 720 }));
    }

    #[test]
    fn a_vp8_inter_frame_tells_none() {
        assert_eq!(vp8_keyframe(&[0x11, 0, 0, 0x9D, 0x01, 0x2A, 0, 5, 0xD0, 2]), None);
        assert_eq!(vp8_keyframe(&[0x10, 0, 0]), None);
    }

    #[test]
    fn tiny_keyframes_are_filler() {
        let filler = vp8_keyframe(&[0x10, 2, 0, 0x9D, 0x01, 0x2A, 8, 0, 8, 0]).unwrap();
        assert!(filler.is_filler());
        assert!(!Size { width: 320, height: 180 }.is_filler());
    }

    #[test]
    fn a_vp9_keyframe_tells_its_size() {
        // Profile 0, key, shown; sync code; BT.601, studio range; 320 × 180 (each minus one).
        let bits = "10 0 0 0 0 1 0 010010011000001101000010 001 0 0000000100111111 0000000010110011";
        assert_eq!(vp9_keyframe(&pack(bits)), Some(Size { width: 320, height: 180 }));
        let inter = bits.replacen("10 0 0 0 0", "10 0 0 0 1", 1);
        assert_eq!(vp9_keyframe(&pack(&inter)), None);
    }

    fn pack(bits: &str) -> Vec<u8> {
        let bits: Vec<u8> = bits.bytes().filter(|b| *b != b' ').map(|b| b - b'0').collect();
        bits.chunks(8).map(|byte| byte.iter().fold(0, |v, b| v << 1 | b) << (8 - byte.len())).collect()
    }
}
