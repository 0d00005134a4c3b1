//! Whether people reach us through TLS, and what follows from that for every answer.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

use super::Web;

/// The header in which a proxy says how it was asked.
const FORWARDED_PROTO: &str = "x-forwarded-proto";
/// Browsers ask this host through TLS only, for a year from the last time. Other hosts of the same domain are left alone.
const A_YEAR: &str = "max-age=31536000";

/// Whether who asks came through TLS: as the public address says, else as a proxy of ours does.
pub fn is_https(
    public_url: Option<&str>,
    peer: Option<IpAddr>,
    headers: &HeaderMap,
    proxies: &[IpNet],
) -> bool {
    if let Some(url) = public_url {
        return url.starts_with("https://");
    }
    let peer = peer.map(|peer| peer.to_canonical());
    if !peer.is_some_and(|peer| proxies.iter().any(|network| network.contains(&peer))) {
        return false;
    }
    let said = headers.get_all(FORWARDED_PROTO).iter().filter_map(|line| line.to_str().ok());
    // The last word is the one of the proxy that asks us.
    said.flat_map(|line| line.split(',')).next_back().is_some_and(|word| word.trim() == "https")
}

impl Web {
    /// [`is_https`] for a request to us.
    pub fn is_https(&self, request: &Request) -> bool {
        let peer = super::caller::peer(request.extensions());
        is_https(self.public_url.as_deref(), peer, request.headers(), &self.trusted_proxies)
    }
}

/// Behind TLS every answer asks the browser to stay there.
pub async fn keep(State(web): State<Web>, request: Request, next: Next) -> Response {
    let https = web.is_https(&request);
    let mut response = next.run(request).await;
    if https {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(A_YEAR));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn https(public_url: Option<&str>, peer: &str, said: &[&'static str]) -> bool {
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append(FORWARDED_PROTO, HeaderValue::from_static(line));
        }
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        is_https(public_url, Some(peer.parse().unwrap()), &headers, &proxies)
    }

    #[test]
    fn the_public_address_decides_and_else_a_proxy_of_ours() {
        assert!(https(Some("https://school.example"), "203.0.113.9", &[]));
        assert!(!https(Some("http://school.example"), "10.0.0.2", &["https"]));
        assert!(!https(None, "203.0.113.9", &["https"]), "anybody can write a header");
        assert!(https(None, "10.0.0.2", &["https"]));
        assert!(https(None, "::ffff:10.0.0.2", &["https"]));
        assert!(!https(None, "10.0.0.2", &["http"]));
        assert!(!https(None, "10.0.0.2", &[]));
        assert!(
            !https(None, "10.0.0.2", &["https, http"]),
            "what a client made up stands further to the left"
        );
        assert!(!https(None, "10.0.0.2", &["https", "http"]));
    }
}
