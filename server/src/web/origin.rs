//! Another site's page can make a browser send requests with our cookie; those that change something, and the live
//! channel, are taken from our own pages only.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Web, watch};

/// Refuses what changes something and comes from another origin.
pub async fn check(State(web): State<Web>, request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        && !request.headers().contains_key(header::SEC_WEBSOCKET_KEY);
    let https = web.is_https(&request);
    if harmless || is_ours(request.headers(), web.public_url.as_deref(), https) {
        return next.run(request).await;
    }
    note(request.headers().get(header::ORIGIN), https);
    let answer = (StatusCode::FORBIDDEN, "This request came from another site.").into_response();
    watch::with_id(answer, watch::request_id(request.headers()))
}

/// Anybody can have a request refused, as often as they like: the first is said, for it may be for a setting, and all are counted.
fn note(origin: Option<&HeaderValue>, https: bool) {
    static SAID: AtomicBool = AtomicBool::new(false);
    metrics::counter!("lectern_refused_origins_total").increment(1);
    if SAID.swap(true, Ordering::Relaxed) {
        tracing::debug!(?origin, https, "refused a request from another origin");
    } else {
        tracing::warn!(
            ?origin,
            https,
            "refused a request from another origin: is LECTERN_PUBLIC_URL as people type it? Others like it are counted (/metrics)"
        );
    }
}

/// Whether a request comes from one of our own pages: scheme, host and port are the public address's, or those that it was sent
/// to. Programs send no `Origin` and have no cookies to abuse.
fn is_ours(headers: &HeaderMap, public_url: Option<&str>, https: bool) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let Some(origin) = origin.to_str().ok().and_then(Origin::read) else {
        return false;
    };
    if public_url.and_then(Origin::read).is_some_and(|ours| ours == origin) {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let scheme = if https { "https" } else { "http" };
    host.and_then(|host| Origin::of(scheme, host)).is_some_and(|ours| ours == origin)
}

/// A scheme, a host and a port.
#[derive(Debug, PartialEq, Eq)]
struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

impl Origin {
    fn read(text: &str) -> Option<Self> {
        let (scheme, host) = text.split_once("://")?;
        Self::of(scheme, host)
    }

    /// `host` may have a port; the scheme's own is the one that isn't said.
    fn of(scheme: &str, host: &str) -> Option<Self> {
        let scheme = scheme.to_ascii_lowercase();
        let usual = match scheme.as_str() {
            "http" => 80,
            "https" => 443,
            _ => return None,
        };
        // An IPv6 address has colons of its own, in brackets.
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse().ok()?),
            _ => (host, usual),
        };
        let is_name = !name.is_empty() && !name.contains(['/', '?', '#', '@', ' ']);
        is_name.then(|| Self { scheme, host: name.to_ascii_lowercase(), port })
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;
    use axum::http::{HeaderMap, HeaderValue, header};

    fn ours(origin: &'static str, host: &'static str, public_url: Option<&str>, https: bool) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        is_ours(&headers, public_url, https)
    }

    #[test]
    fn programs_have_no_origin() {
        assert!(is_ours(&HeaderMap::new(), None, false));
    }

    #[test]
    fn scheme_host_and_port_are_all_ours() {
        let host = "school.example:8443";
        assert!(ours("https://school.example:8443", host, None, true));
        assert!(!ours("http://school.example:8443", host, None, true), "another scheme");
        assert!(!ours("https://school.example:8443", host, None, false), "another scheme");
        for other in [
            "https://evil.example",
            "null",
            "",
            "https://school.example",
            "https://school.example:443",
            "https://school.example:8443.evil.example",
            "https://school.example:8443@evil.example",
            "ftp://school.example:8443",
        ] {
            assert!(!ours(other, host, None, true), "{other}");
        }
    }

    #[test]
    fn a_port_that_goes_without_saying_is_the_same_port() {
        assert!(ours("https://school.example", "school.example:443", None, true));
        assert!(ours("http://school.example:80", "School.Example", None, false));
        assert!(ours("http://[::1]:3000", "[::1]:3000", None, false));
        assert!(ours("http://[::1]", "[::1]", None, false));
        assert!(!ours("http://[::1]", "[::1]:3000", None, false));
    }

    #[test]
    fn the_public_address_is_ours_whatever_host_a_proxy_asks_for() {
        let public = Some("https://live.school.example");
        assert!(ours("https://live.school.example", "server-1:3000", public, true));
        assert!(!ours("http://live.school.example", "server-1:3000", public, true));
        assert!(!ours("http://live.school.example", "live.school.example", public, true));
        assert!(ours("https://other.example", "other.example", public, true), "another school here");
    }
}
