//! A WebSocket whose frames share their bytes with other sockets' and leave together, in one call to the system.

use std::collections::VecDeque;
use std::io::{ErrorKind, IoSlice};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::coop::consume_budget;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

use crate::frames::{Broken, Heard, Limits, Opcode, Reader, header};

/// How long frames may take to leave; a client slower than that is cut.
const SLOWEST_SEND: Duration = Duration::from_secs(10);
/// How long the other side may take to hang up after a Close.
const LONGEST_GOODBYE: Duration = Duration::from_secs(1);
/// Bytes that are still taken after a Close, and dropped.
const MOST_AFTER_CLOSE: usize = 256 * 1024;
/// Bytes read at once.
const READ: usize = 4 * 1024;
/// Frames sent at once, at most.
const TOGETHER: usize = 32;

/// Status codes of RFC 6455, section 7.4.1.
pub mod code {
    /// The purpose is fulfilled.
    pub const NORMAL: u16 = 1000;
    /// It isn't WebSocket.
    pub const PROTOCOL: u16 = 1002;
    /// A text is none.
    pub const NOT_UTF8: u16 = 1007;
    /// Something isn't allowed here.
    pub const POLICY: u16 = 1008;
    /// A message is too long.
    pub const TOO_LONG: u16 = 1009;
    /// The server restarts.
    pub const RESTART: u16 = 1012;
}

impl Broken {
    /// The status code that says so.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::TooLong => code::TOO_LONG,
            Self::TooManyParts => code::POLICY,
            Self::NotUtf8 => code::NOT_UTF8,
            Self::Protocol => code::PROTOCOL,
        }
    }
}

/// How fast a client may send. Whoever is ahead of it is read later: what they send waits on their side.
pub trait Pace {
    /// So many bytes came in one read.
    fn read(&mut self, bytes: usize, now: Instant);
    /// A frame came, of whatever kind.
    fn frame(&mut self, now: Instant);
    /// Until when nothing is read, where too much came.
    fn overdrawn_until(&self) -> Option<Instant>;
}

/// One client's connection.
pub struct Channel<P> {
    stream: TcpStream,
    reader: Reader,
    limits: &'static Limits,
    pace: P,
    waiting: VecDeque<Frame>,
    /// Our Close is on its way or gone: nothing may follow it.
    closed: bool,
}

/// A frame on its way out: its own header, and a payload that others may share.
struct Frame {
    header: [u8; 10],
    /// The part of the header that hasn't left yet.
    from: u8,
    to: u8,
    payload: Bytes,
}

/// The client is gone, or too slow, or says what can't be read.
#[derive(Debug)]
pub enum End {
    /// Nothing more can be said to it.
    Gone,
    /// It can be told why.
    Broken(Broken),
}

impl<P: Pace> Channel<P> {
    /// A channel on a connection from which `read` was read already.
    pub fn new(stream: TcpStream, read: &[u8], limits: &'static Limits, mut pace: P) -> Self {
        let mut reader = Reader::default();
        reader.feed(read);
        pace.read(read.len(), Instant::now());
        Self { stream, reader, limits, pace, waiting: VecDeque::new(), closed: false }
    }

    /// How fast the client may send.
    pub fn pace(&mut self) -> &mut P {
        &mut self.pace
    }

    /// Sends a text with the next [`Channel::flush`].
    pub fn text(&mut self, text: Bytes) {
        self.add(Opcode::Text, text);
    }

    /// Sends bytes with the next [`Channel::flush`].
    pub fn binary(&mut self, bytes: Bytes) {
        self.add(Opcode::Binary, bytes);
    }

    /// Asks the other side whether it is there, with the next [`Channel::flush`].
    pub fn ping(&mut self) {
        self.add(Opcode::Ping, Bytes::new());
    }

    /// Says goodbye with the next [`Channel::flush`], once: to whoever said it first with the code they gave, if any.
    pub fn close(&mut self, code: Option<u16>) {
        let payload = code.map(|code| Bytes::copy_from_slice(&code.to_be_bytes()));
        self.add(Opcode::Close, payload.unwrap_or_default());
        self.closed = true;
    }

    fn add(&mut self, opcode: Opcode, payload: Bytes) {
        if self.closed {
            return;
        }
        let (header, length) = header(opcode, payload.len());
        // A header has ten bytes at most.
        self.waiting.push_back(Frame { header, from: 0, to: length as u8, payload });
    }

