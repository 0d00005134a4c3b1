//! Requests that the framework can't read, in words for people: its own name our types and fields.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// For who asks for what isn't there.
pub const NOTHING: &str = "There is nothing here.";
const UNREADABLE: &str = "This can’t be read. Load the page again and repeat it.";

/// Answers in words of ours what no handler of ours has answered: those say what is wrong as a page or as JSON.
pub async fn in_our_words(mut request: Request, next: Next) -> Response {
    // To a browser a server function's answer leads back to where this says, whoever wrote it.
    request.headers_mut().remove(header::REFERER);
    let sends = request.method() == Method::POST;
    let answer = next.run(request).await;
    let is_plain = answer.headers().get(header::CONTENT_TYPE).is_some_and(is_text);
    match answer.status() {
        // A path's part of another form.
        StatusCode::BAD_REQUEST if is_plain && !sends => (StatusCode::NOT_FOUND, NOTHING).into_response(),
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::UNPROCESSABLE_ENTITY
            if is_plain =>
        {
            (answer.status(), UNREADABLE).into_response()
        }
        _ => answer,
    }
}

fn is_text(kind: &HeaderValue) -> bool {
    kind.as_bytes().starts_with(b"text/plain")
}
