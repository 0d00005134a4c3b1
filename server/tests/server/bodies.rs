//! Requests that are too long, too slow, or never end: each is refused, and nothing of them is kept.

use std::net::SocketAddr;
use std::time::Duration;

use app::api::access::endpoints;
use store::seed;
use testkit::load::Process;
use testkit::visitor::Visitor;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use uuid::Uuid;

use crate::installation::Installation;

/// Longer than any bound on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);
const MIB: usize = 1024 * 1024;

/// Sends a head and then `size` bytes of body in chunks, as far as they are taken. The answer's head, and how many were.
pub async fn chunked(server: SocketAddr, head: &str, size: usize) -> (String, usize) {
    let stream = TcpStream::connect(server).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let head = format!("{head}\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    let sending = tokio::spawn(async move {
        let mut sent = 0;
        if write.write_all(head.as_bytes()).await.is_err() {
            return sent;
        }
        let chunk = [format!("{:x}\r\n", MIB).into_bytes(), vec![b'x'; MIB], b"\r\n".to_vec()].concat();
        while sent < size && write.write_all(&chunk).await.is_ok() {
            sent += MIB;
        }
        // The server may have hung up.
        let _ = write.write_all(b"0\r\n\r\n").await;
        sent
    });
    let mut answer = Vec::new();
    // It may end with the connection torn down, for what was sent into it.
    let _ = timeout(PATIENCE, read.read_to_end(&mut answer)).await.unwrap();
    drop(read);
    (String::from_utf8_lossy(&answer).into_owned(), sending.await.unwrap())
}

/// The status in an answer's first line; 0 where there is none.
pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_long_is_refused_at_every_endpoint_with_a_length_and_without() {
    let place = Installation::new().await;
    let server = place.server().await;
    let student = Visitor::demo(server.address(), &seed::PEOPLE[2]).await.unwrap();
    let process = Process::new(server.pid().unwrap().as_raw_nonzero().get().cast_unsigned());
    let before = process.peak_memory().unwrap();
    let posts = endpoints().filter(|endpoint| endpoint.method == "POST").map(|endpoint| endpoint.path);
    let others = ["/webhooks/livekit", "/", "/nowhere", "/healthz", "/live/x"];
    for path in posts.chain(others) {
        let path = ["{session}", "{lesson}", "{poll}"]
            .into_iter()
            .fold(path.to_owned(), |path, name| path.replace(name, &Uuid::now_v7().to_string()));
        for cookie in [None, student.cookie.as_deref()] {
            let cookie = cookie.map(|cookie| format!("\r\nCookie: {cookie}")).unwrap_or_default();
            let kind = "\r\nContent-Type: application/x-www-form-urlencoded";
            let head = format!("POST {path} HTTP/1.1{cookie}{kind}");
            let (answer, sent) = chunked(server.address(), &head, 64 * MIB).await;
            // Where the connection was torn down before the answer was read, nothing was taken either.
            assert!(matches!(status(&answer), 0 | 413), "{path}: {answer}");
            assert!(sent < 64 * MIB, "{path}: all of it was taken");

            let request = format!("{head}\r\nHost: localhost\r\nContent-Length: 1000000000000\r\n\r\n");
            let answer = answered(server.address(), request.as_bytes()).await;
            assert_eq!(status(&answer), 413, "{path}: {answer}");
            assert!(answer.contains("longer than"), "{answer}");
        }
    }
    let grown = process.peak_memory().unwrap() - before;
    assert!(grown < 32 * MIB as u64, "{grown} bytes more than before");
    drop(place.database.take_jobs().await);
}

/// What is answered to these bytes, until the server hangs up.
pub async fn answered(server: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_nothing_more_is_not_waited_for() {
    let place = Installation::new().await;
    let server = place.server().await;
    let form = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded";
    let slow = format!("{form}\r\nContent-Length: 100\r\n\r\nemail=");
    let slow_chunks = format!("{form}\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nemail=\r\n");
    // Each waits for its own bound, so all wait together.
    let (nothing, letter, other, half, idle, body, chunks) = tokio::join!(
        answered(server.address(), b""),
        // As HTTP/2 begins, which isn't spoken here.
        answered(server.address(), b"P"),
        answered(server.address(), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        answered(server.address(), b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
        answered(server.address(), b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        answered(server.address(), slow.as_bytes()),
        answered(server.address(), slow_chunks.as_bytes()),
    );
    assert_eq!((nothing.as_str(), letter.as_str(), status(&half)), ("", "", 0));
    assert!(matches!(status(&other), 0 | 400), "{other:?}");
    assert_eq!(status(&idle), 200);
    assert_eq!((status(&body), status(&chunks)), (408, 408));
    drop(place.database.take_jobs().await);
}
