//! A WebSocket whose frames share their bytes with other sockets' and leave together, in one call to the system.

use std::collections::VecDeque;
use std::io::{ErrorKind, IoSlice};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use domain::wire::LARGEST_FRAME;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::frames::{Broken, Heard, Opcode, Reader, header};

/// How long frames may take to leave; a tab slower than that is cut and comes back with a resume.
const SLOWEST_SEND: Duration = Duration::from_secs(10);
/// Bytes read at once.
const READ: usize = 4 * 1024;
/// Frames sent at once, at most.
const TOGETHER: usize = 32;

/// One tab's connection.
pub struct Channel {
    stream: TcpStream,
    reader: Reader,
    waiting: VecDeque<Frame>,
}

/// A frame on its way out: its own header, and a payload that others may share.
struct Frame {
    header: [u8; 10],
    /// The part of the header that hasn't left yet.
    from: u8,
    to: u8,
    payload: Bytes,
}

/// The tab is gone, or too slow, or says what can't be read.
#[derive(Debug)]
pub enum End {
    /// Nothing more can be said to it.
    Gone,
    /// It can be told why.
    Broken(Broken),
}

impl Channel {
    /// A channel on a connection from which `read` was read already.
    pub fn new(stream: TcpStream, read: &[u8]) -> Self {
        let mut reader = Reader::default();
        reader.feed(read);
        Self { stream, reader, waiting: VecDeque::new() }
    }

    /// Sends a text with the next [`Channel::flush`].
    pub fn text(&mut self, text: Bytes) {
        self.add(Opcode::Text, text);
    }

    /// Asks the other side whether it is there, with the next [`Channel::flush`].
    pub fn ping(&mut self) {
        self.add(Opcode::Ping, Bytes::new());
    }

    /// Says goodbye with the next [`Channel::flush`].
    pub fn close(&mut self, code: u16) {
        self.add(Opcode::Close, Bytes::copy_from_slice(&code.to_be_bytes()));
    }

    fn add(&mut self, opcode: Opcode, payload: Bytes) {
        let (header, length) = header(opcode, payload.len());
        // A header has ten bytes at most.
        self.waiting.push_back(Frame { header, from: 0, to: length as u8, payload });
    }

    /// What the tab says next. Dropped before it is done, nothing is lost.
    pub async fn hear(&mut self) -> Result<Heard, End> {
        loop {
            match self.reader.next(LARGEST_FRAME).map_err(End::Broken)? {
                Some(Heard::Ping(payload)) => {
                    self.add(Opcode::Pong, payload.clone());
                    return Ok(Heard::Ping(payload));
                }
                Some(heard) => return Ok(heard),
                None => {}
            }
            self.stream.readable().await.map_err(|_| End::Gone)?;
            self.read()?;
        }
    }

    /// Reads into memory that isn't kept: most tabs say nothing most of the time.
    fn read(&mut self) -> Result<(), End> {
        let mut buffer = [0; READ];
        match self.stream.try_read(&mut buffer) {
            Ok(0) => Err(End::Gone),
            Ok(read) => {
                self.reader.feed(&buffer[..read]);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            Err(_) => Err(End::Gone),
        }
    }

    /// Sends what waits.
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
    use super::{Channel, End, SLOWEST_SEND};
    use bytes::Bytes;
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::Instant;

    #[tokio::test(start_paused = true)]
    async fn who_does_not_read_is_cut() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let tab = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let mut channel = Channel::new(listener.accept().await.unwrap().0, &[]);
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
        drop(tab);
    }
}
