//! A real LiveKit does what the fake does.

use adapters::livekit::LiveKit;
use testkit::cases;
use testkit::livekit::{API_KEY, API_SECRET, LiveKitServer};

#[tokio::test]
async fn rooms_bear_what_is_not_there() {
    let server = LiveKitServer::start().unwrap();
    let livekit = LiveKit::new(&server.url(), API_KEY, API_SECRET);
    cases::rooms_bear_what_is_not_there(&livekit).await;
}
