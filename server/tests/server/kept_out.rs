//! People who are kept out of a class: what they read and do, and what they are told.

use domain::event::Fact;
use domain::session::EndReason;
use domain::wire::ServerFrame;
use domain::{Rejection, participant, session};
use reqwest::StatusCode;
use store::seed;
use testkit::script::Script;
use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::installation::{Installation, everybody};
use crate::trust::{answer, post, socket};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_banned_read_nothing_and_do_nothing() {
    let place = Installation::new().await;
    let [.., student, _] = seed::PEOPLE.map(|person| person.user);
    let assistant = seed::PEOPLE[1].user;
    let banned = [student, assistant].map(|user| Fact::Participant(participant::Fact::Banned { user }));
    let (mut live, mut over) = (Script::new(), Script::new());
    for (script, ended) in [(&mut live, false), (&mut over, true)] {
        let entry = script.schedule("Energy in oscillations");
        let mut facts = vec![entry, Fact::Session(session::Fact::Started)];
        facts.extend(banned.clone());
        facts.extend(ended.then_some(Fact::Session(session::Fact::Ended { reason: EndReason::Ended })));
        script.write(&place.database.store, facts).await;
    }
    let server = place.server().await;
    let [teacher, assistant, student, _] = everybody(&server).await;
    let (replay, class) =
        (format!("/replays/{}", over.key.session), format!("/classes/{}", over.key.session));
    let paths = [
        replay.clone(),
        format!("{replay}/captions.vtt"),
        format!("{replay}/transcript.vtt"),
        format!("{replay}/transcript.txt"),
        format!("{class}/class.ics"),
    ];
    let for_staff = ["attendance", "attendance.csv", "results", "results/polls.csv", "results/questions.csv"];
    let for_staff = for_staff.map(|file| format!("{class}/{file}"));
    for path in paths.iter().chain(&for_staff) {
        for visitor in [&student, &assistant] {
            let answer = visitor.get(path).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(teacher.get(path).send().await.unwrap().status(), StatusCode::OK, "{path}");
    }
    for (path, session) in [("/rpc/replay", over.key), ("/rpc/join", live.key)] {
        let form = [("session", session.session.to_string())];
        for visitor in [&student, &assistant] {
            let (status, words) = post(visitor, path, &form).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
            assert!(words.contains("You were removed from this class"), "{words}");
        }
    }
    for key in [live.key, over.key] {
        let before = place.events(key).await.len();
        let mut socket = socket(&assistant, key).await;
        for command in [
            format!(r#"{{"do":"unban","user":"{}"}}"#, seed::PEOPLE[1].user),
            format!(r#"{{"do":"admit","user":"{}"}}"#, seed::PEOPLE[1].user),
            r#"{"do":"lock","locked":true}"#.to_owned(),
            r#"{"do":"take_over"}"#.to_owned(),
        ] {
            let frame = format!(r#"{{"type":"command","id":"{}","command":{command}}}"#, Uuid::now_v7());
            let refused = answer(&mut socket, &frame).await;
            let is_banned = matches!(refused, ServerFrame::Refused { reason: Rejection::Banned, .. });
            assert!(is_banned, "{command}: {refused:?}");
        }
        assert_eq!(place.events(key).await.len(), before);
    }
    drop(place.database.take_jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_noes_have_words_of_their_own() {
    let place = Installation::new().await;
    let mut script = Script::new();
    let lobby = domain::session::Settings { lobby: true, ..Default::default() };
    let entry = script.schedule("Energy in oscillations");
    let banned = Fact::Participant(participant::Fact::Banned { user: seed::PEOPLE[3].user });
    let facts = vec![
        entry,
        Fact::Session(session::Fact::SettingsChanged { settings: lobby }),
        Fact::Session(session::Fact::Started),
        banned,
    ];
    script.write(&place.database.store, facts).await;
    let server = place.server().await;
    let [_, _, waiting, banned] = everybody(&server).await;
    let outsider = outsider(&place, &server).await;
    let nobody = Visitor::new(server.address()).unwrap();
    let form = [("session", script.key.session.to_string())];
    for (visitor, status, said) in [
        (&nobody, StatusCode::UNAUTHORIZED, "Sign in first"),
        (&outsider, StatusCode::NOT_FOUND, "You aren't in this class's course"),
        (&waiting, StatusCode::FORBIDDEN, "You are in the lobby"),
        (&banned, StatusCode::FORBIDDEN, "You were removed from this class"),
    ] {
        let (found, words) = post(visitor, "/rpc/join", &form).await;
        assert_eq!(found, status, "{words}");
        assert!(words.contains(said), "{words}");
    }
    drop(place.database.take_jobs().await);
}

/// Somebody of the school who is enrolled nowhere, signed in.
async fn outsider(place: &Installation, server: &testkit::server::Server) -> Visitor {
    let (mut admin, user) = (place.database.admin().await, Uuid::now_v7());
    let email = format!("{user}@example.test");
    sqlx::query(
        "insert into users (tenant_id, id, name, email, password)
         select $1, $2, 'Kim', $3, password from users where id = $4",
    )
    .bind(seed::TENANT.0)
    .bind(user)
    .bind(&email)
    .bind(seed::PEOPLE[0].user.0)
    .execute(&mut admin)
    .await
    .unwrap();
    let mut visitor = Visitor::new(server.address()).unwrap();
    visitor.sign_in(&email, seed::PASSWORD).await.unwrap();
    visitor
}
