//! WebSocket frames as bytes (RFC 6455, section 5): those of browsers are read here, ours get their header here.

use bytes::Bytes;

/// The longest payload of a control frame.
const LONGEST_CONTROL: usize = 125;
/// The bit of a message's last frame.
const FINAL: u8 = 0x80;

/// The kinds of frames we send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opcode {
    Text = 1,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

/// What a browser said.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    Text(String),
    Binary,
    Ping(Bytes),
    Pong,
    Close,
}

/// Why a browser's bytes can't be read on.
#[derive(Debug, PartialEq, Eq)]
pub enum Broken {
    TooLong,
    NotUtf8,
    Protocol,
}

/// Makes frames of bytes as they come. Holds no memory while nothing is half said.
#[derive(Debug, Default)]
pub struct Reader {
    bytes: Vec<u8>,
    /// The message so far, where it comes in several frames, and whether it is text.
    begun: Option<(bool, Vec<u8>)>,
}

/// The header of a whole message of ours: its bytes and how many of them count.
pub fn header(opcode: Opcode, length: usize) -> ([u8; 10], usize) {
    let mut header = [0; 10];
    header[0] = FINAL | opcode as u8;
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ ..=125), _) => {
            header[1] = short;
            (header, 2)
        }
        (_, Ok(medium)) => {
            header[1] = 126;
            header[2..4].copy_from_slice(&medium.to_be_bytes());
            (header, 4)
        }
        _ => {
            header[1] = 127;
            header[2..].copy_from_slice(&(length as u64).to_be_bytes());
            (header, 10)
        }
    }
}

/// A frame's place in the bytes.
struct Found {
    is_final: bool,
    opcode: u8,
    mask: [u8; 4],
    /// Where its payload begins and ends.
    payload: std::ops::Range<usize>,
}

impl Reader {
    /// Takes in what came.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next message that is whole, if there is one. `longest` is the most bytes it may have.
    pub fn next(&mut self, longest: usize) -> Result<Option<Heard>, Broken> {
        while let Some(found) = find(&self.bytes, longest)? {
            let end = found.payload.end;
            let mut payload = self.bytes[found.payload].to_vec();
            payload.iter_mut().zip(found.mask.iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
            self.bytes.drain(..end);
            if self.bytes.is_empty() {
                self.bytes = Vec::new();
            }
            if let Some(heard) = self.take(found.is_final, found.opcode, payload, longest)? {
                return Ok(Some(heard));
            }
        }
        Ok(None)
    }

    fn take(
        &mut self,
        is_final: bool,
        opcode: u8,
        payload: Vec<u8>,
        longest: usize,
    ) -> Result<Option<Heard>, Broken> {
        match (opcode, is_final, self.begun.take()) {
            (8.., true, begun) if payload.len() <= LONGEST_CONTROL => {
                self.begun = begun;
                match opcode {
                    8 => Ok(Some(Heard::Close)),
                    9 => Ok(Some(Heard::Ping(payload.into()))),
                    10 => Ok(Some(Heard::Pong)),
                    _ => Err(Broken::Protocol),
                }
            }
            (1 | 2, true, None) => message(opcode == 1, payload).map(Some),
            (1 | 2, false, None) => {
                self.begun = Some((opcode == 1, payload));
                Ok(None)
            }
            (0, _, Some((is_text, mut whole))) => {
                if whole.len() + payload.len() > longest {
                    return Err(Broken::TooLong);
                }
                whole.extend(payload);
                if is_final {
                    return message(is_text, whole).map(Some);
                }
                self.begun = Some((is_text, whole));
                Ok(None)
            }
            _ => Err(Broken::Protocol),
        }
    }
}

/// The first frame, where all of it is there.
fn find(bytes: &[u8], longest: usize) -> Result<Option<Found>, Broken> {
    let [first, second, ..] = *bytes else { return Ok(None) };
    // Nothing was agreed on that uses the reserved bits; and browsers mask everything they send.
    if first & 0x70 != 0 || second & 0x80 == 0 {
        return Err(Broken::Protocol);
    }
    let (length, header) = match second & 0x7f {
        126 => match bytes.get(2..4).and_then(|length| <[u8; 2]>::try_from(length).ok()) {
            Some(length) => (u64::from(u16::from_be_bytes(length)), 4),
            None => return Ok(None),
        },
        127 => match bytes.get(2..10).and_then(|length| <[u8; 8]>::try_from(length).ok()) {
            Some(length) => (u64::from_be_bytes(length), 10),
            None => return Ok(None),
        },
        short => (u64::from(short), 2),
    };
    let length = usize::try_from(length).ok().filter(|length| *length <= longest).ok_or(Broken::TooLong)?;
    let mask = bytes.get(header..header + 4).and_then(|mask| <[u8; 4]>::try_from(mask).ok());
    let payload = header + 4..header + 4 + length;
    Ok(mask.filter(|_| payload.end <= bytes.len()).map(|mask| Found {
        is_final: first & FINAL != 0,
        opcode: first & 0x0f,
        mask,
        payload,
    }))
}

fn message(is_text: bool, payload: Vec<u8>) -> Result<Heard, Broken> {
    if !is_text {
        return Ok(Heard::Binary);
    }
    String::from_utf8(payload).map(Heard::Text).map_err(|_| Broken::NotUtf8)
}

#[cfg(test)]
mod tests {
    use super::{Broken, Heard, Opcode, Reader, header};

