//! The bus through Redis: one channel for the whole installation. While Redis is away knocks are lost, which delays
//! the other servers until they poll, and nothing else.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::bus::{Bus, WakeUp};
use fred::clients::{Client, SubscriberClient};
use fred::interfaces::{ClientLike, EventInterface, PubsubInterface};
use fred::prelude::{Builder, Config, ReconnectPolicy};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{broadcast, mpsc};
use url::Url;

const CHANNEL: &str = "lectern";
/// Knocks that wait to be sent; beyond that they are dropped.
const WAITING: usize = 4_096;
/// How long the first connection may take before the server starts without the bus.
const FIRST_CONNECTION: Duration = Duration::from_secs(3);

/// How long a Redis may take to answer a greeting.
const FOR_GREETING: Duration = Duration::from_secs(1);
/// Where a Redis listens if its address doesn't say.
const USUAL_PORT: u16 = 6379;

/// How long to wait before asking again for a subscription that failed.
const NEXT_TRY: Duration = Duration::from_millis(500);

/// The bus through Redis.
pub struct RedisBus {
    to_send: mpsc::Sender<WakeUp>,
    heard: broadcast::Sender<WakeUp>,
    sender: Client,
}

/// How to reach a Redis.
#[derive(Clone, PartialEq, Eq)]
pub struct RedisSettings {
    /// `rediss://…` through TLS, `redis://…` in the clear.
    pub url: String,
    /// Certificates (PEM) that vouch for it, beside those of Mozilla's browsers.
    pub authority: Option<Vec<u8>>,
}

/// Why the bus can't be used at all.
#[derive(Debug, thiserror::Error)]
pub enum RedisError {
    /// Its address.
    #[error("REDIS_URL can't be used: {0}. It looks like rediss://:password@host:6379")]
    Address(#[from] fred::error::Error),
    /// The file of certificates.
    #[error("REDIS_CA is no file of certificates in PEM form")]
    Authority,
}

impl RedisBus {
    /// Connects, and keeps reconnecting in the background. Redis being away is no error.
    ///
    /// # Errors
    /// An address or certificates that can't be read.
    pub async fn connect(settings: &RedisSettings) -> Result<Self, RedisError> {
        let config = config(settings)?;
        let mut builder = Builder::from_config(config);
        builder.set_policy(ReconnectPolicy::new_exponential(0, 100, 5_000, 2));
        let sender = builder.build()?;
        let subscriber = builder.build_subscriber_client()?;
        let (to_send, waiting) = mpsc::channel(WAITING);
        let heard = broadcast::Sender::new(super::CAPACITY);
        tokio::spawn(send(sender.clone(), waiting));
        let mut failures = sender.error_rx();
        subscriber.connect();
        sender.connect();
        tokio::spawn(hear(Arc::new(subscriber.clone()), heard.clone()));
        if tokio::time::timeout(FIRST_CONNECTION, sender.wait_for_connect()).await.is_err() {
            let why = failures.try_recv().map_or_else(|_| "no answer".to_owned(), |(why, _)| why.to_string());
            let why = mismatch(&settings.url).await.map_or(why, str::to_owned);
            tracing::warn!(%why, "Redis can't be spoken to: servers poll each other's writes until it can");
        }
        Ok(Self { to_send, heard, sender })
    }

    /// Whether Redis can be spoken to just now.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.sender.is_connected()
    }
}

