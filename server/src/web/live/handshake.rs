//! From an HTTP request to a bare connection that speaks WebSocket (RFC 6455, section 4.2).

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use sha1::{Digest as _, Sha1};
use tokio::net::TcpStream;
use tracing::{Instrument as _, Span};

use super::channel::Channel;

/// What RFC 6455 has servers add to a key, so that only they can answer it.
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// A request to make the connection a WebSocket.
pub struct Upgrade {
    accept: HeaderValue,
    connection: OnUpgrade,
}

impl<S: Sync> FromRequestParts<S> for Upgrade {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let refused = (StatusCode::UPGRADE_REQUIRED, "This address speaks WebSocket, version 13.");
        let headers = &parts.headers;
        let asks = names(headers, &header::CONNECTION, "upgrade")
            && names(headers, &header::UPGRADE, "websocket")
            && names(headers, &header::SEC_WEBSOCKET_VERSION, "13");
        let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| asks).ok_or(refused)?;
        let digest = Sha1::new().chain_update(key.as_bytes()).chain_update(GUID).finalize();
        let accept = HeaderValue::try_from(STANDARD.encode(digest)).map_err(|_| refused)?;
        let connection = parts.extensions.remove::<OnUpgrade>().ok_or(refused)?;
        Ok(Self { accept, connection })
    }
}

impl Upgrade {
    /// The answer that makes the connection a channel, which is then `run`.
    pub fn answer<F, Run>(self, run: F) -> Response<Body>
    where
        F: FnOnce(Channel) -> Run + Send + 'static,
        Run: Future<Output = ()> + Send + 'static,
    {
        self.answer_bare(move |stream, first| run(Channel::new(stream, &first)))
    }

    /// The answer that makes the connection one that speaks WebSocket, with which `run` does what it likes; it gets what was
    /// read of it already, too.
    pub fn answer_bare<F, Run>(self, run: F) -> Response<Body>
    where
        F: FnOnce(TcpStream, Bytes) -> Run + Send + 'static,
        Run: Future<Output = ()> + Send + 'static,
    {
        let Self { accept, connection } = self;
        let serve = async move {
            if let Some((stream, first)) = open(connection).await {
                run(stream, first).await;
            }
        };
        // Its lines carry the request's id, too.
        tokio::spawn(serve.instrument(Span::current()));
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
        response
    }
}

/// The connection itself, without what served it while it spoke HTTP.
async fn open(connection: OnUpgrade) -> Option<(TcpStream, Bytes)> {
    // The person went before the answer came.
    let upgraded = connection.await.ok()?;
    match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => {
            let stream = parts.io.into_inner();
            // A frame is sent when it is whole; waiting for more only delays it.
            let _ = stream.set_nodelay(true);
            Some((stream, parts.read_buf))
        }
        Err(_) => {
            tracing::error!("a WebSocket needs a TCP connection");
            None
        }
    }
}

/// Whether a header's list of words has this one.
fn names(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|found| found.trim().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::Upgrade;
    use axum::extract::FromRequestParts as _;
    use axum::http::Request;

    #[tokio::test]
    async fn only_a_websocket_may_pass() {
        for (name, value) in
            [("connection", "keep-alive"), ("upgrade", "h2c"), ("sec-websocket-version", "8")]
        {
            let mut request = Request::new(());
            for (name, value) in [
                ("connection", "keep-alive, Upgrade"),
                ("upgrade", "WebSocket"),
                ("sec-websocket-version", "13"),
                ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ] {
                request.headers_mut().insert(name, value.parse().unwrap());
            }
            request.headers_mut().insert(name, value.parse().unwrap());
            let (mut parts, ()) = request.into_parts();
            assert!(Upgrade::from_request_parts(&mut parts, &()).await.is_err(), "{name}: {value}");
        }
    }
}
