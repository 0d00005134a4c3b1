//! Going to other pages, and addresses with a query.

#[cfg(feature = "ssr")]
use domain::route;

/// The classes of a month, `2026-12`.
#[cfg(feature = "ssr")]
#[must_use]
pub fn classes_of(month: &str) -> String {
    format!("{}?month={month}", route::CLASSES.path())
}

/// The sign-in that leads back to `next`, a path of ours.
#[cfg(feature = "ssr")]
#[must_use]
pub fn sign_in(next: &str) -> String {
    let escaped = leptos_router::location::Url::escape(next);
    format!("{}?next={escaped}", route::SIGN_IN.path())
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
