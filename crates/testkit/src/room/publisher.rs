//! Somebody in the room who sends clips.

use anyhow::bail;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::Clip;
use super::session::{Order, Session};

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
        let (orders, inbox) = mpsc::unbounded_channel();
        let (tell, connected) = oneshot::channel();
        let address = format!("{url}/rtc?protocol=16&auto_subscribe=0&sdk=rust&access_token={token}");
        let (signal, _response) = tokio_tungstenite::connect_async(address).await?;
        let task = tokio::spawn(async move {
            let mut session = Session::begin(signal, tracks).await?;
            session.run(inbox, Some(tell)).await
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
