//! Taking the passes out of what LiveKit says: WebSocket frames (RFC 6455, section 5) with one `SignalResponse` in each message.

/// The first bytes of a message that holds a pass: the tags of `refresh_token` (16) and of `room_moved` (24), both of which are
/// lengths of bytes that follow. A message has one field, so the first bytes say which.
const PASSES: [[u8; 2]; 2] = [[0x82, 0x01], [0xc2, 0x01]];
/// The bit of a message's last frame.
const FINAL: u8 = 0x80;

/// What LiveKit says can't be looked at.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a frame that isn't one of binary signalling")]
pub struct Broken;

/// Lets bytes through as they come, but for messages with a pass. Keeps no more than the head of a frame.
#[derive(Debug, Default)]
pub struct Sieve {
    /// A frame's head, of which not all has come.
    head: Vec<u8>,
    /// Bytes of the frame that are still to come.
    left: u64,
    /// Whether the frame is let through.
    keeps: bool,
    /// Whether the message that isn't whole yet is.
    message: Option<bool>,
}

/// What the head of a frame says.
struct Head {
    is_final: bool,
    opcode: u8,
    /// Its payload's length, and how much of that is in the head.
    length: u64,
    seen: u64,
    /// The first two bytes of its payload, where it begins a message and is as long as that.
    first: Option<[u8; 2]>,
}

impl Sieve {
    /// Adds what is let through of `bytes` to `kept`.
    ///
    /// # Errors
    /// [`Broken`]: nothing that comes later is let through, either.
    pub fn sift(&mut self, mut bytes: &[u8], kept: &mut Vec<u8>) -> Result<(), Broken> {
        while let Some((first, rest)) = bytes.split_first() {
            if self.left > 0 {
                let many = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
                let (now, later) = bytes.split_at(many);
                if self.keeps {
                    kept.extend_from_slice(now);
                }
                self.left -= many as u64;
                bytes = later;
                continue;
            }
            self.head.push(*first);
            bytes = rest;
            if let Some(head) = read(&self.head)? {
                self.keeps = self.decide(&head)?;
                if self.keeps {
                    kept.append(&mut self.head);
                }
                self.head.clear();
                self.left = head.length - head.seen;
            }
        }
        Ok(())
    }

    /// Whether the frame is let through.
    fn decide(&mut self, head: &Head) -> Result<bool, Broken> {
        match (head.opcode, self.message) {
            // It goes on with a message.
            (0, Some(keeps)) => {
                self.message = (!head.is_final).then_some(keeps);
                Ok(keeps)
            }
            // One that is cut before its tag could hide it.
            (2, None) if head.first.is_some() || head.is_final => {
                let keeps = head.first.is_none_or(|first| !PASSES.contains(&first));
                self.message = (!head.is_final).then_some(keeps);
                Ok(keeps)
            }
            (8..=10, _) if head.is_final => Ok(true),
            // Text, for one, is what LiveKit says to who speaks JSON: our pages don't.
            _ => Err(Broken),
        }
    }
}

/// The head at the beginning of the bytes, where all of it is there.
fn read(bytes: &[u8]) -> Result<Option<Head>, Broken> {
    let [first, second, ..] = *bytes else { return Ok(None) };
    // Nothing was agreed on that uses the reserved bits; and servers mask nothing.
    if first & 0x70 != 0 || second & 0x80 != 0 {
        return Err(Broken);
    }
    let (length, begin) = match second {
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
    let (is_final, opcode) = (first & FINAL != 0, first & 0x0f);
    if opcode != 2 || length < 2 {
        return Ok(Some(Head { is_final, opcode, length, seen: 0, first: None }));
    }
    let tag = bytes.get(begin..begin + 2).and_then(|tag| <[u8; 2]>::try_from(tag).ok());
    Ok(tag.map(|tag| Head { is_final, opcode, length, seen: 2, first: Some(tag) }))
}

#[cfg(test)]
mod tests {
    use super::{Broken, Sieve};
    use livekit_protocol::{RoomMovedResponse, SignalResponse, signal_response::Message};
    use prost::Message as _;

    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let length = payload.len();
        let head = match (u8::try_from(length), u16::try_from(length)) {
            (Ok(short @ ..=125), _) => vec![first, short],
            (_, Ok(medium)) => [vec![first, 126], medium.to_be_bytes().to_vec()].concat(),
            _ => [vec![first, 127], (length as u64).to_be_bytes().to_vec()].concat(),
        };
        [head, payload.to_vec()].concat()
    }

    fn says(message: Message) -> Vec<u8> {
        SignalResponse { message: Some(message) }.encode_to_vec()
    }

    fn sift(bytes: &[u8], size: usize) -> Result<Vec<u8>, Broken> {
        let (mut sieve, mut kept) = (Sieve::default(), Vec::new());
        for piece in bytes.chunks(size) {
            sieve.sift(piece, &mut kept)?;
        }
        Ok(kept)
    }

    #[test]
    fn passes_are_taken_out_and_nothing_else_however_the_bytes_are_cut() {
        let pass = says(Message::RefreshToken("x".repeat(400)));
        let moved = says(Message::RoomMoved(RoomMovedResponse { token: "x".into(), ..Default::default() }));
        let long = says(Message::RequestResponse(livekit_protocol::RequestResponse {
            message: "a".repeat(70_000),
            ..Default::default()
        }));
        let pong = says(Message::Pong(1));
        let parts: [(Vec<u8>, bool); 9] = [
            (frame(0x82, &pong), true),
            (frame(0x82, &pass), false),
            (frame(0x89, b"?"), true),
            (frame(0x82, &long), true),
            (frame(0x82, &moved), false),
            (frame(0x82, b""), true),
            // A message in parts, with a ping between them.
            ([frame(0x02, &pass[..9]), frame(0x80, &pass[9..])].concat(), false),
            ([frame(0x02, &long[..9]), frame(0x89, b""), frame(0x80, &long[9..])].concat(), true),
            (frame(0x88, &1000_u16.to_be_bytes()), true),
        ];
        let all: Vec<u8> = parts.iter().flat_map(|(bytes, _)| bytes.clone()).collect();
        let kept: Vec<u8> =
            parts.iter().filter(|(_, keeps)| *keeps).flat_map(|(bytes, _)| bytes.clone()).collect();
        for size in [1, 2, 3, 7, 100, 4_096, all.len()] {
            assert!(sift(&all, size).unwrap() == kept, "in pieces of {size}");
        }
        // A ping within a message that is taken out is let through.
        let cut = [frame(0x02, &pass[..9]), frame(0x89, b"!"), frame(0x80, &pass[9..])].concat();
        assert_eq!(sift(&cut, 5), Ok(frame(0x89, b"!")));
    }

    #[test]
    fn what_cant_be_looked_at_is_not_let_through() {
        let pass = says(Message::RefreshToken("x".into()));
        for bytes in [
            frame(0x81, b"{\"refreshToken\":\"x\"}"),
            // Compressed, masked, cut before its tag, or of a message that didn't begin.
            frame(0xc2, &pass),
            vec![0x82, 0x81, 1, 2, 3, 4, 5],
            frame(0x02, &pass[..1]),
            frame(0x80, &pass),
            [frame(0x02, &pass), frame(0x82, &pass)].concat(),
            frame(0x83, b""),
            frame(0x09, b""),
        ] {
            assert_eq!(sift(&bytes, 3), Err(Broken), "{bytes:?}");
        }
    }
}
