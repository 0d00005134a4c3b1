//! From an HTTP request to a connection that speaks WebSocket.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tracing::{Instrument as _, Span};

use super::budget::Budget;
use super::{Channel, LIMITS};

/// A request to make the connection a WebSocket.
pub struct Upgrade {
    accept: HeaderValue,
    connection: OnUpgrade,
}

impl<S: Sync> FromRequestParts<S> for Upgrade {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let refused = (StatusCode::UPGRADE_REQUIRED, "This address speaks WebSocket, version 13.");
        let accept = websocket::accept(&parts.headers).ok_or(refused)?;
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
        self.answer_bare(move |stream, first| {
            run(Channel::new(stream, &first, &LIMITS, Budget::new(Instant::now())))
        })
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
