//! The cases of the Autobahn test suite against an echo server made of [`Channel`], over real sockets. The suite itself needs
//! Python 2. Each case has the suite's number, sends what the suite sends, and expects what the suite calls OK; where that is
//! stricter than the RFC and we are not, it stands beside the case. Not here: 9.* with messages of more than a megabyte, and 12.*
//! and 13.*, which are about compression.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod closing;
mod framing;
mod utf8;

use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::yield_now;
use tokio::time::{Instant, timeout};
use websocket::{Channel, End, Heard, Limits, Pace};

const SOON: Duration = Duration::from_secs(20);
const LIMITS: Limits = Limits { longest: 1 << 20, most_parts: 64 };

const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// What is sent, and what has to come back before the connection is over.
pub struct Case {
    name: String,
    sent: Vec<u8>,
    /// Bytes sent at once.
    chop: usize,
    /// Opcodes and payloads.
    answers: Vec<(u8, Vec<u8>)>,
    /// The code of the Close that comes last.
    code: Option<u16>,
}

/// A case in which nothing is sent yet.
pub fn case(name: impl Into<String>) -> Case {
    Case { name: name.into(), sent: vec![], chop: usize::MAX, answers: vec![], code: None }
}

impl Case {
    /// Sends a frame.
    pub fn frame(mut self, is_final: bool, opcode: u8, payload: &[u8]) -> Self {
        self.sent.extend(frame(u8::from(is_final) << 7 | opcode, payload));
        self
    }

    /// Sends a frame with reserved bits.
    pub fn reserved(mut self, bits: u8, opcode: u8, payload: &[u8]) -> Self {
        self.sent.extend(frame(0x80 | bits << 4 | opcode, payload));
        self
    }

    /// Sends a message in frames of so many bytes.
    pub fn message(mut self, opcode: u8, payload: &[u8], size: usize) -> Self {
        let count = payload.len().div_ceil(size).max(1);
        for (n, part) in (0..count).map(|n| (n, payload.chunks(size).nth(n).unwrap_or_default())) {
            self = self.frame(n + 1 == count, if n == 0 { opcode } else { 0 }, part);
        }
        self
    }

    /// The frame, or message, comes back.
    pub fn answered(mut self, opcode: u8, payload: &[u8]) -> Self {
        self.answers.push((opcode, payload.to_vec()));
        self
    }

    /// Sends a message that comes back.
    pub fn echoed(self, opcode: u8, payload: &[u8]) -> Self {
        self.frame(true, opcode, payload).answered(opcode, payload)
    }

    /// All is sent so many bytes at a time.
    pub fn chopped(self, chop: usize) -> Self {
        Self { chop, ..self }
    }

    /// The client says goodbye, and hears it back.
    pub async fn closes(self) {
        self.frame(true, CLOSE, &1000_u16.to_be_bytes()).ends(Some(1000)).await;
    }

    /// The connection ends with this code.
    pub async fn ends(mut self, code: Option<u16>) {
        self.code = code;
        let (mut client, serving) = connect().await;
        let (mut reading, mut writing) = client.split();
        let sending = async {
            for piece in self.sent.chunks(self.chop) {
                // The server may have hung up.
                if writing.write_all(piece).await.is_err() {
                    return;
                }
                yield_now().await;
            }
        };
        let mut bytes = Vec::new();
        let (_, read) = tokio::join!(sending, timeout(SOON, reading.read_to_end(&mut bytes)));
        read.unwrap_or_else(|_| panic!("{}: the connection doesn't end", self.name)).unwrap();
        drop(client);
        let mut heard = frames(&bytes);
        let close = heard.pop();
        let code = self.code.map(|code| code.to_be_bytes().to_vec()).unwrap_or_default();
        assert_eq!(close, Some((CLOSE, code)), "{}", self.name);
        assert!(heard == self.answers, "{}: {heard:?}", self.name);
        serving.await.unwrap();
    }
}

/// A client's frame, masked.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    const MASK: [u8; 4] = [0xa1, 0x02, 0xff, 0x30];
    let mut bytes = vec![first];
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(short @ ..=125), _) => bytes.push(0x80 | short),
        (_, Ok(medium)) => {
            bytes.push(0xfe);
            bytes.extend(medium.to_be_bytes());
        }
        _ => {
            bytes.push(0xff);
            bytes.extend((payload.len() as u64).to_be_bytes());
        }
    }
    bytes.extend(MASK);
    bytes.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

/// What a server said: opcodes and payloads of frames that are whole messages and not masked.
fn frames(mut bytes: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut found = Vec::new();
    while let [first, second, rest @ ..] = bytes {
        assert!(first & 0xf0 == 0x80 && second & 0x80 == 0, "no frame of a server's: {first:x} {second:x}");
        let (length, rest) = match second {
            126 => (usize::from(u16::from_be_bytes(rest[..2].try_into().unwrap())), &rest[2..]),
            127 => (u64::from_be_bytes(rest[..8].try_into().unwrap()) as usize, &rest[8..]),
            short => (usize::from(*short), rest),
        };
        found.push((first & 0x0f, rest[..length].to_vec()));
        bytes = &rest[length..];
    }
    found
}

/// As fast as they like.
struct Unbounded;

impl Pace for Unbounded {
    fn read(&mut self, _: usize, _: Instant) {}
    fn frame(&mut self, _: Instant) {}
    fn overdrawn_until(&self) -> Option<Instant> {
        None
    }
}

async fn connect() -> (TcpStream, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let stream = listener.accept().await.unwrap().0;
    (client, tokio::spawn(echo(Channel::new(stream, &[], &LIMITS, Unbounded))))
}

async fn echo(mut channel: Channel<Unbounded>) {
    loop {
        if channel.flush().await.is_err() {
            return;
        }
        match channel.hear().await {
            Ok(Heard::Text(text)) => channel.text(text.into()),
            Ok(Heard::Binary(bytes)) => channel.binary(bytes),
            Ok(Heard::Ping(_) | Heard::Pong | Heard::Part) => {}
            Ok(Heard::Close(code)) => {
                channel.close(code);
                return channel.end().await;
            }
            Err(End::Broken(broken)) => {
                channel.close(Some(broken.code()));
                // Nothing of what still comes is answered.
                channel.text(Bytes::from_static(b"too late"));
                return channel.end().await;
            }
            Err(End::Gone) => return,
        }
    }
}
