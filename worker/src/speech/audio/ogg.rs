//! Ogg/Opus (RFC 3533, RFC 7845): packets in pages, and a page says where its last packet ends.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::Cursor;

use ogg::PacketReader;

use super::AudioError;
use super::packet::Packet;

/// Packets of the first Opus stream in a file.
pub(super) struct OggPackets<'a> {
    reader: PacketReader<Cursor<&'a [u8]>>,
    pre_skip: u64,
    page: VecDeque<Packet<'a>>,
}

impl<'a> OggPackets<'a> {
    /// Reads the two head packets, `OpusHead` and `OpusTags`.
    pub fn open(file: &'a [u8]) -> Result<Self, AudioError> {
        let mut reader = PacketReader::new(Cursor::new(file));
        let mut head = || reader.read_packet_expected().map_err(|e| AudioError::Ogg(e.to_string()));
        let first = head()?.data;
        let [b'O', b'p', b'u', b's', b'H', b'e', b'a', b'd', _version, _channels, low, high, ..] =
            first.as_slice()
        else {
            return Err(AudioError::NotOpus);
        };
        let pre_skip = u64::from(u16::from_le_bytes([*low, *high]));
        head()?;
        Ok(Self { reader, pre_skip, page: VecDeque::new() })
    }

    /// Samples at 48 kHz to drop from the decoder's first output.
    pub fn pre_skip(&self) -> u64 {
        self.pre_skip
    }

    /// Reads one page's packets; the page's granule position, counted back over their lengths, places each.
    fn read_page(&mut self) -> Option<()> {
        let mut packets = Vec::new();
        let (granule, last) = loop {
            // A torn end reads as an error: what came before it stands.
            let packet = self.reader.read_packet().ok()??;
            let (ends_page, granule, last) =
                (packet.last_in_page(), packet.absgp_page(), packet.last_in_stream());
            packets.push(packet.data);
            if ends_page {
                break (granule, last);
            }
        };
        let length: u64 = packets.iter().map(|packet| duration(packet)).sum();
        // The last page may end early: its granule position then cuts the sound instead of placing it.
        let mut at = if last { 0 } else { granule.saturating_sub(length) };
        for data in packets {
            let begins = at;
            at += duration(&data);
            let ends_at = last.then_some(granule);
            self.page.push_back(Packet { at: begins, ends_at, data: Cow::Owned(data) });
        }
        Some(())
    }
}

impl<'a> Iterator for OggPackets<'a> {
    type Item = Packet<'a>;

    fn next(&mut self) -> Option<Packet<'a>> {
        while self.page.is_empty() {
            self.read_page()?;
        }
        self.page.pop_front()
    }
}

/// How long a packet sounds, at 48 kHz, from its first byte or two (RFC 6716, section 3.1).
fn duration(packet: &[u8]) -> u64 {
    let Some(&toc) = packet.first() else { return 0 };
    let frame = match toc >> 3 {
        config @ 0..=11 => [480, 960, 1_920, 2_880][usize::from(config % 4)],
        config @ 12..=15 => [480, 960][usize::from(config % 2)],
        config => [120, 240, 480, 960][usize::from(config % 4)],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => packet.get(1).map_or(0, |count| u64::from(count & 0x3F)),
    };
    frame * frames
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use ogg::writing::{PacketWriteEndInfo, PacketWriter};

    /// The sound packets of a file.
    pub fn packets(file: &[u8]) -> Vec<Vec<u8>> {
        OggPackets::open(file).unwrap().map(|packet| packet.data.into_owned()).collect()
    }

    /// An Ogg file, one page a packet, whose granule positions are moved later by `shift(packet number)`.
    pub fn file(packets: &[Vec<u8>], shift: impl Fn(usize) -> u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = PacketWriter::new(&mut bytes);
        let head = [b"OpusHead".as_slice(), &[1, 1, 0x38, 0x01, 0x80, 0xBB, 0, 0, 0, 0, 0]].concat();
        let tags = [b"OpusTags".as_slice(), &[0; 8]].concat();
        let page = PacketWriteEndInfo::EndPage;
        writer.write_packet(head, 1, page, 0).unwrap();
        writer.write_packet(tags, 1, page, 0).unwrap();
        let mut granule = 0;
        for (i, packet) in packets.iter().enumerate() {
            granule += duration(packet);
            writer.write_packet(packet.clone(), 1, page, granule + shift(i)).unwrap();
        }
        bytes
    }

    #[test]
    fn a_packet_knows_its_length() {
        assert_eq!(duration(&[0x78, 0]), 960, "CELT would be 31; hybrid 15 is 20 ms");
        assert_eq!(duration(&[0x18]), 2_880, "SILK 60 ms");
        assert_eq!(duration(&[0xE1]), 240, "two frames of 2.5 ms");
        assert_eq!(duration(&[0xFB, 0x03]), 2_880, "three frames of 20 ms");
        assert_eq!(duration(&[]), 0);
    }

    #[test]
    fn packets_stand_one_after_the_other() {
        let fixture = include_bytes!("../../../../crates/testkit/fixtures/reading.ogg");
        let mut expected = 0;
        for packet in OggPackets::open(fixture).unwrap().filter(|packet| packet.ends_at.is_none()) {
            assert_eq!(packet.at, expected);
            expected = packet.at + duration(&packet.data);
        }
        assert!(expected > 48_000 * 20);
    }
}
