//! A server that passes every message on to everybody and does nothing else, on our frames or on fastwebsockets': what is then
//! measured is the layer of frames. Both get the same runtime, the same news and the same bytes.

use std::net::SocketAddr;

use bytes::Bytes;
use fastwebsockets::{
    FragmentCollectorRead, Frame, OpCode, Payload, Role, WebSocketError, after_handshake_split,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast::{Receiver, Sender};
use tokio::time::Instant;
use websocket::{Channel, Heard, Limits, Pace};

/// Messages that a tab may be behind; one that is further behind goes on with the newest.
const NEWS: usize = 1_024;
/// Bytes of a message, at most, on both layers.
const LONGEST: usize = 64 * 1024;
const LIMITS: Limits = Limits { longest: LONGEST, most_parts: 64 };

/// The names of the layers.
pub const OURS: &str = "ours";
pub const FAST: &str = "fastwebsockets";

/// Serves at the address of the second argument until it is killed.
pub fn serve(layer: &str) {
    let address = std::env::args().nth(2).and_then(|address| address.parse().ok());
    let address: SocketAddr = address.expect("an address to listen at");
    let is_ours = layer == OURS;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await.expect("a free address");
        let news = Sender::new(NEWS);
        while let Ok((stream, _)) = listener.accept().await {
            let news: Sender<Bytes> = news.clone();
            tokio::spawn(async move {
                let Some(stream) = upgraded(stream).await else { return };
                let heard = news.subscribe();
                if is_ours {
                    on_ours(stream, news, heard).await;
                } else {
                    on_fast(stream, news, heard).await;
                }
            });
        }
    });
}

/// The handshake, of which nothing stays.
async fn upgraded(mut stream: TcpStream) -> Option<TcpStream> {
    stream.set_nodelay(true).ok()?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let headers: HeaderMap = String::from_utf8(head).ok()?.lines().filter_map(header).collect();
    let accept = websocket::accept(&headers)?;
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {}\r\n\r\n",
        accept.to_str().ok()?
    );
    stream.write_all(answer.as_bytes()).await.ok()?;
    Some(stream)
}

fn header(line: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = line.split_once(": ")?;
    Some((name.parse().ok()?, value.parse().ok()?))
}

/// As fast as they like: what is measured is what a frame takes.
struct Unbounded;

impl Pace for Unbounded {
    fn read(&mut self, _: usize, _: Instant) {}
    fn frame(&mut self, _: Instant) {}
    fn overdrawn_until(&self) -> Option<Instant> {
        None
    }
}

/// As the live channel does it: one task a tab, and all that waits leaves together.
async fn on_ours(stream: TcpStream, news: Sender<Bytes>, mut heard: Receiver<Bytes>) {
    let mut channel = Channel::new(stream, &[], &LIMITS, Unbounded);
    loop {
        if channel.flush().await.is_err() {
            return;
        }
        tokio::select! {
            said = channel.hear() => match said {
                // Everybody includes who said it.
                Ok(Heard::Text(text)) => drop(news.send(text.into())),
                Ok(Heard::Binary(_) | Heard::Ping(_) | Heard::Pong | Heard::Part) => {}
                Ok(Heard::Close(_)) | Err(_) => return,
            },
            first = heard.recv() => {
                let mut next = first.ok();
                while let Some(text) = next {
                    channel.text(text);
                    next = heard.try_recv().ok();
                }
            }
        }
    }
}

/// As its documentation has it: a read and a write half, a task each, since a read that is dropped may lose a frame.
async fn on_fast(stream: TcpStream, news: Sender<Bytes>, mut heard: Receiver<Bytes>) {
    let (read, write) = stream.into_split();
    let (mut read, mut write) = after_handshake_split(read, write, Role::Server);
    read.set_max_message_size(LONGEST);
    let mut read = FragmentCollectorRead::new(read);
    let writing = tokio::spawn(async move {
        loop {
            let Ok(text) = heard.recv().await else { continue };
            if write.write_frame(Frame::text(Payload::Borrowed(&text))).await.is_err() {
                return;
            }
        }
    });
    // Nobody pings here.
    let mut pong = |_| async { Ok::<_, WebSocketError>(()) };
    while let Ok(frame) = read.read_frame(&mut pong).await {
        match frame.opcode {
            OpCode::Text => drop(news.send(Bytes::copy_from_slice(&frame.payload))),
            OpCode::Close => break,
            OpCode::Binary | OpCode::Continuation | OpCode::Ping | OpCode::Pong => {}
        }
    }
    writing.abort();
}
