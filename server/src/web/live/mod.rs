//! The live channel: one WebSocket a tab, through which commands come and a class's news go.

mod budget;
mod channel;
mod frames;
mod handshake;
mod presence;
mod socket;

use app::caller::Caller;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Response};
use classroom::Refusal;
use classroom::ports::event_log::ClassKey;
use domain::ids::SessionId;

use super::Web;
use super::files::FileRefused;
use handshake::Upgrade;
use socket::Tab;

/// `GET /live/{session}`. Who may not be here gets an HTTP status, not an open socket.
pub async fn open(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
    upgrade: Upgrade,
) -> Response {
    let seat = match caller.actor.as_ref().ok_or(Refusal::SignedOut) {
        Ok(actor) => web.classroom.seat(actor, ClassKey { tenant: caller.tenant, session }).await,
        Err(refusal) => Err(refusal),
    };
    let class = match &seat {
        Ok(seat) => web.classroom.classes.open(seat.class).await,
        Err(refusal) => Err(refusal.clone()),
    };
    match (seat, class) {
        (Ok(seat), Ok(class)) => {
            let tab = Tab::new(&web, seat, class);
            upgrade.answer(move |channel| tab.run(channel))
        }
        (Err(refusal), _) | (_, Err(refusal)) => FileRefused::from(refusal).into_response(),
    }
}
