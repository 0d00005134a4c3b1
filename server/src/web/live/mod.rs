//! The live channel: one WebSocket a tab, through which commands come and a class's news go.

mod budget;
mod farewell;
mod handshake;
mod presence;
mod socket;
mod tabs;

use std::time::Duration;

use app::caller::Caller;
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use classroom::Refusal;
use classroom::identity::token_hash;
use classroom::ports::event_log::ClassKey;
use domain::ids::SessionId;
use domain::wire::LARGEST_FRAME;
use tokio::time::Instant;
use websocket::Limits;

use super::Web;
use super::files::FileRefused;
use budget::Budget;
pub use handshake::Upgrade;
use socket::Tab;
pub use tabs::OpenTabs;

/// What a tab may send at once.
const LIMITS: Limits = Limits { longest: LARGEST_FRAME, most_parts: 64 };

/// A tab's connection.
type Channel = websocket::Channel<Budget>;

/// `GET /live/{session}`. Who may not be here gets an HTTP status, not an open socket.
pub async fn open(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
    upgrade: Upgrade,
) -> Response {
    let tab = match tab(&web, &caller, session).await {
        Ok(tab) => tab,
        Err(NoTab::Refused(refusal)) => return FileRefused::from(refusal).into_response(),
        Err(NoTab::TooMany(wait)) => return too_many(wait),
    };
    upgrade.answer(move |channel| tab.run(channel))
}

/// Why a tab isn't opened.
enum NoTab {
    Refused(Refusal),
    /// Its person opens too many: how long to wait.
    TooMany(Duration),
}

impl From<Refusal> for NoTab {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The answer to who opens too many tabs at once.
pub fn too_many(wait: Duration) -> Response {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let words = format!("You open too many tabs at once. Wait {seconds} s, then load the page again.");
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], words).into_response()
}

async fn tab(web: &Web, caller: &Caller, session: SessionId) -> Result<Box<Tab>, NoTab> {
    let (actor, token) = caller.actor.as_ref().zip(caller.token.as_ref()).ok_or(Refusal::SignedOut)?;
    let seat = web.classroom.seat(actor, ClassKey { tenant: caller.tenant, session }).await?;
    web.tabs.open_another(actor.tenant, actor.user, Instant::now()).map_err(NoTab::TooMany)?;
    let class = web.classroom.classes.open(seat.class).await?;
    Ok(Tab::new(web, token_hash(token), seat, class))
}
