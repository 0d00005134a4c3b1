//! LiveKit's signalling, which the server opens for a person and passes on, so that the person never holds a pass.
//!
//! LiveKit renews passes: it sends a new one over the signalling channel, good for ten minutes and more, and takes none back.
//! Whoever had one would come back into a room for ever. So the person's page speaks to us, we bring the pass, and what holds
//! one is taken out of what LiveKit says.

mod pace;
mod sieve;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{self, HeaderValue};
use hyper::upgrade::Upgraded;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy, sink, split};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::TlsConnector;
use url::Url;
use uuid::Uuid;

use pace::Pace;
use sieve::{Broken, Sieve};

/// How long LiveKit may take to let somebody in: it tries three times, for 3, 6 and 9 s.
const LONGEST_ENTRY: Duration = Duration::from_secs(20);
/// How long a page may be silent: it says something every few seconds, if only that it is there.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);
/// How long bytes may take to leave.
const SLOWEST_SEND: Duration = Duration::from_secs(10);
/// How long a page may take to hang up when LiveKit has.
const LONGEST_GOODBYE: Duration = Duration::from_secs(1);
/// Bytes read at once, each way.
const READ: usize = 4 * 1024;
/// The parameter in which a page would bring a pass.
const PASS: &str = "access_token=";

/// What a page asks of LiveKit's signalling.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Where, below LiveKit's address: `rtc`, `rtc/v1`, or one of these with `/validate`.
    pub path: String,
    /// How, as the page says it.
    pub query: String,
    /// The browser: LiveKit knows the ways of some.
    pub agent: Option<HeaderValue>,
}

/// Why there is no signalling.
#[derive(Debug, thiserror::Error)]
pub enum NoSignalling {
    /// LiveKit answered something else.
    #[error("LiveKit answers {status}: {words}")]
    Answered {
        /// Its status.
        status: StatusCode,
        /// Its words.
        words: String,
    },
    /// It doesn't answer.
    #[error("LiveKit's signalling can't be reached: {0}")]
    Unreachable(String),
}

/// Somebody's signalling channel, our half of which is open: they are in the room.
pub struct Signalling(TokioIo<Upgraded>);

impl Signalling {
    /// Goes into a room with a pass.
    ///
    /// # Errors
    /// [`NoSignalling`].
    pub async fn open(url: &str, pass: &str, asked: &Asked) -> Result<Self, NoSignalling> {
        timeout(LONGEST_ENTRY, async {
            let key = STANDARD.encode(Uuid::new_v4().as_bytes());
            let response = send(url, pass, asked, Some(&key)).await?;
            if response.status() != StatusCode::SWITCHING_PROTOCOLS {
                let (status, words) = read(response).await?;
                return Err(NoSignalling::Answered { status, words });
            }
            Ok(Self(TokioIo::new(hyper::upgrade::on(response).await.map_err(unreachable)?)))
        })
        .await
        .unwrap_or_else(|error| Err(unreachable(error)))
    }

    /// Passes on what both say until one of them ends. `first` has come from the person already.
    pub async fn carry(self, person: impl AsyncRead + AsyncWrite + Unpin, first: &[u8]) {
        carry(self.0, person, first).await;
    }
}

/// Asks LiveKit something that it answers at once: its status and its words.
///
/// # Errors
/// [`NoSignalling::Unreachable`].
pub async fn ask(url: &str, pass: &str, asked: &Asked) -> Result<(StatusCode, String), NoSignalling> {
    timeout(LONGEST_ENTRY, async { read(send(url, pass, asked, None).await?).await })
        .await
        .unwrap_or_else(|error| Err(unreachable(error)))
}

async fn read(response: Response<Incoming>) -> Result<(StatusCode, String), NoSignalling> {
    let status = response.status();
    let body = response.into_body().collect().await.map_err(unreachable)?.to_bytes();
    Ok((status, String::from_utf8_lossy(&body).trim().to_owned()))
}

/// Sends the request with our pass; with a key, as one for a WebSocket. Compression is never agreed on, so that what comes can
/// be looked at.
async fn send(
    url: &str,
    pass: &str,
    asked: &Asked,
    key: Option<&str>,
) -> Result<Response<Incoming>, NoSignalling> {
    let url = Url::parse(url).map_err(unreachable)?;
    let host = url.host_str().ok_or_else(|| unreachable("its address has no host"))?;
    let port = url.port_or_known_default().ok_or_else(|| unreachable("its address has no port"))?;
    let target =
        format!("{}/{}?{}", url.path().trim_end_matches('/'), asked.path, without_pass(&asked.query));
    let mut request = Request::get(target)
        .header(header::HOST, format!("{host}:{port}"))
        .header(header::AUTHORIZATION, format!("Bearer {pass}"));
    if let Some(agent) = &asked.agent {
        request = request.header(header::USER_AGENT, agent);
    }
    if let Some(key) = key {
        request = request
            .header(header::CONNECTION, "Upgrade")
            .header(header::UPGRADE, "websocket")
            .header(header::SEC_WEBSOCKET_VERSION, "13")
            .header(header::SEC_WEBSOCKET_KEY, key);
    }
    let request = request.body(String::new()).map_err(unreachable)?;
    let stream = connect(&url, host.trim_matches(['[', ']']), port).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
    tokio::spawn(async move {
        // Whoever waits for the answer sees how it ended.
        let _ = connection.with_upgrades().await;
    });
    sender.send_request(request).await.map_err(unreachable)
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

async fn connect(url: &Url, host: &str, port: u16) -> Result<Box<dyn Stream>, NoSignalling> {
    let stream = TcpStream::connect((host, port)).await.map_err(unreachable)?;
    stream.set_nodelay(true).map_err(unreachable)?;
    if !matches!(url.scheme(), "wss" | "https") {
        return Ok(Box::new(stream));
    }
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unreachable)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(unreachable)?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(unreachable)?;
    Ok(Box::new(stream))
}

