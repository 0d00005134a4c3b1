//! WebSocket frames as bytes (RFC 6455, section 5): those of clients are read here, ours get their header here.

use bytes::Bytes;

/// The longest payload of a control frame.
const LONGEST_CONTROL: usize = 125;
/// The bit of a message's last frame.
const FINAL: u8 = 0x80;

/// How much may come before it is too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one message. What says that it is longer is refused before it has come.
    pub longest: usize,
    /// Frames that one message may come in. Browsers send each in one; a program in between may cut it.
    pub most_parts: u16,
}

/// The kinds of frames we send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opcode {
    /// A text in UTF-8.
    Text = 1,
    /// Any bytes.
    Binary = 2,
    /// The end.
    Close = 8,
    /// Are you there?
    Ping = 9,
    /// The answer to that.
    Pong = 10,
}

/// What a client said.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// A whole text.
    Text(String),
    /// A whole message that is no text.
    Binary(Bytes),
    /// To be answered with a pong of the same bytes.
    Ping(Bytes),
    /// An answer to a ping, or none.
    Pong,
    /// A frame of a message that goes on in the next one.
    Part,
    /// The end, and the status code it came with.
    Close(Option<u16>),
}

/// Why a client's bytes can't be read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A message has more bytes than it may have.
    TooLong,
    /// A message comes in more frames than it may.
    TooManyParts,
    /// A text is none.
    NotUtf8,
    /// It isn't WebSocket.
    Protocol,
}

/// Makes frames of bytes as they come. Holds no memory while nothing is half said.
#[derive(Debug, Default)]
pub struct Reader {
    bytes: Vec<u8>,
    begun: Option<Begun>,
}

/// A message of which not all frames have come.
#[derive(Debug)]
struct Begun {
    is_text: bool,
    parts: u16,
    bytes: Vec<u8>,
    /// How much of it is known to be text.
    text: usize,
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

    /// Bytes of memory that it holds. What comes is bounded by its limits, as long as each feed is followed by
    /// [`Reader::next`] until that gives nothing.
    #[must_use]
    pub fn held(&self) -> usize {
        self.bytes.capacity() + self.begun.as_ref().map_or(0, |begun| begun.bytes.capacity())
    }

    /// The next frame that is whole, if there is one: each counts, also one that only goes on with a message.
    ///
    /// # Errors
    /// Where what came can't be read on. Nothing that comes after it can be, either.
    pub fn next(&mut self, limits: &Limits) -> Result<Option<Heard>, Broken> {
        let Some(found) = find(&self.bytes, limits.longest)? else { return Ok(None) };
        let end = found.payload.end;
        let mut payload = self.bytes[found.payload].to_vec();
        payload.iter_mut().zip(found.mask.iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
        self.bytes.drain(..end);
        if self.bytes.is_empty() {
            self.bytes = Vec::new();
        }
        self.take(found.is_final, found.opcode, payload, limits).map(Some)
    }

    fn take(
        &mut self,
        is_final: bool,
        opcode: u8,
        payload: Vec<u8>,
        limits: &Limits,
    ) -> Result<Heard, Broken> {
        match (opcode, is_final, self.begun.take()) {
            (8.., true, begun) if payload.len() <= LONGEST_CONTROL => {
                self.begun = begun;
                match opcode {
                    8 => status(&payload).map(Heard::Close),
                    9 => Ok(Heard::Ping(payload.into())),
                    10 => Ok(Heard::Pong),
                    _ => Err(Broken::Protocol),
                }
            }
            (1 | 2, true, None) => message(opcode == 1, payload),
            (1 | 2, false, None) => {
                let begun = Begun { is_text: opcode == 1, parts: 1, bytes: payload, text: 0 };
                self.begun = Some(begun.checked()?);
                Ok(Heard::Part)
            }
            (0, _, Some(mut begun)) => {
                begun.parts += 1;
                if begun.bytes.len() + payload.len() > limits.longest {
                    return Err(Broken::TooLong);
                }
                if begun.parts > limits.most_parts {
                    return Err(Broken::TooManyParts);
                }
                begun.bytes.extend(payload);
                if is_final {
                    return message(begun.is_text, begun.bytes);
                }
                self.begun = Some(begun.checked()?);
                Ok(Heard::Part)
            }
            _ => Err(Broken::Protocol),
        }
    }
}

impl Begun {
    /// Reads on what came. A text that is none is refused as soon as a frame shows it; a character may be cut in two.
    fn checked(mut self) -> Result<Self, Broken> {
        if self.is_text {
            self.text += match std::str::from_utf8(&self.bytes[self.text..]) {
                Ok(text) => text.len(),
                Err(error) if error.error_len().is_none() => error.valid_up_to(),
                Err(_) => return Err(Broken::NotUtf8),
            };
        }
        Ok(self)
    }
}

/// The status code of a Close: none, or one that may be sent (RFC 6455, section 7.4), with a reason in UTF-8.
fn status(payload: &[u8]) -> Result<Option<u16>, Broken> {
    let [first, second, reason @ ..] = payload else {
        return if payload.is_empty() { Ok(None) } else { Err(Broken::Protocol) };
    };
    let code = u16::from_be_bytes([*first, *second]);
    let may_be_sent = matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999);
    if may_be_sent && std::str::from_utf8(reason).is_ok() { Ok(Some(code)) } else { Err(Broken::Protocol) }
}

