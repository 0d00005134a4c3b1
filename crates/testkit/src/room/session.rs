//! A publisher's stay in the room: LiveKit's signalling and str0m in one task.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use futures::{SinkExt, StreamExt};
use livekit_protocol::{
    AddTrackRequest, LeaveRequest, MuteTrackRequest, SessionDescription, SignalRequest, SignalResponse,
    SignalTarget, SimulcastCodec, TrackSource, TrackType, signal_request, signal_response, video_layer,
};
use prost::Message as _;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::format::Codec;
use str0m::media::{Direction, Frequency, MediaKind, MediaTime, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::{Clip, Source};

/// What the test wants of a running publisher.
#[derive(Debug)]
pub(super) enum Order {
    /// Mutes or unmutes a track: nothing of it is sent meanwhile.
    Mute {
        track: usize,
        muted: bool,
    },
    /// Loses every n-th packet on the way out; 0 loses none.
    LoseEvery(u32),
    Leave,
}

pub(super) type Signal = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How long an exchange with the server may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// A publisher that has joined.
pub(super) struct Session {
    signal: Signal,
    rtc: Rtc,
    socket: UdpSocket,
    local: SocketAddr,
    pending: Option<SdpPendingOffer>,
    early: Vec<Candidate>,
    tracks: Vec<Playing>,
    lose_every: u32,
    sent: u32,
    connected: bool,
}

struct Playing {
    clip: Clip,
    mid: Mid,
    sid: String,
    /// The place in the clip of the frame to send next.
    next: usize,
    /// Frames that have been due.
    count: u32,
    started: Option<Instant>,
    muted: bool,
}

impl Session {
    /// Joins over an open signalling channel and offers the clips.
    pub async fn begin(mut signal: Signal, wanted: Vec<(Source, Clip)>) -> anyhow::Result<Self> {
        let join = next(&mut signal).await?;
        ensure!(matches!(join, signal_response::Message::Join(_)), "LiveKit answered {join:?}");
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let local = socket.local_addr()?;
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(str0m::crypto::from_feature_flags()))
            .clear_codecs()
            .enable_opus(true, true)
            .enable_vp8(true)
            .enable_vp9(true)
            .build(Instant::now());
        rtc.add_local_candidate(Candidate::host(local, Protocol::Udp)?);

        let mut api = rtc.sdp_api();
        let mut tracks = Vec::new();
        let mut names = HashMap::new();
        for (index, (source, clip)) in wanted.into_iter().enumerate() {
            let cid = format!("clip-{index}");
            let kind = if clip.codec.is_audio() { MediaKind::Audio } else { MediaKind::Video };
            let mid = api.add_media(kind, Direction::SendOnly, Some("clips".into()), Some(cid.clone()), None);
            send(&mut signal, signal_request::Message::AddTrack(add_track(&cid, source, &clip))).await?;
            names.insert(cid, index);
            tracks.push(Playing {
                clip,
                mid,
                sid: String::new(),
                next: 0,
                count: 0,
                started: None,
                muted: false,
            });
        }
        let (offer, pending) = api.apply().context("nothing to publish")?;
        while !names.is_empty() {
            if let signal_response::Message::TrackPublished(published) = next(&mut signal).await? {
                let index = names.remove(&published.cid).context("a track that nobody asked for")?;
                tracks[index].sid = published.track.context("a track without a name")?.sid;
            }
        }
        let offer =
            SessionDescription { r#type: "offer".into(), sdp: offer.to_sdp_string(), ..Default::default() };
        send(&mut signal, signal_request::Message::Offer(offer)).await?;
        let (pending, early) = (Some(pending), Vec::new());
        Ok(Self {
            signal,
            rtc,
            socket,
            local,
            pending,
            early,
            tracks,
            lose_every: 0,
            sent: 0,
            connected: false,
        })
    }

    /// Sends the clips in a loop until told to leave; `notify_connected` hears when the media connection stands.
    pub async fn run(
        &mut self,
        mut inbox: mpsc::UnboundedReceiver<Order>,
        mut notify_connected: Option<oneshot::Sender<()>>,
    ) -> anyhow::Result<()> {
        let mut buffer = vec![0; 2_048];
        let since = Instant::now();
        loop {
            let wake = self.drain()?.min(self.play()?);
            ensure!(
                self.connected || since.elapsed() < PATIENCE,
                "the publisher's media connection doesn't come up"
            );
            if self.connected
                && let Some(notify_connected) = notify_connected.take()
            {
                let _ = notify_connected.send(());
            }
            let wake = wake.min(Instant::now() + Duration::from_secs(1));
            tokio::select! {
                received = self.socket.recv_from(&mut buffer) => {
                    let (length, source) = received?;
                    if let Ok(contents) = buffer[..length].try_into() {
                        let receive = Receive { proto: Protocol::Udp, source, destination: self.local, contents };
                        self.rtc.handle_input(Input::Receive(Instant::now(), receive))?;
                    }
                }
                message = next(&mut self.signal) => self.hear(message?)?,
                order = inbox.recv() => match order {
                    Some(Order::Mute { track, muted }) => self.mute(track, muted).await?,
                    Some(Order::LoseEvery(packets)) => self.lose_every = packets,
                    Some(Order::Leave) | None => return self.leave().await,
                },
                () = tokio::time::sleep_until(wake.into()) => self.rtc.handle_input(Input::Timeout(Instant::now()))?,
            }
        }
    }

    /// Sends the frames that are due. Returns when the next one is.
    fn play(&mut self) -> anyhow::Result<Instant> {
        let mut earliest = Instant::now() + Duration::from_secs(1);
        if !self.connected {
            return Ok(earliest);
        }
        for index in 0..self.tracks.len() {
            loop {
                let now = Instant::now();
                let track = &mut self.tracks[index];
                let start = *track.started.get_or_insert(now);
                let due = track.clip.step * track.count;
                if start + due > now {
                    earliest = earliest.min(start + due);
                    break;
                }
                let data = track.clip.frames[track.next].clone();
                track.next = (track.next + 1) % track.clip.frames.len();
                track.count += 1;
                if !track.muted {
                    let (mid, codec) = (track.mid, track.clip.codec);
                    self.write(mid, codec, start + due, due, data)?;
                    self.drain()?;
                }
            }
        }
        Ok(earliest)
    }

    fn write(
        &mut self,
        mid: Mid,
        codec: Codec,
        wall: Instant,
        due: Duration,
        data: Arc<[u8]>,
    ) -> anyhow::Result<()> {
        let writer = self.rtc.writer(mid).context("the track is gone")?;
        let payload = writer.payload_params().find(|params| params.spec().codec == codec);
        let payload = payload.context("the codec was not negotiated")?.pt();
        let rate = if codec.is_audio() { Frequency::FORTY_EIGHT_KHZ } else { Frequency::NINETY_KHZ };
        let ticks = due.as_nanos() * u128::from(rate.get()) / 1_000_000_000;
        writer.write(payload, wall, MediaTime::new(ticks as u64, rate), data)?;
        Ok(())
    }

    fn drain(&mut self) -> anyhow::Result<Instant> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(at) => return Ok(at),
                Output::Transmit(packet) => {
                    self.sent = self.sent.wrapping_add(1);
                    let is_lost = self.lose_every > 0 && self.sent.is_multiple_of(self.lose_every);
                    if !is_lost {
                        // A full socket loses packets like any network.
                        let _ = self.socket.try_send_to(&packet.contents, packet.destination);
                    }
                }
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::KeyframeRequest(request)) => self.play_keyframe(request.mid),
                Output::Event(_) => {}
            }
        }
    }

    /// Begins a clip anew (its first frame is a keyframe), unless it has just begun.
    fn play_keyframe(&mut self, mid: Mid) {
        const JUST_BEGUN: usize = 5;
        let asked = self.tracks.iter_mut().find(|track| track.mid == mid);
        if let Some(track) = asked.filter(|track| track.clip.begins_anew && track.next > JUST_BEGUN) {
            track.next = 0;
        }
    }

    fn hear(&mut self, message: signal_response::Message) -> anyhow::Result<()> {
        match message {
            signal_response::Message::Answer(answer) => {
                let answer = SdpAnswer::from_sdp_string(&answer.sdp)?;
                let pending = self.pending.take().context("an answer to nothing")?;
                self.rtc.sdp_api().accept_answer(pending, answer)?;
                for candidate in std::mem::take(&mut self.early) {
                    self.rtc.add_remote_candidate(candidate);
                }
            }
            signal_response::Message::Trickle(trickle) if trickle.target() == SignalTarget::Publisher => {
                let init: serde_json::Value = serde_json::from_str(&trickle.candidate_init)?;
                let line = init["candidate"].as_str().unwrap_or_default();
                if let Ok(candidate) = Candidate::from_sdp_string(line) {
                    match self.pending {
                        None => self.rtc.add_remote_candidate(candidate),
                        Some(_) => self.early.push(candidate),
                    }
                }
            }
            signal_response::Message::Leave(leave) => {
                bail!("LiveKit ended the stay: {:?}", leave.reason())
            }
            _ => {}
        }
        Ok(())
    }

    async fn mute(&mut self, track: usize, muted: bool) -> anyhow::Result<()> {
        let track = self.tracks.get_mut(track).context("no such track")?;
        track.muted = muted;
        let mute = MuteTrackRequest { sid: track.sid.clone(), muted };
        send(&mut self.signal, signal_request::Message::Mute(mute)).await
    }

    async fn leave(&mut self) -> anyhow::Result<()> {
        send(&mut self.signal, signal_request::Message::Leave(LeaveRequest::default())).await?;
        // The server closes the channel when it has let us go.
        while let Ok(Some(Ok(_))) = tokio::time::timeout(PATIENCE, self.signal.next()).await {}
        Ok(())
    }
}

