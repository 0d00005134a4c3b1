//! One stay in the room: signalling and media until the room ends, the recording is cancelled, or the connection breaks.

use std::time::{Duration, Instant};

use livekit_protocol::{
    DisconnectReason, JoinResponse, LeaveRequest, SignalTarget, signal_response::Message,
};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::media::{Media, MediaError, soon};
use super::recorder::Recorder;
use super::signal::{Signal, SignalError};
use super::timeline::unix_ms;

/// Keyframes are asked for this often, so that a player finds one near any place; each costs the publisher a few
/// frames' worth of bits.
const KEYFRAME_EVERY: Duration = Duration::from_secs(4);

/// Where the server doesn't say.
const PING_EVERY: Duration = Duration::from_secs(5);
const PING_TIMEOUT: Duration = Duration::from_secs(15);

/// The first message must be there by then.
const JOIN_TIMEOUT: Duration = Duration::from_secs(10);

/// Media breaks off before the server's last word arrives where a room is closed: the two go different ways. So long
/// we listen for it.
const LAST_WORD: Duration = Duration::from_secs(2);

/// How a stay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// We were asked to stop.
    Cancelled,
    /// The room is gone, or the recorder was removed from it.
    RoomClosed,
    /// Another recorder with our identity has taken over.
    Replaced,
    /// The server wants us to come again.
    ComeAgain,
}

/// Why a stay broke off.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    #[error(transparent)]
    Signal(#[from] SignalError),
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error("LiveKit doesn't answer")]
    Silent,
}

/// Joins and stays. `joined` is called once the server has let us in.
pub(super) async fn stay(
    url: &str,
    token: &str,
    recorder: &mut Recorder,
    cancel: &CancellationToken,
    joined: impl FnOnce(),
) -> Result<Ending, Broken> {
    let mut signal = Signal::connect(url, token).await?;
    let join = match tokio::time::timeout(JOIN_TIMEOUT, signal.next()).await {
        Ok(Ok(Message::Join(join))) => join,
        Ok(Ok(Message::Leave(leave))) => return Ok(ending(&leave)),
        Ok(Ok(_)) | Err(_) => return Err(Broken::Silent),
        Ok(Err(error)) => return Err(error.into()),
    };
    joined();
    recorder.know(&join.other_participants);
    let mut media = Media::new(url)?;
    let ended = match converse(&mut signal, &mut media, recorder, cancel, &join).await {
        Err(Broken::Media(error)) => last_word(&mut signal).await.ok_or(Broken::Media(error)),
        ended => ended,
    };
    if matches!(ended, Ok(Ending::Cancelled)) {
        // The files are finished while we say good-bye.
        recorder.release_all();
        signal.leave().await;
    }
    ended
}

async fn converse(
    signal: &mut Signal,
    media: &mut Media,
    recorder: &mut Recorder,
    cancel: &CancellationToken,
    join: &JoinResponse,
) -> Result<Ending, Broken> {
    let seconds = |given: i32, otherwise| match u64::try_from(given) {
        Ok(given @ 1..) => Duration::from_secs(given),
        _ => otherwise,
    };
    let ping_timeout = seconds(join.ping_timeout, PING_TIMEOUT);
    let mut pings = interval(seconds(join.ping_interval, PING_EVERY));
    let mut keyframes = interval(KEYFRAME_EVERY);
    let mut seconds = interval(Duration::from_secs(1));
    for timer in [&mut pings, &mut keyframes, &mut seconds] {
        timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    let mut last_heard = Instant::now();

    loop {
        let deadline = soon(media.deadline);
        tokio::select! {
            () = cancel.cancelled() => return Ok(Ending::Cancelled),
            readable = media.readable() => {
                readable.map_err(MediaError::from)?;
                media.receive(recorder)?;
            }
            () = tokio::time::sleep_until(deadline) => media.tick(recorder)?,
            message = signal.next() => {
                last_heard = Instant::now();
                if let Some(ending) = hear(message?, signal, media, recorder).await? {
                    return Ok(ending);
                }
            }
            _ = seconds.tick() => {
                recorder.flush(Instant::now());
                if last_heard.elapsed() > ping_timeout {
                    return Err(Broken::Silent);
                }
            }
            _ = keyframes.tick() => media.ask_for_keyframes(recorder)?,
            _ = pings.tick() => signal.ping(unix_ms(std::time::SystemTime::now())).await?,
        }
    }
}

/// What the server says of a connection whose media has broken off; `None` where it says nothing.
async fn last_word(signal: &mut Signal) -> Option<Ending> {
    let listening = async {
        loop {
            match signal.next().await {
                Ok(Message::Leave(leave)) => return Some(ending(&leave)),
                Ok(_) => {}
                Err(_closed) => return None,
            }
        }
    };
    tokio::time::timeout(LAST_WORD, listening).await.ok().flatten()
}

/// Acts on a message of the server. Returns how the stay ends, where it does.
async fn hear(
    message: Message,
    signal: &mut Signal,
    media: &mut Media,
    recorder: &mut Recorder,
) -> Result<Option<Ending>, Broken> {
    match message {
        Message::Offer(offer) => {
            let answer = media.accept(&offer.sdp, &offer.mid_to_track_id, recorder)?;
            signal.answer(answer, offer.id).await?;
            media.drain(recorder)?;
        }
        Message::Trickle(trickle) if trickle.target() == SignalTarget::Subscriber => {
            media.add_candidate(&trickle.candidate_init);
            media.drain(recorder)?;
        }
        Message::Update(update) => recorder.know(&update.participants),
        Message::Leave(leave) => return Ok(Some(ending(&leave))),
        _ => {}
    }
    Ok(None)
}

fn ending(leave: &LeaveRequest) -> Ending {
    match leave.reason() {
        DisconnectReason::RoomDeleted
        | DisconnectReason::RoomClosed
        | DisconnectReason::ParticipantRemoved => Ending::RoomClosed,
        DisconnectReason::DuplicateIdentity => Ending::Replaced,
        _ => Ending::ComeAgain,
    }
}
