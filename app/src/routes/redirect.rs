//! Leading to another page.

use leptos::prelude::*;

/// Leads to another page, by the answer's status.
#[component]
pub(super) fn GoTo(
    /// A path of ours.
    path: String,
) -> impl IntoView {
    let response = use_context::<leptos_axum::ResponseOptions>();
    if let (Some(response), Ok(location)) = (response, http::HeaderValue::from_str(&path)) {
        response.insert_header(http::header::LOCATION, location);
        response.set_status(http::StatusCode::SEE_OTHER);
    }
}
