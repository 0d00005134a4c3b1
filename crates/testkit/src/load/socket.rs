//! A WebSocket of thousands: it keeps no buffer while nothing is half said, and looks at frames where they were read.

use std::cell::RefCell;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use anyhow::{bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Bytes read at once.
const READ: usize = 256 * 1024;
/// Bytes of an answer to the upgrade, at most.
const LONGEST_ANSWER: usize = 16 * 1024;

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; READ]);
}

/// The client's end of a WebSocket.
#[derive(Debug)]
pub struct Socket {
    stream: TcpStream,
    /// A frame of which not all has come.
    rest: Vec<u8>,
}

impl Socket {
    /// Opens `ws://server/path`, with a `Cookie` header where there is one.
    ///
    /// # Errors
    /// Where the server is away or answers anything but a WebSocket.
    pub async fn open(server: SocketAddr, path: &str, cookie: Option<&str>) -> anyhow::Result<Self> {
        let mut stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let cookie = cookie.map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bGVjdGVybiBsb2FkIHJ1bg==\r\n{cookie}\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        let end = loop {
            ensure!(answer.len() < LONGEST_ANSWER, "the answer to the upgrade doesn't end");
            ensure!(stream.read_buf(&mut answer).await? > 0, "the server hung up");
            if let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let status = String::from_utf8_lossy(&answer[..end]).lines().next().unwrap_or_default().to_owned();
        if !status.contains(" 101 ") {
            bail!("{path}: {status}");
        }
        Ok(Self { stream, rest: answer.split_off(end) })
    }

    /// Waits until there is something to read.
    ///
    /// # Errors
    /// Where the connection broke.
    pub async fn ready(&self) -> io::Result<()> {
        self.stream.readable().await
    }

    /// Reads what is there and gives each whole text to `each`. Pings are answered.
    ///
    /// # Errors
    /// Where the connection is over.
    pub fn read(&mut self, mut each: impl FnMut(&[u8])) -> io::Result<()> {
        SCRATCH.with_borrow_mut(|scratch| {
            let read = match self.stream.try_read(scratch) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            };
            if self.rest.is_empty() {
                let used = self.frames(&scratch[..read], &mut each)?;
                self.rest = scratch[used..read].to_vec();
            } else {
                let mut bytes = std::mem::take(&mut self.rest);
                bytes.extend_from_slice(&scratch[..read]);
                let used = self.frames(&bytes, &mut each)?;
                bytes.drain(..used);
                bytes.shrink_to_fit();
                self.rest = bytes;
            }
            Ok(())
        })
    }

    /// What came together with the answer to the upgrade.
    ///
    /// # Errors
    /// As [`Socket::read`].
    pub fn read_rest(&mut self, mut each: impl FnMut(&[u8])) -> io::Result<()> {
        let bytes = std::mem::take(&mut self.rest);
        let used = self.frames(&bytes, &mut each)?;
        self.rest = bytes[used..].to_vec();
        Ok(())
    }

    /// Sends a text.
    ///
    /// # Errors
    /// Where the connection is over.
    pub async fn say(&mut self, text: &[u8]) -> io::Result<()> {
        self.stream.write_all(&frame(1, text)).await
    }

    /// Sends any bytes at all, which needn't be a frame.
    ///
    /// # Errors
    /// Where the connection is over.
    pub async fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Waits for a text that `is` what is looked for, and gives it. Texts before it, and in the same read after it, are
    /// given to `is` too.
    ///
    /// # Errors
    /// Where the connection is over first.
    pub async fn wait_for(&mut self, mut is: impl FnMut(&[u8]) -> bool) -> io::Result<Vec<u8>> {
        let mut found = None;
        let mut look = |text: &[u8]| {
            if is(text) && found.is_none() {
                found = Some(text.to_vec());
            }
        };
        let mut read = self.read_rest(&mut look);
        loop {
            // The server may have said it and hung up.
            if let Some(found) = found {
                return Ok(found);
            }
            read?;
            self.ready().await?;
            let mut look = |text: &[u8]| {
                if is(text) && found.is_none() {
                    found = Some(text.to_vec());
                }
            };
            read = self.read(&mut look);
        }
    }

    /// The next frame of whatever kind, its opcode and payload. Nothing is answered.
    ///
    /// # Errors
    /// Where the connection is over first.
    pub async fn frame(&mut self) -> io::Result<(u8, Vec<u8>)> {
        loop {
            if let Some((opcode, start, end)) = whole(&self.rest) {
                let payload = self.rest[start..end].to_vec();
                self.rest.drain(..end);
                return Ok((opcode, payload));
            }
            if self.stream.read_buf(&mut self.rest).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
    }

    fn frames(&self, bytes: &[u8], each: &mut impl FnMut(&[u8])) -> io::Result<usize> {
        let mut from = 0;
        while let Some((opcode, start, end)) = whole(&bytes[from..]) {
            let payload = &bytes[from + start..from + end];
            match opcode {
                1 => each(payload),
                8 => return Err(ErrorKind::ConnectionAborted.into()),
                // A full buffer loses a pong; the next ping asks again.
                9 => drop(self.stream.try_write(&frame(10, payload))),
                _ => {}
            }
            from += end;
        }
        Ok(from)
    }
}

/// A client's frame. Its mask is zero: allowed, and nothing to compute.
#[must_use]
pub fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len() + 14);
    bytes.push(0x80 | opcode);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(short @ ..=125), _) => bytes.push(0x80 | short),
        (_, Ok(medium)) => {
            bytes.push(0x80 | 126);
            bytes.extend(medium.to_be_bytes());
        }
        _ => {
            bytes.push(0x80 | 127);
            bytes.extend((payload.len() as u64).to_be_bytes());
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}

/// Opcode, begin and end of the first frame's payload, where all of it is there. Servers don't mask.
fn whole(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    let (start, length) = match second & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => (10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
        short => (2, usize::from(short)),
    };
    let end = start + length;
    (end <= bytes.len()).then_some((first & 0x0f, start, end))
}