fn unreachable(why: impl ToString) -> NoSignalling {
    NoSignalling::Unreachable(why.to_string())
}

/// What the page says, but for a pass of its own.
fn without_pass(query: &str) -> String {
    let kept: Vec<_> = query.split('&').filter(|pair| !pair.starts_with(PASS)).collect();
    kept.join("&")
}

/// Why the two are not carried on.
#[derive(Debug, thiserror::Error)]
enum Over {
    #[error("one of them hung up")]
    HungUp,
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error("one of them is silent or takes nothing")]
    Slow(#[from] tokio::time::error::Elapsed),
    #[error(transparent)]
    Broken(#[from] Broken),
}

async fn carry(
    livekit: impl AsyncRead + AsyncWrite,
    person: impl AsyncRead + AsyncWrite + Unpin,
    first: &[u8],
) {
    let (mut from_livekit, mut to_livekit) = split(livekit);
    let (mut from_person, mut to_person) = split(person);
    let up = async {
        timeout(SLOWEST_SEND, to_livekit.write_all(first)).await??;
        let (mut bytes, mut pace) = (vec![0; READ], Pace::new(Instant::now()));
        loop {
            match timeout(LONGEST_SILENCE, from_person.read(&mut bytes)).await?? {
                0 => return Err::<(), Over>(Over::HungUp),
                read => {
                    timeout(SLOWEST_SEND, to_livekit.write_all(&bytes[..read])).await??;
                    let wait = pace.count(read, Instant::now());
                    if wait > Duration::ZERO {
                        sleep(wait).await;
                    }
                }
            }
        }
    };
    let down = async {
        let (mut sieve, mut bytes, mut kept) = (Sieve::default(), vec![0; READ], Vec::new());
        loop {
            match from_livekit.read(&mut bytes).await? {
                0 => return Err::<(), Over>(Over::HungUp),
                read => sieve.sift(&bytes[..read], &mut kept)?,
            }
            timeout(SLOWEST_SEND, to_person.write_all(&kept)).await??;
            kept.clear();
        }
    };
    let ended = tokio::select! {
        ended = up => ended,
        ended = down => ended,
    };
    if let Err(over @ Over::Broken(_)) = ended {
        tracing::error!(%over, "LiveKit's signalling isn't passed on");
    }
    let goodbye = async {
        to_livekit.shutdown().await?;
        to_person.shutdown().await?;
        // What LiveKit said last arrives only at who isn't cut off while they speak.
        copy(&mut from_person, &mut sink()).await
    };
    // It is over, however they take it.
    let _ = timeout(LONGEST_GOODBYE, goodbye).await;
}

#[cfg(test)]
mod tests {
    use super::{carry, without_pass};
    use livekit_protocol::{SignalResponse, signal_response};
    use prost::Message as _;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    #[test]
    fn a_pass_of_the_pages_own_is_not_passed_on() {
        for (query, kept) in [
            ("access_token=x&protocol=16", "protocol=16"),
            ("protocol=16&access_token=x&sdk=js&access_token=y", "protocol=16&sdk=js"),
            ("join_request=access_token%3Dx", "join_request=access_token%3Dx"),
            ("", ""),
        ] {
            assert_eq!(without_pass(query), kept);
        }
    }

    /// A message of LiveKit's in a frame.
    fn frame(message: signal_response::Message) -> Vec<u8> {
        let payload = SignalResponse { message: Some(message) }.encode_to_vec();
        [vec![0x82, u8::try_from(payload.len()).unwrap()], payload].concat()
    }

    #[tokio::test]
    async fn both_hear_each_other_but_the_page_gets_no_pass() {
        let (ours, mut livekit) = duplex(64);
        let (theirs, mut page) = duplex(64);
        let carried = tokio::spawn(async move { carry(ours, theirs, b"first ").await });
        let pong = frame(signal_response::Message::Pong(5));
        let pass = frame(signal_response::Message::RefreshToken("a pass of some length".repeat(4)));
        livekit.write_all(&[pass.clone(), pong.clone(), pass].concat()).await.unwrap();
        page.write_all(b"then").await.unwrap();
        let mut heard = vec![0; b"first then".len()];
        livekit.read_exact(&mut heard).await.unwrap();
        assert_eq!(heard, b"first then");
        drop(livekit);
        let mut heard = Vec::new();
        page.read_to_end(&mut heard).await.unwrap();
        assert_eq!(heard, pong);
        drop(page);
        carried.await.unwrap();
    }
}