    const LONGEST: usize = 1_000;

    /// A browser's frame.
    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let (header, length) = header(Opcode::Text, payload.len());
        let mut bytes = header[..length].to_vec();
        (bytes[0], bytes[1]) = (first, bytes[1] | 0x80);
        bytes.extend([1, 2, 3, 4]);
        bytes.extend(payload.iter().zip([1, 2, 3, 4].iter().cycle()).map(|(byte, mask)| byte ^ mask));
        bytes
    }

    fn all(reader: &mut Reader) -> Result<Vec<Heard>, Broken> {
        std::iter::from_fn(|| reader.next(LONGEST).transpose()).collect()
    }

    #[test]
    fn a_message_is_read_however_it_is_cut() {
        let long = "ä".repeat(200);
        let bytes = [frame(0x81, b"hello"), frame(0x89, b"?"), frame(0x81, long.as_bytes())].concat();
        for size in 1..bytes.len() {
            let mut reader = Reader::default();
            let mut heard = Vec::new();
            for piece in bytes.chunks(size) {
                reader.feed(piece);
                heard.extend(all(&mut reader).unwrap());
            }
            let expected =
                [Heard::Text("hello".into()), Heard::Ping(b"?".as_slice().into()), Heard::Text(long.clone())];
            assert_eq!(heard, expected, "in pieces of {size}");
            assert_eq!(reader.bytes.capacity(), 0, "nothing is kept");
        }
    }

    #[test]
    fn a_message_in_several_frames_is_one_and_a_ping_may_come_between() {
        let mut reader = Reader::default();
        reader.feed(&[frame(0x01, b"on"), frame(0x89, b""), frame(0x80, b"e")].concat());
        assert_eq!(all(&mut reader), Ok(vec![Heard::Ping(b"".as_slice().into()), Heard::Text("one".into())]));
    }

    #[test]
    fn what_no_browser_sends_is_told_from_what_is_too_long() {
        let broken = |bytes: &[u8]| {
            let mut reader = Reader::default();
            reader.feed(bytes);
            all(&mut reader).unwrap_err()
        };
        assert_eq!(broken(&frame(0x81, &[b'x'; LONGEST + 1])[..14]), Broken::TooLong, "before it came");
        let halves = [frame(0x01, &[b'x'; 600]), frame(0x80, &[b'x'; 600])].concat();
        assert_eq!(broken(&halves), Broken::TooLong);
        assert_eq!(broken(&frame(0x81, &[0xff])), Broken::NotUtf8);
        assert_eq!(broken(&[0x81, 0x01, b'x']), Broken::Protocol, "not masked");
        assert_eq!(broken(&frame(0xc1, b"x")), Broken::Protocol, "a reserved bit");
        assert_eq!(broken(&frame(0x80, b"x")), Broken::Protocol, "goes on with nothing");
        assert_eq!(broken(&frame(0x09, b"x")), Broken::Protocol, "a ping in pieces");
        assert_eq!(broken(&frame(0x8b, b"x")), Broken::Protocol, "an unknown opcode");
    }

    #[test]
    fn headers_say_the_length() {
        assert_eq!(header(Opcode::Text, 125), ([0x81, 125, 0, 0, 0, 0, 0, 0, 0, 0], 2));
        assert_eq!(header(Opcode::Pong, 126), ([0x8a, 126, 0, 126, 0, 0, 0, 0, 0, 0], 4));
        assert_eq!(header(Opcode::Text, 65_536), ([0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0], 10));
    }
}