fn add_track(cid: &str, source: Source, clip: &Clip) -> AddTrackRequest {
    let name = if source == Source::Document { "document" } else { cid };
    let source = match source {
        Source::Camera | Source::Document => TrackSource::Camera,
        Source::Microphone => TrackSource::Microphone,
        Source::Screen => TrackSource::ScreenShare,
        Source::ScreenAudio => TrackSource::ScreenShareAudio,
    };
    let kind = if clip.codec.is_audio() { TrackType::Audio } else { TrackType::Video };
    let simulcast_codecs = match clip.codec {
        // Without this LiveKit takes VP9 for layers in one stream.
        Codec::Vp9 => vec![SimulcastCodec {
            codec: "vp9".to_owned(),
            cid: cid.to_owned(),
            video_layer_mode: video_layer::Mode::OneSpatialLayerPerStream.into(),
            ..SimulcastCodec::default()
        }],
        _ => Vec::new(),
    };
    AddTrackRequest {
        simulcast_codecs,
        cid: cid.to_owned(),
        name: name.to_owned(),
        r#type: kind.into(),
        source: source.into(),
        ..AddTrackRequest::default()
    }
}

pub(super) async fn next(signal: &mut Signal) -> anyhow::Result<signal_response::Message> {
    loop {
        let frame = signal.next().await.context("LiveKit closed the signalling channel")??;
        if let Message::Binary(bytes) = frame
            && let Some(message) = SignalResponse::decode(bytes)?.message
        {
            return Ok(message);
        }
    }
}

pub(super) async fn send(signal: &mut Signal, message: signal_request::Message) -> anyhow::Result<()> {
    let bytes = SignalRequest { message: Some(message) }.encode_to_vec();
    signal.send(Message::Binary(bytes.into())).await?;
    Ok(())
}
