//! Where things are, and going there.

use domain::ids::{ConnectionId, SessionId};
#[cfg(feature = "ssr")]
use domain::ids::{LessonId, PollId};

/// The first page.
pub const HOME: &str = "/";
/// The classes to come, month by month.
pub const CLASSES: &str = "/classes";
/// The form for a new class.
pub const NEW_CLASS: &str = "/classes/new";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";

/// The classes of a month, `2026-12`.
#[cfg(feature = "ssr")]
#[must_use]
pub fn classes_of(month: &str) -> String {
    format!("{CLASSES}?month={month}")
}

/// A class.
#[must_use]
pub fn class(session: SessionId) -> String {
    format!("/classes/{session}")
}

/// The way into a class's room through a tab, for the media client: it appends LiveKit's own paths.
#[must_use]
pub fn room(session: SessionId, connection: ConnectionId) -> String {
    format!("/live/{session}/room/{connection}")
}

/// The form that changes a class.
#[must_use]
pub fn edit(session: SessionId) -> String {
    format!("/classes/{session}/edit")
}

/// The same, by what may be no id.
#[cfg(feature = "ssr")]
#[must_use]
pub(crate) fn edit_of(named: &str) -> String {
    let known = named.parse().map(edit);
    known.unwrap_or_else(|_| HOME.to_owned())
}

/// Where the form is sent that cancels a class.
#[must_use]
pub fn cancel(session: SessionId) -> String {
    format!("/classes/{session}/cancel")
}

/// A class as a file for a calendar.
#[must_use]
pub fn class_file(session: SessionId) -> String {
    format!("/classes/{session}/class.ics")
}

/// A person's classes, for a calendar that asks for them again and again. Who knows the token sees them.
#[must_use]
pub fn calendar(token: &str) -> String {
    format!("/calendar/{token}/classes.ics")
}

/// A class's replay.
#[must_use]
pub fn replay(session: SessionId) -> String {
    format!("/replays/{session}")
}

/// Who was in a class.
#[must_use]
pub fn attendance(session: SessionId) -> String {
    format!("/classes/{session}/attendance")
}

/// What came of a class's polls and questions.
#[must_use]
pub fn results(session: SessionId) -> String {
    format!("/classes/{session}/results")
}

/// The polls that are prepared for a lesson.
#[cfg(feature = "ssr")]
#[must_use]
pub fn prepared(lesson: LessonId) -> String {
    format!("/lessons/{lesson}/polls")
}

/// The form for one of them.
#[cfg(feature = "ssr")]
#[must_use]
pub fn prepared_poll(lesson: LessonId, poll: PollId) -> String {
    format!("/lessons/{lesson}/polls/{poll}")
}

/// The sign-in that leads back to `next`, a path of ours.
#[cfg(feature = "ssr")]
#[must_use]
pub fn sign_in(next: &str) -> String {
    let escaped = leptos_router::location::Url::escape(next);
    format!("{SIGN_IN}?next={escaped}")
}

/// Opens another page, as a link does.
pub fn open(path: &str) {
    // Where the browser refuses, the page stays.
    #[cfg(feature = "browser")]
    let _ = leptos::prelude::window().location().assign(path);
    #[cfg(not(feature = "browser"))]
    let _ = path;
}

/// Opens another page in this one's place, so that "back" doesn't lead here.
pub fn open_instead(path: &str) {
    #[cfg(feature = "browser")]
    let _ = leptos::prelude::window().location().replace(path);
    #[cfg(not(feature = "browser"))]
    let _ = path;
}
