//! Where things are.

use domain::ids::SessionId;

/// The first page.
pub const HOME: &str = "/";
/// The form for a new class.
pub const NEW_CLASS: &str = "/classes/new";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";

/// A class.
#[must_use]
pub fn class(session: SessionId) -> String {
    format!("/classes/{session}")
}

/// The form that changes a class.
#[must_use]
pub fn edit(session: SessionId) -> String {
    format!("/classes/{session}/edit")
}

/// A class's replay.
#[must_use]
pub fn replay(session: SessionId) -> String {
    format!("/replays/{session}")
}

/// The sign-in that leads back to `next`, a path of ours.
#[must_use]
pub fn sign_in(next: &str) -> String {
    let escaped = leptos_router::location::Url::escape(next);
    format!("{SIGN_IN}?next={escaped}")
}
