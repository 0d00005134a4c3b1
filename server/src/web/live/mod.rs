//! The live channel: one WebSocket a tab, through which commands come and a class's news go.

mod budget;
mod socket;

use app::caller::Caller;
use axum::extract::{Extension, Path, State, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use classroom::Refusal;
use classroom::ports::event_log::ClassKey;
use domain::ids::SessionId;
use domain::wire::LARGEST_FRAME;

use super::Web;
use super::files::FileRefused;

/// `GET /live/{session}`. Who may not be here gets an HTTP status, not an open socket.
pub async fn open(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
    upgrade: WebSocketUpgrade,
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
        (Ok(seat), Ok(class)) => upgrade
            .max_message_size(LARGEST_FRAME)
            .max_frame_size(LARGEST_FRAME)
            .on_upgrade(move |socket| socket::run(web, seat, class, socket)),
        (Err(refusal), _) | (_, Err(refusal)) => FileRefused::from(refusal).into_response(),
    }
}
