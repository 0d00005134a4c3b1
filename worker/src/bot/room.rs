//! Recording a room from its first track to its end, through broken connections.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::connection::{Broken, Ending, stay};
use super::recorder::{Recorder, Writing};
use super::report::{RecordingSink, Summary};
use super::signal::SignalError;
use super::spool::{Outcome, Spool};
use super::{BotError, RoomConfig, TokenSource};

const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Records a room until it closes or `cancel` is called, then finishes every file and returns what came of it.
/// Broken connections are made anew for as long as it takes. Tracks that storage doesn't take at the end wait in the
/// spool for [`Spool::keep_sending`]. Should the future be dropped, its files are finished in the background.
pub async fn record(
    config: RoomConfig,
    tokens: Arc<dyn TokenSource>,
    spool: Spool,
    sink: Arc<dyn RecordingSink>,
    cancel: CancellationToken,
) -> Result<Summary, BotError> {
    let config = Arc::new(config);
    let (writings, mut begun) = mpsc::unbounded_channel();
    let mut summary = Summary::default();
    let mut wait = FIRST_WAIT;
    let mut was_in_room = false;
    loop {
        let recorder = Recorder::new(config.clone(), spool.clone(), Handle::current(), writings.clone());
        let stay = stay_once(&config, &*tokens, recorder, &*sink, &cancel).await?;
        summary.gaps += stay.gaps;
        was_in_room |= stay.joined;
        match stay.ended {
            Ok(Ending::Cancelled | Ending::RoomClosed | Ending::Replaced) => break,
            Ok(Ending::ComeAgain) => {}
            Err(Broken::Signal(SignalError::Refused { status, why }))
                if !was_in_room && matches!(status, 401 | 403) =>
            {
                return Err(BotError::Refused { status, why });
            }
            Err(error) => {
                tracing::warn!(session = %config.session, %error, "the recorder lost the room")
            }
        }
        summary.reconnects += u32::from(stay.joined);
        wait = if stay.joined { FIRST_WAIT } else { (wait * 2).min(LONGEST_WAIT) };
        let slept = tokio::time::timeout(wait, cancel.cancelled()).await;
        if slept.is_ok() {
            break;
        }
    }
    drop(writings);
    while let Some(Writing { track, outcome }) = begun.recv().await {
        match outcome.await {
            Ok(Outcome::Finished(finished)) => summary.finished.push(finished),
            Ok(Outcome::Abandoned) => {}
            Ok(Outcome::Waiting) | Err(_) => summary.waiting.push(track),
        }
    }
    Ok(summary)
}

/// What came of one stay.
struct Stay {
    ended: Result<Ending, Broken>,
    joined: bool,
    gaps: u64,
}

async fn stay_once(
    config: &RoomConfig,
    tokens: &dyn TokenSource,
    recorder: Recorder,
    sink: &dyn RecordingSink,
    cancel: &CancellationToken,
) -> Result<Stay, BotError> {
    let token = match tokens.token().await {
        Ok(token) => token,
        Err(error) => {
            tracing::warn!(%error, "no token for the recorder");
            return Ok(Stay { ended: Ok(Ending::ComeAgain), joined: false, gaps: 0 });
        }
    };
    let child = cancel.child_token();
    // Should we be dropped, the media thread is told.
    let _guard: DropGuard = child.clone().drop_guard();
    let (notify_joined, joined) = oneshot::channel();
    let url = config.url.clone();
    let mut running = on_media_thread(recorder, child, url, token, notify_joined)?;
    let report_presence = |in_room| async move {
        if let Err(error) = sink.presence(config.session, in_room).await {
            tracing::warn!(%error, "the recorder's presence could not be reported");
        }
    };
    let was_in_room = joined.await.is_ok();
    if was_in_room {
        report_presence(true).await;
    }
    let (ended, gaps) = (&mut running).await.map_err(|_| BotError::Died)?;
    if was_in_room {
        report_presence(false).await;
    }
    Ok(Stay { ended, joined: was_in_room, gaps })
}

type Ended = (Result<Ending, Broken>, u64);

/// Runs a stay on a thread of its own: packets wait in the kernel for milliseconds only, so a busy runtime (speech
/// recognition, a page being rendered) must not hold up their reader.
fn on_media_thread(
    mut recorder: Recorder,
    cancel: CancellationToken,
    url: String,
    token: String,
    notify_joined: oneshot::Sender<()>,
) -> Result<oneshot::Receiver<Ended>, BotError> {
    let (notify_ended, ended) = oneshot::channel();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("room-bot".to_owned()).spawn(move || {
        let joined = || {
            // Nobody listens where the recording was dropped.
            let _ = notify_joined.send(());
        };
        let stayed = runtime.block_on(stay(&url, &token, &mut recorder, &cancel, joined));
        recorder.release_all();
        let gaps = recorder.gaps();
        let _ = notify_ended.send((stayed, gaps));
    })?;
    Ok(ended)
}
