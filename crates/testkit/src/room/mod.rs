//! People for a room: publishers that send real encoded sound and pictures through WebRTC, faster to start and more
//! even than a browser, and listeners.

mod clip;
mod listener;
mod publisher;
mod session;

use anyhow::Context;
use livekit_api::access_token::{AccessToken, VideoGrants};
use livekit_api::services::room::RoomClient;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::header::COOKIE;

pub use clip::Clip;
pub use listener::Listener;
pub use publisher::{Publisher, Source};

use crate::livekit::{API_KEY, API_SECRET, LiveKitServer};

/// Opens a signalling channel at an address, with what a browser would send as its cookie.
///
/// # Errors
/// Where nobody answers, or with a no.
async fn signalling(address: &str, cookie: Option<&str>) -> anyhow::Result<session::Signal> {
    let mut request = address.into_client_request()?;
    if let Some(cookie) = cookie {
        request.headers_mut().insert(COOKIE, cookie.parse()?);
    }
    Ok(tokio_tungstenite::connect_async(request).await?.0)
}

/// Ends a room for everybody in it.
pub async fn delete_room(server: &LiveKitServer, room: &str) -> anyhow::Result<()> {
    RoomClient::with_api_key(&server.http_url(), API_KEY, API_SECRET).delete_room(room).await?;
    Ok(())
}

/// A token for somebody who sends and doesn't listen.
pub fn publisher_token(room: &str, identity: &str) -> anyhow::Result<String> {
    token(
        room,
        identity,
        VideoGrants { can_publish: true.into(), can_subscribe: false.into(), ..VideoGrants::default() },
    )
}

/// A token for the recorder.
pub fn recorder_token(room: &str) -> anyhow::Result<String> {
    let grants = VideoGrants {
        can_publish: false.into(),
        can_subscribe: true.into(),
        hidden: true,
        recorder: true,
        ..VideoGrants::default()
    };
    token(room, "recorder", grants)
}

fn token(room: &str, identity: &str, grants: VideoGrants) -> anyhow::Result<String> {
    let grants = VideoGrants { room_join: true, room: room.to_owned(), ..grants };
    let token = AccessToken::with_api_key(API_KEY, API_SECRET).with_identity(identity).with_grants(grants);
    token.to_jwt().context("the token can't be made")
}
