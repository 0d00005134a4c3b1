//! Trying what gets through before a class: a page sends to itself through LiveKit, in a room of the person's own.

use std::time::Duration;

use adapters::livekit::signalling::{Asked, Signalling, ask};
use app::caller::Caller;
use axum::extract::{Extension, MatchedPath, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use classroom::Refusal;
use domain::ids::ConnectionId;
use tokio::time::{Instant, timeout};

use super::Web;
use super::live::{Upgrade, too_many};
use super::room::{asked, failed, refused};

/// How long a pass is good for entering.
const PASS_TTL: Duration = Duration::from_secs(30);
/// How long a trial may take: a page needs a quarter of it.
const LONGEST: Duration = Duration::from_secs(60);

/// `GET /trial/room/{connection}/rtc`, and the same with `/v1`: LiveKit's signalling for one end of a trial.
pub async fn open(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Path(end): Path<ConnectionId>,
    (path, RawQuery(query)): (MatchedPath, RawQuery),
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Response {
    match enter(&web, &caller, end, &asked(&path, query, &headers)).await {
        Ok(signalling) => {
            let stopping = web.stopping;
            upgrade.answer_bare(move |person, first| async move {
                tokio::select! {
                    // Who stays longer tries nothing any more.
                    _ = timeout(LONGEST, signalling.carry(person, &first)) => {}
                    () = stopping.cancelled() => {}
                }
            })
        }
        Err(answer) => answer,
    }
}

/// The same with `/validate`: a page whose signalling isn't opened asks why.
pub async fn look(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Path(end): Path<ConnectionId>,
    (path, RawQuery(query)): (MatchedPath, RawQuery),
    headers: HeaderMap,
) -> Response {
    let answer = async {
        let pass = pass(&web, &caller, end)?;
        ask(web.classroom.media.url(), &pass, &asked(&path, query, &headers)).await.map_err(failed)
    };
    match answer.await {
        Ok(answer) => answer.into_response(),
        Err(answer) => answer,
    }
}

#[expect(clippy::result_large_err, reason = "an answer goes straight out")]
async fn enter(web: &Web, caller: &Caller, end: ConnectionId, asked: &Asked) -> Result<Signalling, Response> {
    let pass = pass(web, caller, end)?;
    if let Some(actor) = &caller.actor {
        web.tabs.open_another(actor.tenant, actor.user, Instant::now()).map_err(too_many)?;
    }
    Signalling::open(web.classroom.media.url(), &pass, asked).await.map_err(failed)
}

#[expect(clippy::result_large_err, reason = "an answer goes straight out")]
fn pass(web: &Web, caller: &Caller, end: ConnectionId) -> Result<String, Response> {
    let actor = caller.actor.as_ref().ok_or_else(|| refused(Refusal::SignedOut))?;
    web.classroom.media.trial_pass(actor.user, end, PASS_TTL).map_err(|error| refused(error.into()))
}