/// The first frame, where all of it is there.
fn find(bytes: &[u8], longest: usize) -> Result<Option<Found>, Broken> {
    let [first, second, ..] = *bytes else { return Ok(None) };
    // Nothing was agreed on that uses the reserved bits; and clients mask everything they send.
    if first & 0x70 != 0 || second & 0x80 == 0 {
        return Err(Broken::Protocol);
    }
    // A control frame is whole and short: it comes in the midst of a message.
    if first & 0x08 != 0 && (first & FINAL == 0 || second & 0x7f > 125) {
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
    // Lengths are written as short as they can be (RFC 6455, 5.2).
    if header == 4 && length < 126 || header == 10 && length <= u64::from(u16::MAX) {
        return Err(Broken::Protocol);
    }
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
        return Ok(Heard::Binary(payload.into()));
    }
    String::from_utf8(payload).map(Heard::Text).map_err(|_| Broken::NotUtf8)
}

#[cfg(test)]
mod tests {
    use super::{Broken, Heard, Limits, Opcode, Reader, header};

    const LONGEST: usize = 1_000;
    const MOST_PARTS: u16 = 64;
    const LIMITS: Limits = Limits { longest: LONGEST, most_parts: MOST_PARTS };

    /// A client's frame.
    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let (header, length) = header(Opcode::Text, payload.len());
        let mut bytes = header[..length].to_vec();
        (bytes[0], bytes[1]) = (first, bytes[1] | 0x80);
        bytes.extend([1, 2, 3, 4]);
        bytes.extend(payload.iter().zip([1, 2, 3, 4].iter().cycle()).map(|(byte, mask)| byte ^ mask));
        bytes
    }

    fn all(reader: &mut Reader) -> Result<Vec<Heard>, Broken> {
        std::iter::from_fn(|| reader.next(&LIMITS).transpose()).collect()
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
        let expected = vec![Heard::Part, Heard::Ping(b"".as_slice().into()), Heard::Text("one".into())];
        assert_eq!(all(&mut reader), Ok(expected));
    }

    #[test]
    fn a_text_that_is_none_is_refused_with_the_frame_that_shows_it() {
        let read = |parts: &[&[u8]]| {
            let mut reader = Reader::default();
            for (n, part) in parts.iter().enumerate() {
                reader.feed(&frame(if n == 0 { 0x01 } else { 0x00 }, part));
            }
            all(&mut reader)
        };
        assert_eq!(read(&[b"\xc3"]), Ok(vec![Heard::Part]), "half a letter");
        assert_eq!(read(&[b"\xc3", b"\xa4", b"\xe2\x82"]).map(|heard| heard.len()), Ok(3));
        assert_eq!(read(&[b"\xff"]), Err(Broken::NotUtf8));
        assert_eq!(read(&[b"a\xe2", b"\x82", b"x"]), Err(Broken::NotUtf8));
    }

    #[test]
    fn a_message_has_so_many_frames_and_no_more() {
        let message = |parts: u16| {
            let middle = frame(0x00, b"").repeat(usize::from(parts) - 2);
            [frame(0x01, b"on"), middle, frame(0x80, b"e")].concat()
        };
        let read = |bytes: Vec<u8>| {
            let mut reader = Reader::default();
            reader.feed(&bytes);
            all(&mut reader)
        };
        assert_eq!(read(message(MOST_PARTS)).unwrap().last(), Some(&Heard::Text("one".into())));
        assert_eq!(read(message(MOST_PARTS + 1)), Err(Broken::TooManyParts));
    }

    #[test]
    fn a_close_has_no_payload_or_a_code_that_may_be_sent() {
        let read = |payload: &[u8]| {
            let mut reader = Reader::default();
            reader.feed(&frame(0x88, payload));
            all(&mut reader)
        };
        let with = |code: u16, reason: &[u8]| read(&[&code.to_be_bytes(), reason].concat());
        assert_eq!(read(b""), Ok(vec![Heard::Close(None)]));
        for code in [1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999] {
            assert_eq!(with(code, b"bye"), Ok(vec![Heard::Close(Some(code))]));
        }
        for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535] {
            assert_eq!(with(code, b""), Err(Broken::Protocol), "{code}");
        }
        assert_eq!(read(b"\x03"), Err(Broken::Protocol), "half a code");
        assert_eq!(with(1000, b"\xff"), Err(Broken::Protocol), "a reason that is no text");
        assert_eq!(with(1000, &[b'x'; 124]), Err(Broken::Protocol), "longer than a control frame");
    }

    #[test]
    fn lengths_are_written_as_short_as_they_can_be_and_control_frames_are_whole() {
        let read = |bytes: &[u8]| {
            let mut reader = Reader::default();
            reader.feed(bytes);
            reader.next(&LIMITS)
        };
        assert_eq!(read(&[0x82, 0xfe, 0, 126]), Ok(None), "the rest may come");
        assert_eq!(read(&[0x82, 0xfe, 0, 125]), Err(Broken::Protocol));
        assert_eq!(read(&[0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff]), Err(Broken::Protocol));
        assert_eq!(read(&[0x09, 0x80]), Err(Broken::Protocol), "a ping in parts");
        assert_eq!(read(&[0x89, 0xfe]), Err(Broken::Protocol), "a long ping, before it has come");
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
