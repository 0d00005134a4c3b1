//! The receiving half of a WebRTC connection: str0m over one UDP socket, with no thread or clock of its own.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol as Transport, Socket, Type};
use str0m::change::SdpOffer;
use str0m::media::{KeyframeRequestKind, Mid, Rid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc, RtcConfig, RtcError};
use tokio::net::UdpSocket;

use super::offer::{MediaLine, media_lines};
use super::recorder::Recorder;
use super::track::VideoNeed;

/// Asked of the system for packets that wait while this thread doesn't run; it may grant less.
const RECEIVE_BUFFER: usize = 4 * 1024 * 1024;

/// Packets taken from the socket before others (signalling, timers) get their turn.
const BATCH: usize = 64;

/// Frames held back for lost packets to be repeated. A recording can wait, so more than for a call.
const PATIENCE_SOUND: usize = 60;
const PATIENCE_PICTURE: usize = 120;

/// The peer connection on which LiveKit sends us tracks.
pub(super) struct Media {
    rtc: Rtc,
    socket: UdpSocket,
    local: Vec<SocketAddr>,
    buffer: Vec<u8>,
    /// When str0m wants to be called again.
    pub deadline: Instant,
    early_candidates: Vec<Candidate>,
    answered: bool,
    /// Streams seen on each line, to notice when LiveKit reuses it.
    streams: HashMap<Mid, (u32, Option<Rid>)>,
    reused: u32,
}

