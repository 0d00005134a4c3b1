//! Another site's page can make a browser send requests with our cookie; those that change something, and the live
//! channel, are taken from our own pages only.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Web, watch};

/// Refuses what changes something and comes from another origin.
pub async fn check(State(web): State<Web>, request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        && !request.headers().contains_key(header::SEC_WEBSOCKET_KEY);
    if harmless || is_ours(request.headers(), web.public_url.as_deref()) {
        return next.run(request).await;
    }
    tracing::warn!("refused a request from another origin");
    let answer = (StatusCode::FORBIDDEN, "This request came from another site.").into_response();
    watch::with_id(answer, watch::request_id(request.headers()))
}

/// Whether a request comes from one of our own pages. Programs send no `Origin` and have no cookies to abuse.
fn is_ours(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    if public_url.is_some_and(|url| url == origin) {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, theirs)| theirs == host))
}

#[cfg(test)]
mod tests {
    use super::is_ours;
    use axum::http::{HeaderMap, HeaderValue, header};

    fn headers(origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("school.example:8443"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        headers
    }

    #[test]
    fn only_our_own_pages_may_write() {
        assert!(is_ours(&headers(Some("https://school.example:8443")), None));
        assert!(is_ours(&headers(None), None));
        assert!(!is_ours(&headers(Some("https://evil.example")), None));
        assert!(!is_ours(&headers(Some("null")), None));
        assert!(!is_ours(&headers(Some("https://school.example")), None));
        assert!(is_ours(&headers(Some("https://live.school.example")), Some("https://live.school.example")));
    }
}
