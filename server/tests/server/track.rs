//! The tracks of a replay: who is led to them, and for how long.

use reqwest::{StatusCode, header};
use uuid::Uuid;

use crate::endpoints::{Stage, TRACK, prepared};
use crate::installation::{Installation, everybody};

#[tokio::test]
async fn a_track_is_reached_by_who_may_watch_it_and_its_address_is_soon_worth_nothing() {
    let place = Installation::new().await;
    let session = prepared(&place, Stage::Over).await.session;
    let server = place.server().await;
    let [_, _, student, _] = everybody(&server).await;
    let fields = [("session", session.to_string())];
    let replay = student.post("/rpc/replay").form(&fields).send().await.unwrap().text().await.unwrap();
    let path = format!("/replays/{session}/tracks/{TRACK}");
    assert!(
        replay.contains(&path) && !replay.contains("X-Amz"),
        "the page holds no signed address: {replay}"
    );
    let led = student.get(&path).header(header::RANGE, "bytes=0-").send().await.unwrap();
    assert_eq!(led.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(led.headers()[header::CACHE_CONTROL], "no-store");
    let to = led.headers()[header::LOCATION].to_str().unwrap();
    assert!(to.starts_with("http://127.0.0.1:9/media/t/s/tracks/1.webm?"), "{to}");
    assert!(to.contains("X-Amz-Expires=300&") && to.contains("X-Amz-Signature="), "{to}");
    let other = format!("/replays/{session}/tracks/{}", Uuid::now_v7());
    assert_eq!(student.get(&other).send().await.unwrap().status(), StatusCode::NOT_FOUND);
    let live = place.class().await.session;
    let early = format!("/replays/{live}/tracks/{TRACK}");
    assert_eq!(student.get(&early).send().await.unwrap().status(), StatusCode::CONFLICT);
    student.post("/sign-out").send().await.unwrap();
    assert_eq!(student.get(&path).send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    drop(place.database.take_jobs().await);
}
