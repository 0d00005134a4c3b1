//! The live channel: one WebSocket a tab, through which commands come and a class's news go.

mod budget;
mod channel;
mod frames;
mod handshake;
mod presence;
mod socket;
mod tabs;

use app::caller::Caller;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Response};
use classroom::Refusal;
use classroom::identity::token_hash;
use classroom::ports::event_log::ClassKey;
use domain::ids::SessionId;

use super::Web;
use super::files::FileRefused;
use handshake::Upgrade;
use socket::Tab;
pub use tabs::OpenTabs;

/// `GET /live/{session}`. Who may not be here gets an HTTP status, not an open socket.
pub async fn open(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
    upgrade: Upgrade,
) -> Response {
    match tab(&web, &caller, session).await {
        Ok(tab) => upgrade.answer(move |channel| tab.run(channel)),
        Err(refusal) => FileRefused::from(refusal).into_response(),
    }
}

async fn tab(web: &Web, caller: &Caller, session: SessionId) -> Result<Box<Tab>, Refusal> {
    let (actor, token) = caller.actor.as_ref().zip(caller.token.as_ref()).ok_or(Refusal::SignedOut)?;
    let seat = web.classroom.seat(actor, ClassKey { tenant: caller.tenant, session }).await?;
    let class = web.classroom.classes.open(seat.class).await?;
    Ok(Tab::new(web, token_hash(token), seat, class))
}
