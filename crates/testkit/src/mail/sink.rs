//! A mail server that keeps what it is given: from everybody, or through TLS and from who signs in.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use super::{BUSY, CUT, FULL, UNKNOWN};

/// The name and the password of who may send, as they stand in an address; and as they are told (RFC 4616).
const LOGIN: (&str, &[u8]) = ("lectern:pa%3Ass", b"\0lectern\0pa:ss");

/// How one gets to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As it is, for everybody.
    Open,
    /// Through TLS that is asked for, with a login.
    StartTls,
    /// Through TLS from the first byte on, with a login.
    Tls,
}

/// A mail server on a port of its own, which keeps every message it takes. Gone with this.
pub struct SmtpSink {
    address: SocketAddr,
    way: Way,
    authority: String,
    kept: Arc<Received>,
    serving: JoinHandle<()>,
}

/// What its conversations have in common.
#[derive(Default)]
struct Received {
    taken: Mutex<Vec<String>>,
    /// Every mailbox takes letters now.
    mended: AtomicBool,
}

impl SmtpSink {
    /// Starts one that is open to everybody.
    pub async fn start() -> Self {
        Self::behind(Way::Open).await
    }

    /// Starts it.
    ///
    /// # Panics
    /// Where no port is free.
    pub async fn behind(way: Way) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let (tls, authority) = certified();
        let kept: Arc<Received> = Arc::default();
        let keeps = kept.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (keeps, tls) = (keeps.clone(), tls.clone());
                // A client that goes away in the middle has sent nothing.
                tokio::spawn(async move { serve(stream, way, &tls, &keeps).await.ok() });
            }
        });
        Self { address, way, authority, kept, serving }
    }

    /// What stands in `SMTP_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        match self.way {
            Way::Open => format!("smtp://{}", self.address),
            Way::StartTls => format!("smtp://{}@{}", LOGIN.0, self.address),
            Way::Tls => format!("smtps://{}@{}", LOGIN.0, self.address),
        }
    }

    /// Who vouches for its certificate, in PEM form.
    #[must_use]
    pub fn authority(&self) -> &[u8] {
        self.authority.as_bytes()
    }

    /// The messages it took, headers and all, as they came.
    #[must_use]
    pub fn taken(&self) -> Vec<String> {
        self.kept.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on the mailboxes that took nothing take letters ([`FULL`], [`BUSY`], [`CUT`]).
    pub fn mend(&self) {
        self.kept.mended.store(true, Ordering::SeqCst);
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// TLS with a certificate of its own for 127.0.0.1, and that certificate.
fn certified() -> (TlsAcceptor, String) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let authority = format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        STANDARD.encode(made.cert.der())
    );
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .expect("its certificate");
    (TlsAcceptor::from(Arc::new(config)), authority)
}

async fn serve(stream: TcpStream, way: Way, tls: &TlsAcceptor, taken: &Received) -> io::Result<()> {
    match way {
        Way::Open => converse(greeted(stream).await?, Offer::Everything, taken).await.map(drop),
        Way::Tls => {
            let stream = greeted(tls.accept(stream).await?).await?;
            converse(stream, Offer::Login, taken).await.map(drop)
        }
        Way::StartTls => match converse(greeted(stream).await?, Offer::StartTls, taken).await? {
            Some(stream) => converse(tls.accept(stream).await?, Offer::Login, taken).await.map(drop),
            None => Ok(()),
        },
    }
}

async fn greeted<S: AsyncWrite + Unpin>(mut stream: S) -> io::Result<S> {
    stream.write_all(b"220 sink\r\n").await?;
    Ok(stream)
}

/// What a client may do at first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    Everything,
    StartTls,
    Login,
}

/// RFC 5321, as much of it as a client needs to hand a message over. Gives the stream back where it becomes TLS.
async fn converse<S>(stream: S, offer: Offer, kept: &Received) -> io::Result<Option<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut stream = BufReader::new(stream);
    let mut may_send = offer == Offer::Everything;
    let mut to = String::new();
    while let Some(line) = next_line(&mut stream).await? {
        let answer: &[u8] = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" | "HELO" => match offer {
                Offer::Everything => b"250 sink\r\n",
                Offer::StartTls => b"250-sink\r\n250 STARTTLS\r\n",
                Offer::Login => b"250-sink\r\n250 AUTH PLAIN\r\n",
            },
            "STARTTLS" if offer == Offer::StartTls => {
                stream.get_mut().write_all(b"220 go on\r\n").await?;
                return Ok(Some(stream.into_inner()));
            }
            "AUTH" if offer == Offer::Login => {
                may_send = line.strip_prefix("AUTH PLAIN ") == Some(&STANDARD.encode(LOGIN.1));
                if may_send { b"235 welcome\r\n" } else { b"535 wrong name or password\r\n" }
            }
            "MAIL" if !may_send => b"530 sign in first\r\n",
            "RCPT" if line.contains(UNKNOWN) => b"550 no such address\r\n",
            "RCPT" if line.contains(FULL) && !kept.mended.load(Ordering::SeqCst) => {
                b"452 the mailbox is full\r\n"
            }
            "RCPT" if line.contains(BUSY) && !kept.mended.load(Ordering::SeqCst) => {
                stream.get_mut().write_all(b"421 come again\r\n").await?;
                return Ok(None);
            }
            "RCPT" => {
                to.clone_from(&line);
                b"250 ok\r\n"
            }
            "DATA" => {
                stream.get_mut().write_all(b"354 go on\r\n").await?;
                let mut message = String::new();
                while let Some(line) = next_line(&mut stream).await?.filter(|line| line != ".") {
                    message += line.strip_prefix('.').unwrap_or(&line);
                    message += "\r\n";
                }
                if to.contains(CUT) && !kept.mended.load(Ordering::SeqCst) {
                    return Ok(None);
                }
                kept.taken.lock().unwrap_or_else(PoisonError::into_inner).push(message);
                b"250 taken\r\n"
            }
            "QUIT" => {
                stream.get_mut().write_all(b"221 bye\r\n").await?;
                return Ok(None);
            }
            _ => b"250 ok\r\n",
        };
        stream.get_mut().write_all(answer).await?;
    }
    Ok(None)
}

async fn next_line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}
