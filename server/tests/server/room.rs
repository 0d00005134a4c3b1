//! The class's room on a real LiveKit: its passes let in whoever has one, and Lectern sends out who may not be there.

use std::net::TcpListener;
use std::time::Duration;

use chrono::TimeDelta;
use classroom::ports::event_log::ClassKey;
use domain::Command;
use domain::event::Fact;
use domain::ids::UserId;
use domain::session::Phase;
use livekit_api::access_token::{AccessToken, VideoGrants};
use livekit_api::services::room::RoomClient;
use reqwest::StatusCode;
use serde_json::json;
use store::seed;
use testkit::livekit::{API_KEY, API_SECRET, LiveKitServer};
use testkit::room::{Clip, Publisher, Source};
use testkit::script::Script;
use testkit::tab::Tab;
use tokio::time::timeout;
use uuid::Uuid;

use crate::place::{Place, everybody};

const SOON: Duration = Duration::from_secs(20);

/// Comes into the room with a pass as ours, but to send a tone only: a publisher has no ears.
async fn enter(livekit: &LiveKitServer, class: ClassKey, user: UserId) -> Publisher {
    let grants = VideoGrants {
        room_join: true,
        room: class.session.to_string(),
        can_publish: true.into(),
        can_subscribe: false.into(),
        ..VideoGrants::default()
    };
    let token = AccessToken::with_api_key(API_KEY, API_SECRET)
        .with_identity(&user.to_string())
        .with_metadata(&json!({ "session": class.session, "tenant": class.tenant }).to_string())
        .with_grants(grants)
        .to_jwt()
        .unwrap();
    let tone = Clip::tone(440, 60).unwrap();
    Publisher::join(&livekit.url(), &token, vec![(Source::Microphone, tone)]).await.unwrap()
}

/// When the class has no room any more.
async fn closed(livekit: &LiveKitServer, class: ClassKey) {
    while has_room(livekit, class).await {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn has_room(livekit: &LiveKitServer, class: ClassKey) -> bool {
    let rooms = RoomClient::with_api_key(&livekit.http_url(), API_KEY, API_SECRET);
    !rooms.list_rooms(vec![class.session.to_string()]).await.unwrap().is_empty()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_sent_out_or_comes_after_the_end_is_sent_out_again() {
    let place = Place::new().await;
    let class = place.class().await;
    // LiveKit has to know where it reports to, and Lectern where LiveKit is.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let livekit = LiveKitServer::start_reporting_to(&format!("http://{address}/webhooks/livekit")).unwrap();
    let settings = [("LECTERN_ADDR", address.as_str()), ("LIVEKIT_URL", &livekit.url())];
    let server = place.server_with(&settings).await;
    let [boss, assistant, ..] = everybody(&server).await;
    let mut tabs = [&boss, &assistant].map(|visitor| Tab::new(visitor, class.session));
    for tab in &mut tabs {
        assert!(tab.listen(SOON, |tab| tab.you().is_some_and(|you| tab.view.is_here(you.user))).await);
    }
    let [mut teacher, _] = tabs;
    let user = seed::PEOPLE[1].user;
    let is_in = move |tab: &Tab| tab.view.people.get(&user).is_some_and(|person| person.media);

    let form = [("session", class.session.to_string())];
    let opened = assistant.post("/api/join").form(&form).send().await.unwrap();
    assert_eq!(opened.status(), StatusCode::OK);
    let inside = enter(&livekit, class, user).await;
    assert!(teacher.listen(SOON, is_in).await, "the report of their coming is a fact");
    teacher.wish(Uuid::now_v7().into(), Command::Remove { user }).await;
    assert!(teacher.listen(SOON, |tab| tab.is_content() && !is_in(tab)).await, "they are out of the room");
    drop(inside);

    // A pass is good for a while.
    let again = enter(&livekit, class, user).await;
    assert!(teacher.listen(SOON, is_in).await);
    assert!(teacher.listen(SOON, |tab| !is_in(tab)).await, "sent out again");
    drop(again);

    // Whoever comes after the end makes a room of their own, which is closed.
    let end = [("session", class.session.to_string()), ("command", Uuid::now_v7().to_string())];
    assert_eq!(boss.post("/api/end").form(&end).send().await.unwrap().status(), StatusCode::OK);
    assert!(teacher.listen(SOON, |tab| !tab.view.phase.is_live()).await);
    timeout(SOON, closed(&livekit, class)).await.expect("the class's room ends with it");
    let alone = enter(&livekit, class, user).await;
    timeout(SOON, closed(&livekit, class)).await.expect("the room is closed");
    drop(alone);
    let events = place.events(class).await;
    let came = events.iter().filter(|event| matches!(event.fact, Fact::MediaConnected { .. }));
    assert_eq!(came.count(), 3, "each coming was seen");
    drop(place.database.take_jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_room_of_a_class_that_the_clock_ends_is_closed_without_a_recorder() {
    let place = Place::new().await;
    let mut script = Script::new().earlier(TimeDelta::days(1));
    let begun = vec![script.schedule("Energy in oscillations"), Fact::SessionStarted];
    script.write(&place.database.store, begun).await;
    let livekit = LiveKitServer::start().unwrap();
    let settings = [("LIVEKIT_URL", livekit.url()), ("RECORDER", "off".to_owned())];
    let server = place.server_with(&settings.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    let [teacher, ..] = everybody(&server).await;
    let inside = enter(&livekit, script.key, seed::PEOPLE[1].user).await;
    assert!(has_room(&livekit, script.key).await);

    // Whoever opens the class has the server look at the time.
    let mut tab = Tab::new(&teacher, script.key.session);
    assert!(tab.listen(SOON, |tab| matches!(tab.view.phase, Phase::Ended { .. })).await);
    timeout(SOON, closed(&livekit, script.key)).await.expect("nobody is in the room any more");
    drop(inside);
    drop(place.database.take_jobs().await);
}
