//! LiveKit's reports at the webhook: signed ones become facts, once, and whatever comes late or forged does not.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use domain::participant;
use livekit_api::access_token::AccessToken;
use reqwest::{StatusCode, header};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::seed;
use testkit::livekit::{API_KEY, API_SECRET};
use testkit::script::{Script, joined};
use testkit::server::Server;
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::installation::{Installation, everybody};
use crate::room::seated;

/// A report about the student.
fn report(class: ClassKey, event: &str, stay: &str) -> String {
    let metadata = json!({ "session": class.session, "tenant": class.tenant }).to_string();
    json!({
        "id": format!("EV_{}", Uuid::now_v7()),
        "event": event,
        "room": { "name": class.session, "metadata": metadata },
        "participant": { "identity": seed::PEOPLE[2].user, "sid": stay },
    })
    .to_string()
}

fn signature(body: &str, secret: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(body));
    AccessToken::with_api_key(API_KEY, secret).with_sha256(&hash).to_jwt().unwrap()
}

async fn send(server: &Server, body: &str, signature: Option<&str>) -> StatusCode {
    let request = Visitor::new(server.address()).unwrap().post("/webhooks/livekit");
    let request = request.header(header::CONTENT_TYPE, "application/webhook+json").body(body.to_owned());
    let request = match signature {
        Some(signature) => request.header(header::AUTHORIZATION, signature),
        None => request,
    };
    request.send().await.unwrap().status()
}

async fn signed(server: &Server, body: &str) -> StatusCode {
    send(server, body, Some(&signature(body, API_SECRET))).await
}

/// What the class's log says of the room.
async fn of_the_room(place: &Installation, class: ClassKey) -> Vec<Fact> {
    let facts = place.events(class).await.into_iter().map(|event| event.fact);
    facts
        .filter(|fact| {
            matches!(
                fact,
                Fact::Participant(
                    participant::Fact::MediaConnected { .. } | participant::Fact::MediaDisconnected { .. }
                )
            )
        })
        .collect()
}

async fn class_with_a_student(place: &Installation, server: &Server) -> (ClassKey, Tab) {
    let class = place.class().await;
    let [_, _, student, _] = everybody(server).await;
    let tab = seated(&student, class).await;
    (class, tab)
}

#[tokio::test]
async fn a_signed_report_becomes_a_fact_once_and_a_late_one_changes_nothing() {
    let place = Installation::new().await;
    let server = place.server().await;
    let (class, _tab) = class_with_a_student(&place, &server).await;
    let user = seed::PEOPLE[2].user;
    let came = |stay: &str| {
        Fact::Participant(participant::Fact::MediaConnected { user, stay: Some(stay.to_owned()) })
    };

    let first = report(class, "participant_joined", "PA_one");
    for _ in 0..2 {
        assert_eq!(signed(&server, &first).await, StatusCode::OK);
    }
    assert_eq!(of_the_room(&place, class).await, [came("PA_one")]);

    // They came again, from another device; only then it is heard that the first stay was over.
    assert_eq!(signed(&server, &report(class, "participant_joined", "PA_two")).await, StatusCode::OK);
    assert_eq!(signed(&server, &report(class, "participant_left", "PA_one")).await, StatusCode::OK);
    assert_eq!(signed(&server, &first).await, StatusCode::OK, "and the first report comes once more");
    assert_eq!(of_the_room(&place, class).await, [came("PA_one"), came("PA_two")]);

    assert_eq!(signed(&server, &report(class, "participant_left", "PA_two")).await, StatusCode::OK);
    let facts =
        [came("PA_one"), came("PA_two"), Fact::Participant(participant::Fact::MediaDisconnected { user })];
    assert_eq!(of_the_room(&place, class).await, facts);
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn who_has_no_place_in_the_class_comes_and_goes_without_a_fact() {
    let place = Installation::new().await;
    let mut script = Script::started(&place.database.store).await;
    let (class, person) = (script.key, &seed::PEOPLE[2]);
    // A class has no news of strangers at all: this one was here before.
    let came = joined(person.user, person.name);
    let Fact::Participant(participant::Fact::Joined { connection, .. }) = came else { panic!("{came:?}") };
    let left = Fact::Participant(participant::Fact::Left { user: person.user, connection, for_good: true });
    script.write(&place.database.store, vec![came, left]).await;
    let server = place.server().await;
    for stay in ["PA_one", "PA_two", "PA_three"] {
        for event in ["participant_joined", "participant_left"] {
            assert_eq!(signed(&server, &report(class, event, stay)).await, StatusCode::OK);
        }
    }
    assert_eq!(of_the_room(&place, class).await, []);
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn a_report_that_nobody_signed_is_refused() {
    let place = Installation::new().await;
    let server = place.server().await;
    let (class, _tab) = class_with_a_student(&place, &server).await;
    let body = report(class, "participant_joined", "PA_one");
    let forged = signature(&body, "another-secret-of-thirty-two-characters-too");
    let of_another = signature(&report(class, "participant_left", "PA_one"), API_SECRET);
    for signature in [None, Some(""), Some("nonsense"), Some(forged.as_str()), Some(of_another.as_str())] {
        assert_eq!(send(&server, &body, signature).await, StatusCode::UNAUTHORIZED, "{signature:?}");
    }
    assert_eq!(of_the_room(&place, class).await, []);
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn a_report_that_can_not_be_written_is_asked_for_again() {
    let place = Installation::new().await;
    let server = place.server().await;
    let (class, _tab) = class_with_a_student(&place, &server).await;
    let body = report(class, "participant_joined", "PA_one");
    place.database.go_away().await;
    assert_eq!(signed(&server, &body).await, StatusCode::SERVICE_UNAVAILABLE);
    place.database.come_back().await;
    while signed(&server, &body).await != StatusCode::OK {
        tokio::task::yield_now().await;
    }
    assert_eq!(of_the_room(&place, class).await.len(), 1);
    drop(place.database.take_jobs().await);
}