/// Why a Redis that is there can't be spoken to at this address, where that is for TLS: the driver waits for it, or says what
/// nobody understands. Nothing but a greeting is sent.
async fn mismatch(url: &str) -> Option<&'static str> {
    let wants_tls = url.starts_with("rediss://");
    let address = Url::parse(url).ok()?;
    let host = address.host_str()?.trim_matches(['[', ']']).to_owned();
    let greeted = async {
        let mut redis = TcpStream::connect((host, address.port().unwrap_or(USUAL_PORT))).await.ok()?;
        let mut first = [0];
        // Redis answers in letters after a plus or a minus; TLS raises an alarm, or hangs up.
        let answers = async {
            redis.write_all(b"PING\r\n").await?;
            redis.read_exact(&mut first).await
        };
        Some(answers.await.is_ok() && matches!(first[0], b'+' | b'-'))
    };
    let in_the_clear = tokio::time::timeout(FOR_GREETING, greeted).await.ok()??;
    match (wants_tls, in_the_clear) {
        (true, true) => Some("it speaks no TLS at that port: there REDIS_URL begins with redis://"),
        (false, false) => Some(
            "it doesn't answer as a Redis without TLS: where it has TLS, REDIS_URL begins with rediss://",
        ),
        (true, false) | (false, true) => None,
    }
}

fn config(settings: &RedisSettings) -> Result<Config, RedisError> {
    // TLS by our own roots and cryptography: fred would take the process's default, and there is none.
    let (url, tls) = match settings.url.strip_prefix("rediss://") {
        Some(rest) => (format!("redis://{rest}"), Some(tls(settings.authority.as_deref())?.into())),
        None => (settings.url.clone(), None),
    };
    // Redis may come after us.
    Ok(Config { fail_fast: false, tls, ..Config::from_url(&url)? })
}

fn tls(authority: Option<&[u8]>) -> Result<ClientConfig, RedisError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(pem) = authority {
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem)
            .collect::<Result<_, _>>()
            .map_err(|_| RedisError::Authority)?;
        if certificates.is_empty() || roots.add_parsable_certificates(certificates).1 > 0 {
            return Err(RedisError::Authority);
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|_| RedisError::Authority)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

impl std::fmt::Debug for RedisSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Its address holds a password.
        f.write_str("RedisSettings(…)")
    }
}

#[async_trait]
impl Bus for RedisBus {
    async fn wake_up(&self, wake_up: WakeUp) {
        // Full while Redis is away: the others poll.
        let _ = self.to_send.try_send(wake_up);
    }

    fn listen(&self) -> broadcast::Receiver<WakeUp> {
        self.heard.subscribe()
    }
}

async fn send(client: Client, mut waiting: mpsc::Receiver<WakeUp>) {
    while let Some(wake_up) = waiting.recv().await {
        let Ok(text) = serde_json::to_string(&wake_up) else {
            continue;
        };
        if !client.is_connected() {
            continue;
        }
        if let Err(error) = client.publish::<(), _, _>(CHANNEL, text).await {
            tracing::debug!(%error, "a knock was lost");
        }
    }
}

async fn hear(client: Arc<SubscriberClient>, heard: broadcast::Sender<WakeUp>) {
    client.manage_subscriptions();
    let mut messages = client.message_rx();
    // Once it is subscribed, that is repeated with every new connection.
    while !client.is_connected() || client.subscribe(CHANNEL).await.is_err() {
        tokio::time::sleep(NEXT_TRY).await;
    }
    loop {
        match messages.recv().await {
            Ok(message) => {
                let text = message.value.as_str();
                if let Some(wake_up) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                    let _ = heard.send(wake_up);
                }
            }
            Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mismatch;
    use testkit::redis::RedisServer;

    #[tokio::test]
    async fn the_wrong_scheme_is_said_to_be_that() {
        let plain = RedisServer::start().unwrap();
        assert_eq!(mismatch(&plain.url()).await, None);
        let why = mismatch(&plain.url().replace("redis://", "rediss://:hush@")).await.unwrap();
        assert!(why.contains("no TLS") && why.contains("redis://"), "{why}");
        let (tls, _) = RedisServer::start_with_tls().unwrap();
        assert_eq!(mismatch(&tls.url()).await, None, "what is wrong with it, the driver says");
        let why = mismatch(&tls.url().replace("rediss://", "redis://")).await.unwrap();
        assert!(why.contains("rediss://"), "{why}");
        for nobody in ["rediss://127.0.0.1:9", "redis://127.0.0.1:9", "rediss://"] {
            assert_eq!(mismatch(nobody).await, None, "{nobody}");
        }
    }
}
