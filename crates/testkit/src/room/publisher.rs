//! Somebody in the room who sends clips.

use anyhow::bail;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::session::{Order, Session, Signal};
use super::{Clip, signalling};

/// Where a published track comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A camera.
    Camera,
    /// A microphone.
    Microphone,
    /// A shared screen.
    Screen,
    /// A shared screen's sound.
    ScreenAudio,
    /// A second camera, which shows a thing.
    Document,
}

/// A participant that sends. Dropped, it vanishes without a word.
#[derive(Debug)]
pub struct Publisher {
    orders: mpsc::UnboundedSender<Order>,
    task: JoinHandle<anyhow::Result<()>>,
}

impl Publisher {
    /// Joins a room and publishes. Returns when the media connection stands, just before the first frames go out.
    pub async fn join(url: &str, token: &str, tracks: Vec<(Source, Clip)>) -> anyhow::Result<Self> {
        let address = format!("{url}/rtc?protocol=16&auto_subscribe=0&sdk=rust&access_token={token}");
        Self::begin(signalling(&address, None).await?, tracks).await
    }

    /// The same by a way of Lectern's into a class's room, as who is signed in there. They might hear, too, and don't: in this
    /// protocol the connection on which they send is the one that counts.
    pub async fn enter(way: &str, cookie: &str, tracks: Vec<(Source, Clip)>) -> anyhow::Result<Self> {
        let address = format!("{way}/rtc?protocol=2&auto_subscribe=0&sdk=rust");
        Self::begin(signalling(&address, Some(cookie)).await?, tracks).await
    }

    async fn begin(signal: Signal, tracks: Vec<(Source, Clip)>) -> anyhow::Result<Self> {
        let (orders, inbox) = mpsc::unbounded_channel();
        let (notify_connected, connected) = oneshot::channel();
        let task = tokio::spawn(async move {
            let mut session = Session::begin(signal, tracks).await?;
            session.run(inbox, Some(notify_connected)).await
        });
        match connected.await {
            Ok(()) => Ok(Self { orders, task }),
            Err(_) => match task.await? {
                Ok(()) => bail!("the publisher ended before it was connected"),
                Err(error) => Err(error),
            },
        }
    }

    /// Mutes or unmutes a track (by its place in the list given to [`Publisher::join`]).
    pub fn mute(&self, track: usize, muted: bool) {
        let _ = self.orders.send(Order::Mute { track, muted });
    }

    /// From now on loses every n-th packet on the way out; 0 loses none.
    pub fn lose_every(&self, packets: u32) {
        let _ = self.orders.send(Order::LoseEvery(packets));
    }

    /// Says good-bye and waits until the server has heard it.
    pub async fn leave(mut self) -> anyhow::Result<()> {
        let _ = self.orders.send(Order::Leave);
        (&mut self.task).await?
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        self.task.abort();
    }
}
