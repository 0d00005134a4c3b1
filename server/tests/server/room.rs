//! The class's room on a real LiveKit: its passes let in whoever has one, and Lectern sends out who may not be there.

use std::time::Duration;

use domain::Command;
use domain::event::Fact;
use domain::session::EndReason;
use livekit_api::services::room::RoomClient;
use serde::Deserialize;
use store::seed;
use testkit::livekit::{API_KEY, API_SECRET, LiveKitServer};
use testkit::room::{Clip, Publisher, Source};
use testkit::tab::Tab;
use uuid::Uuid;

use crate::place::{Place, everybody};

const SOON: Duration = Duration::from_secs(20);

#[derive(Deserialize)]
struct Ticket {
    url: String,
    token: String,
}

impl Ticket {
    /// Comes into the room, with a tone for a microphone.
    async fn enter(&self) -> Publisher {
        let tone = Clip::tone(440, 60).unwrap();
        Publisher::join(&self.url, &self.token, vec![(Source::Microphone, tone)]).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_sent_out_or_stays_after_the_end_gets_no_further_than_the_door() {
    let place = Place::new().await;
    let class = place.class().await;
    // LiveKit has to know where it reports to, and Lectern where LiveKit is.
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let livekit = LiveKitServer::start(Some(&format!("http://{address}/webhooks/livekit"))).unwrap();
    let server = place.server_with(&[("LECTERN_ADDR", &address), ("LIVEKIT_URL", &livekit.url())]).await;
    let [teacher, assistant, ..] = everybody(&server).await;
    let form = [("session", class.session.to_string())];
    let mut tabs = [&teacher, &assistant].map(|visitor| Tab::new(visitor, class.session));
    for tab in &mut tabs {
        assert!(tab.listen(SOON, |tab| tab.you().is_some_and(|you| tab.view.is_here(you.user))).await);
    }
    let [mut teacher, _assistant] = tabs;
    let user = seed::PEOPLE[1].user;
    let is_in = move |tab: &Tab| tab.view.people.get(&user).is_some_and(|person| person.media);

    let ticket: Ticket = assistant.post("/api/join").form(&form).send().await.unwrap().json().await.unwrap();
    let inside = ticket.enter().await;
    assert!(teacher.listen(SOON, is_in).await, "the report of their coming is a fact");
    teacher.wish(Uuid::now_v7().into(), Command::Remove { user }).await;
    assert!(teacher.listen(SOON, |tab| tab.is_content() && !is_in(tab)).await, "they are out of the room");
    drop(inside);

    // The pass is good for a while.
    let again = ticket.enter().await;
    assert!(teacher.listen(SOON, is_in).await);
    assert!(teacher.listen(SOON, |tab| !is_in(tab)).await, "sent out again");
    drop(again);

    // Whoever comes after the end makes a room of their own, which is closed.
    teacher.wish(Uuid::now_v7().into(), Command::End { reason: EndReason::Ended }).await;
    assert!(teacher.listen(SOON, |tab| !tab.view.phase.is_live()).await);
    let rooms = RoomClient::with_api_key(&livekit.http_url(), API_KEY, API_SECRET);
    let known = async || rooms.list_rooms(vec![class.session.to_string()]).await.unwrap().len();
    let alone = ticket.enter().await;
    let closed = async {
        while known().await > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, closed).await.expect("the room is closed");
    drop(alone);
    let came = place
        .events(class)
        .await
        .into_iter()
        .filter(|event| matches!(event.fact, Fact::MediaConnected { .. }));
    assert_eq!(came.count(), 3, "each coming was seen");
    drop(place.database.take_jobs().await);
}
