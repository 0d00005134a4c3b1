//! The way into a class's room: a page speaks to LiveKit through us. Each time somebody comes they must be signed in and have
//! their place in the class, whatever they were given before; and no pass of LiveKit's leaves us.

use adapters::livekit::signalling::{Asked, NoSignalling, Signalling, ask};
use app::caller::Caller;
use axum::extract::{Extension, MatchedPath, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use classroom::Refusal;
use classroom::ports::event_log::ClassKey;
use classroom::ports::media::MediaError;
use domain::ids::{ConnectionId, SessionId};
use domain::role::Actor;
use tokio::time::Instant;

use super::Web;
use super::files::FileRefused;
use super::live::{Upgrade, too_many};

/// What stands in our addresses before LiveKit's own.
const BEFORE: &str = "/room/{connection}/";

/// `GET /live/{session}/room/{connection}/rtc`, and the same with `/v1`: LiveKit's signalling, for who is in the class through
/// that tab.
pub async fn open(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Path((session, connection)): Path<(SessionId, ConnectionId)>,
    (path, RawQuery(query)): (MatchedPath, RawQuery),
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Response {
    let visit = Visit { web: &web, caller: &caller, session, connection };
    match visit.enter(&asked(&path, query, &headers)).await {
        Ok(signalling) => {
            let stopping = web.stopping;
            upgrade.answer_bare(move |person, first| async move {
                metrics::gauge!("lectern_room_sockets").increment(1.0);
                tokio::select! {
                    () = signalling.carry(person, &first) => {}
                    () = stopping.cancelled() => {}
                }
                metrics::gauge!("lectern_room_sockets").decrement(1.0);
            })
        }
        Err(answer) => answer,
    }
}

/// The same with `/validate`: a page whose signalling isn't opened asks why.
pub async fn look(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Path((session, connection)): Path<(SessionId, ConnectionId)>,
    (path, RawQuery(query)): (MatchedPath, RawQuery),
    headers: HeaderMap,
) -> Response {
    let visit = Visit { web: &web, caller: &caller, session, connection };
    let asked = asked(&path, query, &headers);
    match visit.look(&asked).await {
        Ok(answer) | Err(answer) => answer,
    }
}

pub(super) fn asked(path: &MatchedPath, query: Option<String>, headers: &HeaderMap) -> Asked {
    let (_, path) = path.as_str().split_once(BEFORE).unwrap_or_default();
    Asked {
        path: path.to_owned(),
        query: query.unwrap_or_default(),
        agent: headers.get(header::USER_AGENT).cloned(),
    }
}

/// Somebody who wants in.
struct Visit<'a> {
    web: &'a Web,
    caller: &'a Caller,
    session: SessionId,
    connection: ConnectionId,
}

#[expect(clippy::result_large_err, reason = "an answer goes straight out")]
impl Visit<'_> {
    async fn enter(&self, asked: &Asked) -> Result<Signalling, Response> {
        let pass = self.pass().await.map_err(refused)?;
        if let Some(actor) = &self.caller.actor {
            let (tenant, user) = (actor.tenant, actor.user);
            self.web.tabs.open_another(tenant, user, Instant::now()).map_err(too_many)?;
        }
        let url = self.web.classroom.media.url();
        let signalling = Signalling::open(url, &pass, asked).await.map_err(failed)?;
        // They are in the room now. Who was sent out meanwhile was not found there, and hears nothing before we pass it on.
        match self.still().await {
            Ok(()) => Ok(signalling),
            Err(refusal) => {
                self.turn_back().await;
                Err(refused(refusal))
            }
        }
    }

    async fn look(&self, asked: &Asked) -> Result<Response, Response> {
        let pass = self.pass().await.map_err(refused)?;
        let (status, words) = ask(self.web.classroom.media.url(), &pass, asked).await.map_err(failed)?;
        Ok((status, words).into_response())
    }

    fn class(&self) -> ClassKey {
        ClassKey { tenant: self.caller.tenant, session: self.session }
    }

    async fn pass(&self) -> Result<String, Refusal> {
        self.pass_of(self.caller.actor.as_ref().ok_or(Refusal::SignedOut)?).await
    }

    async fn pass_of(&self, actor: &Actor) -> Result<String, Refusal> {
        let seat = self.web.classroom.seat(actor, self.class()).await?;
        self.web.classroom.enter_room(&seat, self.connection).await
    }

    /// Whether they are signed in still, and have their place.
    async fn still(&self) -> Result<(), Refusal> {
        let token = self.caller.token.as_ref().ok_or(Refusal::SignedOut)?;
        let actor = self.web.classroom.signed_in(self.caller.tenant, token).await?;
        self.pass_of(&actor).await.map(drop)
    }

    async fn turn_back(&self) {
        let Some(actor) = &self.caller.actor else { return };
        let turned = self.web.classroom.turn_back(self.class(), actor.user, self.connection).await;
        if let Err(refusal) = turned {
            tracing::warn!(%refusal, "somebody who lost their place may be in the room until it is reviewed");
        }
    }
}

pub(super) fn refused(refusal: Refusal) -> Response {
    FileRefused::from(refusal).into_response()
}

/// What LiveKit says of the request itself is the page's to know; the rest is ours.
pub(super) fn failed(error: NoSignalling) -> Response {
    match error {
        NoSignalling::Answered { status, words }
            if status.is_client_error() && status != StatusCode::UNAUTHORIZED =>
        {
            (status, words).into_response()
        }
        error => refused(MediaError::Unavailable(error.to_string()).into()),
    }
}
