//! Leading to another page.

use leptos::prelude::*;

/// Leads to another page: the server by its answer's status, the browser by opening it. It stays out of the history.
#[component]
pub(super) fn GoTo(
    /// A path of ours.
    path: String,
) -> impl IntoView {
    go(&path);
}

#[cfg(feature = "ssr")]
fn go(path: &str) {
    let response = use_context::<leptos_axum::ResponseOptions>();
    let location = http::HeaderValue::from_str(path);
    if let (Some(response), Ok(location)) = (response, location) {
        response.insert_header(http::header::LOCATION, location);
        response.set_status(http::StatusCode::SEE_OTHER);
    }
}

#[cfg(not(feature = "ssr"))]
fn go(path: &str) {
    // A whole new page: the sign-in, for one, has no program to hand over to. Where the browser refuses, the page stays.
    let _ = window().location().replace(path);
}
