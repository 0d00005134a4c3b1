//! Seeing each request: an id on every line and answer, its time in `/metrics`, headers that every answer has.

use std::future::ready;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// The header that carries a request's id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Wraps the routes; the first layer named is the innermost.
pub fn layers<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    let fixed = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    routes
        .layer(middleware::from_fn(measure))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request| {
            // Of the highest level: its id is on every line, however few are wanted.
            tracing::error_span!(
                "request",
                id = request_id(request.headers()),
                method = %request.method(),
                path = super::calendar::without_secret(request.uri().path()),
            )
        }))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(middleware::from_fn(forget_id))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
}

/// What is no page of ours runs nothing and loads nothing, whatever stands in it; our pages say what they need.
pub fn nothing_runs() -> SetResponseHeaderLayer<HeaderValue> {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))
}

/// Whoever asks doesn't choose the id: it stands in our log and in our pages.
async fn forget_id(mut request: Request, next: Next) -> Response {
    request.headers_mut().remove(&REQUEST_ID);
    next.run(request).await
}

/// Answers that are plain words say the request's id where they say what went wrong.
pub async fn say_id(request: Request, next: Next) -> Response {
    let id = request_id(request.headers()).to_owned();
    let answer = next.run(request).await;
    let went_wrong = answer.status().is_client_error() || answer.status().is_server_error();
    if went_wrong { with_id(answer, &id) } else { answer }
}

/// The answer with the request's id below its words.
pub fn with_id(answer: Response, id: &str) -> Response {
    let (mut parts, words) = answer.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let below = stream::once(ready(Ok(Bytes::from(format!("\nRequest {id}\n")))));
    Response::from_parts(parts, Body::from_stream(words.into_data_stream().chain(below)))
}

/// The id that was given to a request; empty before it was.
pub fn request_id(headers: &HeaderMap) -> &str {
    headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default()
}

async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let began = Instant::now();
    let response = next.run(request).await;
    let labels = [
        ("route", route.unwrap_or_else(|| "other".to_owned())),
        ("status", response.status().as_u16().to_string()),
    ];
    metrics::histogram!("lectern_http_request_seconds", &labels).record(began.elapsed());
    response
}
