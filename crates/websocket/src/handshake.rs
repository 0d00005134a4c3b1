//! The handshake's headers (RFC 6455, section 4.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use sha1::{Digest as _, Sha1};

/// What RFC 6455 has servers add to a key, so that only they can answer it.
pub const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// The `Sec-WebSocket-Accept` that answers a request to become a WebSocket of version 13; `None` where it asks for nothing of
/// the kind.
#[must_use]
pub fn accept(headers: &HeaderMap) -> Option<HeaderValue> {
    let asks = names(headers, &header::CONNECTION, "upgrade")
        && names(headers, &header::UPGRADE, "websocket")
        && names(headers, &header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| asks)?;
    let digest = Sha1::new().chain_update(key.as_bytes()).chain_update(GUID).finalize();
    HeaderValue::try_from(STANDARD.encode(digest)).ok()
}

/// Whether a header's list of words has this one.
fn names(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|found| found.trim().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::accept;
    use http::HeaderMap;

    /// The request of RFC 6455, section 1.2.
    fn request(name: &str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "keep-alive, Upgrade"),
            ("upgrade", "WebSocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            (name, value),
        ] {
            headers.insert(http::HeaderName::try_from(name).unwrap(), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn the_key_is_answered_as_the_rfc_has_it() {
        assert_eq!(accept(&request("host", "a")).unwrap(), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn only_a_websocket_of_version_13_may_pass() {
        for (name, value) in
            [("connection", "keep-alive"), ("upgrade", "h2c"), ("sec-websocket-version", "8")]
        {
            assert_eq!(accept(&request(name, value)), None, "{name}: {value}");
        }
    }
}
