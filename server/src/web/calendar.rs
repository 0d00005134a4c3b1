//! Classes as files for calendars: one to keep, and a person's all at their secret address.

use app::caller::Caller;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use classroom::Refusal;
use classroom::ports::event_log::ClassKey;
use domain::icalendar::MIME;
use domain::ids::SessionId;
use domain::route;

use super::Web;
use super::caller::{Https, host_and_port};
use super::files::FileRefused;

/// A person's classes. No cookie is asked for: who knows the address may see them.
pub async fn classes(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Extension(Https(https)): Extension<Https>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, FileRefused> {
    let origin = origin(&web, &headers, https);
    let page = |session| format!("{origin}{}", route::CLASS.to(session));
    let file = web.classroom.calendar_at(caller.tenant, &token, page).await?;
    Ok(([(header::CONTENT_TYPE, MIME)], file).into_response())
}

/// One class.
pub async fn class(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Extension(Https(https)): Extension<Https>,
    headers: HeaderMap,
    Path(session): Path<SessionId>,
) -> Result<Response, FileRefused> {
    let actor = caller.actor.as_ref().ok_or(Refusal::SignedOut)?;
    let seat = web.classroom.seat(actor, ClassKey { tenant: caller.tenant, session }).await?;
    let page = format!("{}{}", origin(&web, &headers, https), route::CLASS.to(session));
    let file = web.classroom.class_file(&seat, page).await?;
    let headers =
        [(header::CONTENT_TYPE, MIME), (header::CONTENT_DISPOSITION, "attachment; filename=\"class.ics\"")];
    Ok((headers, file).into_response())
}

/// A request's path as logs may show it: without the secret token of a calendar.
pub fn without_secret(path: &str) -> &str {
    let (before, _) = route::CALENDAR.pattern().split_once('{').unwrap_or_default();
    if path.starts_with(before) { "/calendar/…" } else { path }
}

/// Where people reach us: as it is set, else as this request did.
fn origin(web: &Web, headers: &HeaderMap, https: bool) -> String {
    match &web.public_url {
        Some(url) => url.to_string(),
        None => format!("{}://{}", if https { "https" } else { "http" }, host_and_port(headers)),
    }
}
