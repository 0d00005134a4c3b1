//! Addresses with a query.

use domain::route;

/// The classes of a month, `2026-12`.
#[must_use]
pub fn classes_of(month: &str) -> String {
    format!("{}?month={month}", route::CLASSES.path())
}

/// The sign-in that leads back to `next`, a path of ours.
#[must_use]
pub fn sign_in(next: &str) -> String {
    let escaped = leptos_router::location::Url::escape(next);
    format!("{}?next={escaped}", route::SIGN_IN.path())
}
