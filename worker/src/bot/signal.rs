//! LiveKit's signalling: protobuf messages over a WebSocket.

use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use livekit_protocol::{
    LeaveRequest, Ping, SessionDescription, SignalRequest, SignalResponse, signal_request, signal_response,
};
use prost::Message as _;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::header::AUTHORIZATION;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream};

/// The signalling protocol we speak: separate peer connections for publishing and subscribing.
const PROTOCOL: u32 = 16;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// An open signalling channel.
pub(super) struct Signal {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// Why there is no signalling channel (any more).
#[derive(Debug, thiserror::Error)]
pub(super) enum SignalError {
    /// LiveKit answered, and the answer is no: 401 for a wrong key or secret, 404 for a room that isn't there.
    #[error("LiveKit refuses the recorder ({status}): {why}")]
    Refused { status: u16, why: String },
    #[error("LiveKit can't be reached: {0}")]
    Unreachable(String),
    #[error("LiveKit's address is not usable: {0}")]
    Address(String),
    #[error("LiveKit closed the signalling channel")]
    Closed,
}

impl Signal {
    /// Opens the channel at a LiveKit address (`ws:`, `wss:`, `http:` or `https:`).
    pub async fn connect(url: &str, token: &str) -> Result<Self, SignalError> {
        let address = address(url).ok_or_else(|| SignalError::Address(url.to_owned()))?;
        let mut request =
            address.into_client_request().map_err(|error| SignalError::Address(error.to_string()))?;
        let bearer = format!("Bearer {token}").parse();
        let bearer = bearer.map_err(|_| SignalError::Address("the token is no header value".to_owned()))?;
        request.headers_mut().insert(AUTHORIZATION, bearer);

        let connecting =
            tokio_tungstenite::connect_async_tls_with_config(request, None, true, Some(connector(url)?));
        match tokio::time::timeout(CONNECT_TIMEOUT, connecting).await {
            Ok(Ok((socket, _response))) => Ok(Self { socket }),
            Ok(Err(tungstenite::Error::Http(response))) => {
                let why = response.body().as_deref().map(String::from_utf8_lossy).unwrap_or_default();
                Err(SignalError::Refused { status: response.status().as_u16(), why: why.trim().to_owned() })
            }
            Ok(Err(error)) => Err(SignalError::Unreachable(error.to_string())),
            Err(_elapsed) => Err(SignalError::Unreachable("no answer within 5 s".to_owned())),
        }
    }

    /// The next message. Cancel safe.
    pub async fn next(&mut self) -> Result<signal_response::Message, SignalError> {
        loop {
            let frame = self.socket.next().await.ok_or(SignalError::Closed)?;
            match frame.map_err(|error| SignalError::Unreachable(error.to_string()))? {
                Message::Binary(bytes) => match SignalResponse::decode(bytes) {
                    Ok(SignalResponse { message: Some(message) }) => return Ok(message),
                    Ok(_unknown) => {}
                    Err(error) => {
                        tracing::warn!(%error, "LiveKit sent a message that can't be read")
                    }
                },
                Message::Close(_) => return Err(SignalError::Closed),
                _ => {}
            }
        }
    }

    /// Answers an offer.
    pub async fn answer(&mut self, sdp: String, id: u32) -> Result<(), SignalError> {
        let answer = SessionDescription { r#type: "answer".to_owned(), sdp, id, ..Default::default() };
        self.send(signal_request::Message::Answer(answer)).await
    }

    /// Shows that we live.
    pub async fn ping(&mut self, unix_ms: i64) -> Result<(), SignalError> {
        self.send(signal_request::Message::PingReq(Ping { timestamp: unix_ms, rtt: 0 })).await
    }

    /// Says good-bye, so that LiveKit needn't wait for us to time out.
    pub async fn leave(mut self) {
        let goodbye = self.send(signal_request::Message::Leave(LeaveRequest::default()));
        if let Err(error) = tokio::time::timeout(Duration::from_secs(1), goodbye).await {
            tracing::debug!(%error, "LiveKit didn't hear the recorder leave");
        }
        // The server may have closed first.
        let _ = tokio::time::timeout(Duration::from_millis(200), self.socket.close(None)).await;
    }

    async fn send(&mut self, message: signal_request::Message) -> Result<(), SignalError> {
        let bytes = SignalRequest { message: Some(message) }.encode_to_vec();
        let sent = self.socket.send(Message::Binary(bytes.into())).await;
        sent.map_err(|error| SignalError::Unreachable(error.to_string()))
    }
}

fn address(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = match scheme {
        "ws" | "http" => "ws",
        "wss" | "https" => "wss",
        _ => return None,
    };
    let rest = rest.trim_end_matches('/');
    Some(format!("{scheme}://{rest}/rtc?protocol={PROTOCOL}&auto_subscribe=1&adaptive_stream=0&sdk=rust"))
}

/// TLS with a named provider: where a program links several, rustls would not choose one by itself.
fn connector(url: &str) -> Result<Connector, SignalError> {
    if url.starts_with("ws:") || url.starts_with("http:") {
        return Ok(Connector::Plain);
    }
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SignalError::Unreachable(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Connector::Rustls(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn any_way_to_write_the_address_works() {
        for (url, start) in [
            ("ws://127.0.0.1:7880", "ws://127.0.0.1:7880/rtc?protocol=16&"),
            ("http://localhost:7880/", "ws://localhost:7880/rtc?"),
            ("https://school.livekit.cloud", "wss://school.livekit.cloud/rtc?"),
            ("wss://media.example/sfu/", "wss://media.example/sfu/rtc?"),
        ] {
            assert!(address(url).is_some_and(|address| address.starts_with(start)), "{url}");
        }
        assert_eq!(address("livekit.example"), None);
        assert_eq!(address("ftp://livekit.example"), None);
    }
}