/// Why the media connection can't go on.
#[derive(Debug, thiserror::Error)]
pub(super) enum MediaError {
    #[error("no UDP socket for media: {0}")]
    Socket(#[from] io::Error),
    #[error("the media engine failed: {0}")]
    Engine(#[from] RtcError),
    #[error("an offer can't be read: {0}")]
    Offer(String),
    #[error("the media connection to LiveKit broke")]
    Broken,
}

impl Media {
    /// A connection to the media server at `url`, not yet negotiated.
    pub fn new(url: &str) -> Result<Self, MediaError> {
        let socket = bind()?;
        let port = socket.local_addr()?.port();
        let local: Vec<SocketAddr> =
            local_addresses(url).into_iter().map(|ip| SocketAddr::new(ip, port)).collect();
        let now = Instant::now();
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(str0m::crypto::from_feature_flags()))
            .clear_codecs()
            .enable_opus(true, true)
            .enable_vp8(true)
            .enable_vp9(true)
            .set_reordering_size_audio(PATIENCE_SOUND)
            .set_reordering_size_video(PATIENCE_PICTURE)
            .build(now);
        for address in &local {
            let candidate = Candidate::host(*address, Protocol::Udp);
            rtc.add_local_candidate(candidate.map_err(|error| MediaError::Offer(error.to_string()))?);
        }
        Ok(Self {
            rtc,
            socket,
            local,
            buffer: vec![0; 2_048],
            deadline: now,
            early_candidates: Vec::new(),
            answered: false,
            streams: HashMap::new(),
            reused: 0,
        })
    }

    /// Takes LiveKit's offer and tells the recorder which line carries which track. Returns the answer.
    pub fn accept(
        &mut self,
        sdp: &str,
        tracks: &HashMap<String, String>,
        recorder: &mut Recorder,
    ) -> Result<String, MediaError> {
        let lines = media_lines(sdp);
        for line in &lines {
            self.prepare(line);
        }
        let offer = SdpOffer::from_sdp_string(sdp).map_err(|error| MediaError::Offer(error.to_string()))?;
        let answer = self.rtc.sdp_api().accept_offer(offer)?;
        for line in lines {
            let mid = Mid::from(line.mid.as_str());
            let stream = self.streams.get(&mid).filter(|_| line.sends && line.source.is_some());
            let sid = tracks.get(&line.mid).cloned().or(line.track);
            match (stream, sid) {
                (Some((_, rid)), Some(sid)) => recorder.assign(mid, *rid, sid),
                _ => recorder.release(mid),
            }
        }
        if !self.answered {
            self.answered = true;
            for candidate in std::mem::take(&mut self.early_candidates) {
                self.rtc.add_remote_candidate(candidate);
            }
        }
        Ok(answer.to_sdp_string())
    }

    /// Declares a reused line's new stream before str0m sees the offer. LiveKit gives a freed line to the next track
    /// with a new source; str0m would go on with the old one's depacketizer and wait for its sequence numbers for ever.
    /// Under a name (rid) of its own the stream gets a depacketizer of its own.
    fn prepare(&mut self, line: &MediaLine) {
        let (Some(source), true) = (line.source, line.sends) else {
            return;
        };
        let mid = Mid::from(line.mid.as_str());
        let known = self.streams.get(&mid).copied();
        if known.is_some_and(|(main, _)| main == source.main) {
            return;
        }
        // `expect_stream_rx` panics on a line that str0m doesn't know; a new line needs no care anyway.
        let is_reused = known.is_some() && self.rtc.media(mid).is_some();
        let rid = is_reused.then(|| {
            self.reused += 1;
            Rid::from(format!("r{}", self.reused).as_str())
        });
        if rid.is_some() {
            let mut api = self.rtc.direct_api();
            let stream = api.expect_stream_rx(source.main.into(), source.repair.map(Into::into), mid, rid);
            stream.suppress_nack(source.repair.is_none());
        }
        self.streams.insert(mid, (source.main, rid));
    }

    /// Adds a place where LiveKit listens (its `candidateInit` JSON).
    pub fn add_candidate(&mut self, init: &str) {
        let parsed = serde_json::from_str::<serde_json::Value>(init).ok();
        let line = parsed.as_ref().and_then(|init| init.get("candidate")?.as_str()).unwrap_or_default();
        match Candidate::from_sdp_string(line) {
            Ok(candidate) if self.answered => self.rtc.add_remote_candidate(candidate),
            Ok(candidate) => self.early_candidates.push(candidate),
            Err(error) => tracing::debug!(%error, line, "a candidate that can't be used"),
        }
    }

    /// Waits until there are packets to [`Media::receive`].
    pub async fn readable(&self) -> io::Result<()> {
        self.socket.readable().await
    }

    /// Takes the packets that have arrived.
    pub fn receive(&mut self, recorder: &mut Recorder) -> Result<(), MediaError> {
        for _ in 0..BATCH {
            let (length, source) = match self.socket.try_recv_from(&mut self.buffer) {
                Ok(received) => received,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                // A port that nobody listens on any more answers with this; ICE notices by itself.
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => continue,
                Err(error) => return Err(error.into()),
            };
            let Some(destination) = self.local_for(source) else {
                continue;
            };
            let Ok(contents) = self.buffer[..length].try_into() else {
                continue;
            };
            let receive = Receive { proto: Protocol::Udp, source, destination, contents };
            self.rtc.handle_input(Input::Receive(Instant::now(), receive))?;
            self.drain(recorder)?;
        }
        Ok(())
    }

    /// Lets time pass.
    pub fn tick(&mut self, recorder: &mut Recorder) -> Result<(), MediaError> {
        self.rtc.handle_input(Input::Timeout(Instant::now()))?;
        self.drain(recorder)
    }

    /// Asks for a keyframe of every picture that is being written.
    pub fn ask_for_keyframes(&mut self, recorder: &mut Recorder) -> Result<(), MediaError> {
        let pictures: Vec<_> = recorder.pictures().collect();
        for (mid, rid) in pictures {
            self.ask_for_keyframe(mid, rid);
        }
        self.drain(recorder)
    }

    fn ask_for_keyframe(&mut self, mid: Mid, rid: Option<Rid>) {
        let Some(mut writer) = self.rtc.writer(mid) else {
            return;
        };
        if let Err(error) = writer.request_keyframe(rid, KeyframeRequestKind::Pli) {
            tracing::debug!(%mid, %error, "no keyframe can be asked for");
        }
    }

    /// Takes everything that str0m has to say. Needed after each change.
    pub fn drain(&mut self, recorder: &mut Recorder) -> Result<(), MediaError> {
        let mut keyframes = Vec::new();
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) if keyframes.is_empty() => {
                    self.deadline = at;
                    return Ok(());
                }
                Ok(Output::Timeout(_)) => {
                    for (mid, rid) in std::mem::take(&mut keyframes) {
                        self.ask_for_keyframe(mid, rid);
                    }
                    self.rtc.handle_input(Input::Timeout(Instant::now()))?;
                }
                Ok(Output::Transmit(packet)) => {
                    if let Err(error) = self.socket.try_send_to(&packet.contents, packet.destination) {
                        tracing::trace!(%error, "a packet was not sent");
                    }
                }
                Ok(Output::Event(event)) => keyframes.extend(self.handle(event, recorder)?),
                // One participant's broken frame is no reason to leave.
                Err(error @ RtcError::Packet(..)) => {
                    tracing::debug!(%error, "a frame can't be read")
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Returns the line that wants a keyframe at once.
    fn handle(
        &mut self,
        event: Event,
        recorder: &mut Recorder,
    ) -> Result<Option<(Mid, Option<Rid>)>, MediaError> {
        match event {
            Event::MediaData(media) => {
                let need = recorder.receive(&media);
                Ok((need == VideoNeed::Keyframe).then_some((media.mid, media.rid)))
            }
            Event::SenderFeedback(feedback) => {
                let info = feedback.sender_info;
                recorder.report(feedback.mid, feedback.rid, info.ntp_time, info.rtp_time.numer());
                Ok(None)
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) | Event::Closed => {
                Err(MediaError::Broken)
            }
            _ => Ok(None),
        }
    }

    /// The address of ours that a packet from `source` was sent to.
    fn local_for(&self, source: SocketAddr) -> Option<SocketAddr> {
        let same_side = self.local.iter().find(|local| local.ip().is_loopback() == source.ip().is_loopback());
        same_side.or(self.local.first()).copied()
    }
}

fn bind() -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Transport::UDP))?;
    socket.set_recv_buffer_size(RECEIVE_BUFFER)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)).into())?;
    UdpSocket::from_std(socket.into())
}

/// Our addresses on the ways to the LiveKit server and to the rest of the world (its media may come from elsewhere).
fn local_addresses(url: &str) -> Vec<IpAddr> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', '?']).next().unwrap_or_default();
    let with_port = if host.contains(':') { host.to_owned() } else { format!("{host}:443") };
    let server = with_port.to_socket_addrs().ok().and_then(|mut found| found.find(SocketAddr::is_ipv4));
    // An address reserved for documentation: connecting a UDP socket only looks up the route.
    let world = SocketAddr::from((Ipv4Addr::new(192, 0, 2, 1), 9));
    let mut found: Vec<IpAddr> = server.into_iter().chain([world]).filter_map(route_to).collect();
    found.dedup();
    found
}

fn route_to(destination: SocketAddr) -> Option<IpAddr> {
    let probe = std::net::UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    probe.connect(destination).ok()?;
    probe.local_addr().ok().map(|address| address.ip()).filter(|ip| !ip.is_unspecified())
}

/// A deadline as tokio knows it, not further away than a second.
pub(super) fn soon(deadline: Instant) -> tokio::time::Instant {
    let latest = Instant::now() + Duration::from_secs(1);
    deadline.min(latest).into()
}