    /// What the client says next, each frame by itself. Pings are answered with the next [`Channel::flush`]. Who sends too much
    /// is read later. Dropped before it is done, nothing is lost.
    ///
    /// # Errors
    /// Where nothing more can be heard.
    pub async fn hear(&mut self) -> Result<Heard, End> {
        loop {
            if let Some(until) = self.pace.overdrawn_until().filter(|until| *until > Instant::now()) {
                sleep_until(until).await;
            }
            if let Some(heard) = self.reader.next(self.limits).map_err(End::Broken)? {
                self.pace.frame(Instant::now());
                if let Heard::Ping(payload) = &heard {
                    self.add(Opcode::Pong, payload.clone());
                }
                return Ok(heard);
            }
            // Where there is always more to read, others have their turn.
            consume_budget().await;
            self.stream.readable().await.map_err(|_| End::Gone)?;
            self.read()?;
        }
    }

    /// Reads into memory that isn't kept: most clients say nothing most of the time.
    fn read(&mut self) -> Result<(), End> {
        let mut buffer = [0; READ];
        match self.stream.try_read(&mut buffer) {
            Ok(0) => Err(End::Gone),
            Ok(read) => {
                self.pace.read(read, Instant::now());
                self.reader.feed(&buffer[..read]);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            Err(_) => Err(End::Gone),
        }
    }

    /// Sends what waits.
    ///
    /// # Errors
    /// [`End::Gone`] where it can't be sent, or not in time.
    pub async fn flush(&mut self) -> Result<(), End> {
        let mut deadline = None;
        while !self.waiting.is_empty() {
            match self.write() {
                Ok(0) => return Err(End::Gone),
                Ok(written) => self.written(written),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    let deadline = *deadline.get_or_insert_with(|| Instant::now() + SLOWEST_SEND);
                    match timeout_at(deadline, self.stream.writable()).await {
                        Ok(Ok(())) => {}
                        Ok(Err(_)) | Err(_) => return Err(End::Gone),
                    }
                }
                Err(_) => return Err(End::Gone),
            }
        }
        if self.waiting.capacity() > TOGETHER {
            self.waiting = VecDeque::new();
        }
        Ok(())
    }

    /// Sends what waits and hangs up. After a Close the other side hangs up too: what it still sends is taken meanwhile, or the
    /// system would tear down the connection with our last words in it.
    pub async fn end(mut self) {
        if self.flush().await.is_err() || !self.closed || self.stream.shutdown().await.is_err() {
            return;
        }
        let hung_up = async {
            let (mut buffer, mut taken) = ([0; READ], 0);
            while taken < MOST_AFTER_CLOSE && self.stream.readable().await.is_ok() {
                match self.stream.try_read(&mut buffer) {
                    Ok(0) => return,
                    Ok(read) => taken += read,
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    Err(_) => return,
                }
                consume_budget().await;
            }
        };
        // Who stays is hung up on.
        let _ = timeout(LONGEST_GOODBYE, hung_up).await;
    }

    fn write(&self) -> std::io::Result<usize> {
        let mut slices = [IoSlice::new(&[]); TOGETHER * 2];
        let mut used = 0;
        for frame in self.waiting.iter().take(TOGETHER) {
            let header = &frame.header[usize::from(frame.from)..usize::from(frame.to)];
            for part in [header, frame.payload.as_ref()].into_iter().filter(|part| !part.is_empty()) {
                slices[used] = IoSlice::new(part);
                used += 1;
            }
        }
        match &slices[..used] {
            [one] => self.stream.try_write(one),
            several => self.stream.try_write_vectored(several),
        }
    }

    fn written(&mut self, mut bytes: usize) {
        while let Some(frame) = self.waiting.front_mut() {
            let header = bytes.min(usize::from(frame.to - frame.from));
            frame.from += header as u8;
            let payload = (bytes - header).min(frame.payload.len());
            frame.payload.advance(payload);
            bytes -= header + payload;
            if frame.from < frame.to || !frame.payload.is_empty() {
                return;
            }
            self.waiting.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Channel, End, Limits, Pace, SLOWEST_SEND};
    use bytes::Bytes;
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::Instant;

    /// As fast as they like.
    struct Unbounded;

    impl Pace for Unbounded {
        fn read(&mut self, _: usize, _: Instant) {}
        fn frame(&mut self, _: Instant) {}
        fn overdrawn_until(&self) -> Option<Instant> {
            None
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_read_is_cut() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let limits = &Limits { longest: 1_000, most_parts: 1 };
        let mut channel = Channel::new(listener.accept().await.unwrap().0, &[], limits, Unbounded);
        channel.text(Bytes::from_static(b"a few words"));
        assert!(channel.flush().await.is_ok(), "which the system keeps for it");
        // More than the system keeps.
        let much = Bytes::from(vec![b' '; 1 << 20]);
        for _ in 0..64 {
            channel.text(much.clone());
        }
        let began = Instant::now();
        assert!(matches!(channel.flush().await, Err(End::Gone)));
        assert_eq!(began.elapsed().as_secs(), SLOWEST_SEND.as_secs());
        drop(client);
    }
}
