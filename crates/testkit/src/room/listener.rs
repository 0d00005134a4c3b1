//! Somebody in the room who hears.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use livekit_protocol::{
    ParticipantInfo, SessionDescription, SignalTarget, UpdateSubscription, signal_request, signal_response,
};
use str0m::change::SdpOffer;
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

use super::session::{Signal, next, send};
use super::signalling;

/// A participant that hears. Dropped, it vanishes without a word.
#[derive(Debug)]
pub struct Listener {
    heard: Arc<Heard>,
    task: JoinHandle<anyhow::Result<()>>,
}

#[derive(Debug, Default)]
struct Heard {
    frames: AtomicU64,
    passes: Mutex<Vec<String>>,
}

impl Listener {
    /// Comes into a room by `way`, an address of LiveKit's or one of Lectern's into it, with a cookie or a pass.
    ///
    /// # Errors
    /// Where they are not let in.
    pub async fn enter(way: &str, cookie: Option<&str>, pass: &str) -> anyhow::Result<Self> {
        Self::speaking(16, way, cookie, pass).await
    }

    /// The same unseen: in an old protocol the connection on which one sends is the one that counts. It is never made, so
    /// LiveKit never reports that they came; after a minute it sends them out.
    ///
    /// # Errors
    /// As [`Listener::enter`].
    pub async fn sneak_in(way: &str, cookie: Option<&str>, pass: &str) -> anyhow::Result<Self> {
        Self::speaking(2, way, cookie, pass).await
    }

    async fn speaking(protocol: u8, way: &str, cookie: Option<&str>, pass: &str) -> anyhow::Result<Self> {
        let address = format!("{way}/rtc?protocol={protocol}&auto_subscribe=1&sdk=js&access_token={pass}");
        let signal = signalling(&address, cookie).await?;
        let heard = Arc::new(Heard::default());
        let session = Session::new(signal, heard.clone()).await?;
        Ok(Self { heard, task: tokio::spawn(session.run()) })
    }

    /// The frames of sound that arrived, 20 ms each.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.heard.frames.load(Ordering::Relaxed)
    }

    /// The passes that LiveKit gave, with which somebody may come again.
    #[must_use]
    pub fn passes(&self) -> Vec<String> {
        self.heard.passes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether their stay has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.task.is_finished()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Session {
    signal: Signal,
    heard: Arc<Heard>,
    rtc: Rtc,
    socket: UdpSocket,
    local: SocketAddr,
    answered: bool,
    early: Vec<Candidate>,
}

impl Session {
    async fn new(signal: Signal, heard: Arc<Heard>) -> anyhow::Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let local = socket.local_addr()?;
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(str0m::crypto::from_feature_flags()))
            .clear_codecs()
            .enable_opus(true, true)
            .enable_vp8(true)
            .build(Instant::now());
        rtc.add_local_candidate(Candidate::host(local, Protocol::Udp)?);
        Ok(Self { signal, heard, rtc, socket, local, answered: false, early: Vec::new() })
    }

    async fn run(mut self) -> anyhow::Result<()> {
        let mut buffer = vec![0; 2_048];
        loop {
            let wake = self.drain()?.min(Instant::now() + Duration::from_secs(1));
            tokio::select! {
                received = self.socket.recv_from(&mut buffer) => {
                    let (length, source) = received?;
                    if let Ok(contents) = buffer[..length].try_into() {
                        let receive = Receive { proto: Protocol::Udp, source, destination: self.local, contents };
                        self.rtc.handle_input(Input::Receive(Instant::now(), receive))?;
                    }
                }
                message = next(&mut self.signal) => self.hear(message?).await?,
                () = tokio::time::sleep_until(wake.into()) => self.rtc.handle_input(Input::Timeout(Instant::now()))?,
            }
        }
    }

    fn drain(&mut self) -> anyhow::Result<Instant> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(at) => return Ok(at),
                Output::Transmit(packet) => {
                    // A full socket loses packets like any network.
                    let _ = self.socket.try_send_to(&packet.contents, packet.destination);
                }
                Output::Event(Event::MediaData(_)) => {
                    self.heard.frames.fetch_add(1, Ordering::Relaxed);
                }
                Output::Event(_) => {}
            }
        }
    }

    async fn hear(&mut self, message: signal_response::Message) -> anyhow::Result<()> {
        match message {
            signal_response::Message::Join(join) => self.subscribe(&join.other_participants).await?,
            signal_response::Message::Update(update) => self.subscribe(&update.participants).await?,
            signal_response::Message::Offer(offer) => {
                let answer = self.rtc.sdp_api().accept_offer(SdpOffer::from_sdp_string(&offer.sdp)?)?;
                self.answered = true;
                for candidate in std::mem::take(&mut self.early) {
                    self.rtc.add_remote_candidate(candidate);
                }
                let (r#type, sdp) = ("answer".to_owned(), answer.to_sdp_string());
                let answer = SessionDescription { r#type, sdp, id: offer.id, ..Default::default() };
                send(&mut self.signal, signal_request::Message::Answer(answer)).await?;
            }
            signal_response::Message::Trickle(trickle) if trickle.target() == SignalTarget::Subscriber => {
                let init: serde_json::Value = serde_json::from_str(&trickle.candidate_init)?;
                let line = init["candidate"].as_str().unwrap_or_default();
                match Candidate::from_sdp_string(line) {
                    Ok(candidate) if self.answered => self.rtc.add_remote_candidate(candidate),
                    Ok(candidate) => self.early.push(candidate),
                    Err(_) => {}
                }
            }
            signal_response::Message::RefreshToken(pass) => {
                self.heard.passes.lock().unwrap_or_else(PoisonError::into_inner).push(pass);
            }
            // Whoever is told to leave stays for as long as the server lets them.
            _ => {}
        }
        Ok(())
    }

    /// Asks for all that the others send.
    async fn subscribe(&mut self, people: &[ParticipantInfo]) -> anyhow::Result<()> {
        let tracks = people.iter().flat_map(|one| &one.tracks).map(|track| track.sid.clone());
        let track_sids: Vec<_> = tracks.collect();
        if track_sids.is_empty() {
            return Ok(());
        }
        let wanted = UpdateSubscription { track_sids, subscribe: true, ..Default::default() };
        send(&mut self.signal, signal_request::Message::Subscription(wanted)).await
    }
}
