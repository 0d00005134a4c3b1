//! The bus through Redis: one channel for the whole installation. While Redis is away knocks are lost, which delays
//! the other servers until they poll, and nothing else.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::bus::{Bus, Knock};
use fred::clients::{Client, SubscriberClient};
use fred::interfaces::{ClientLike, EventInterface, PubsubInterface};
use fred::prelude::{Builder, Config, ReconnectPolicy};
use tokio::sync::{broadcast, mpsc};

const CHANNEL: &str = "lectern";
/// Knocks that wait to be sent; beyond that they are dropped.
const WAITING: usize = 4_096;
/// How long the first connection may take before the server starts without the bus.
const FIRST_CONNECTION: Duration = Duration::from_secs(3);

/// How long to wait before asking again for a subscription that failed.
const NEXT_TRY: Duration = Duration::from_millis(500);

/// The bus through Redis.
pub struct RedisBus {
    to_send: mpsc::Sender<Knock>,
    heard: broadcast::Sender<Knock>,
}

/// Why the bus can't be used at all.
#[derive(Debug, thiserror::Error)]
#[error("REDIS_URL can't be used: {0}. It looks like redis://host:6379")]
pub struct RedisError(#[from] fred::error::Error);

impl RedisBus {
    /// Connects, and keeps reconnecting in the background. Redis being away is no error.
    ///
    /// # Errors
    /// An address that can't be read.
    pub async fn connect(url: &str) -> Result<Self, RedisError> {
        // Redis may come after us.
        let config = Config { fail_fast: false, ..Config::from_url(url)? };
        let mut builder = Builder::from_config(config);
        builder.set_policy(ReconnectPolicy::new_exponential(0, 100, 5_000, 2));
        let sender = builder.build()?;
        let subscriber = builder.build_subscriber_client()?;
        let (to_send, waiting) = mpsc::channel(WAITING);
        let heard = broadcast::Sender::new(super::CAPACITY);
        tokio::spawn(send(sender.clone(), waiting));
        subscriber.connect();
        sender.connect();
        tokio::spawn(hear(Arc::new(subscriber.clone()), heard.clone()));
        if tokio::time::timeout(FIRST_CONNECTION, sender.wait_for_connect()).await.is_err() {
            tracing::warn!("Redis doesn't answer: servers poll each other's writes until it does");
        }
        Ok(Self { to_send, heard })
    }
}

#[async_trait]
impl Bus for RedisBus {
    async fn knock(&self, knock: Knock) {
        // Full while Redis is away: the others poll.
        let _ = self.to_send.try_send(knock);
    }

    fn listen(&self) -> broadcast::Receiver<Knock> {
        self.heard.subscribe()
    }
}

async fn send(client: Client, mut waiting: mpsc::Receiver<Knock>) {
    while let Some(knock) = waiting.recv().await {
        let Ok(text) = serde_json::to_string(&knock) else {
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

async fn hear(client: Arc<SubscriberClient>, heard: broadcast::Sender<Knock>) {
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
                if let Some(knock) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                    let _ = heard.send(knock);
                }
            }
            Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}
