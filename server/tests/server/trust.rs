//! Who is believed what: ids that are taken, commands that only the server says.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use domain::ids::{CommandId, MessageId, SessionId, TenantId};
use domain::wire::{ClientFrame, ServerFrame};
use domain::{Command, Rejection, chat, hand, participant, permission, session};
use reqwest::StatusCode;
use store::seed;
use testkit::load::Socket;
use testkit::script::Script;
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use tokio::time::timeout;
use uuid::Uuid;

use crate::flood::UNREADABLE;
use crate::installation::{Installation, everybody};

const SOON: Duration = Duration::from_secs(20);
/// A host name that belongs to another school.
const ELSEWHERE: &str = "elsewhere.test";

/// A class that is to come.
async fn to_come(place: &Installation, title: &str) -> Script {
    let mut script = Script::new();
    let entry = script.schedule(title);
    script.write(&place.database.store, vec![entry]).await;
    script
}

/// The form for a new class.
fn entry(session: SessionId, command: Uuid, more: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let day = (Utc::now() + TimeDelta::days(30)).format("%Y-%m-%d").to_string();
    let fields = [
        ("session", session.to_string()),
        ("command", command.to_string()),
        ("title", "Mine now".to_owned()),
        ("course", seed::COURSE.to_string()),
        ("lesson", String::new()),
        ("date", day),
        ("time", "10:00".to_owned()),
        ("length", "60".to_owned()),
        ("zone", "Europe/Berlin".to_owned()),
    ];
    let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
    let kept = |name: &str| !more.clone().any(|(other, _)| other == name);
    fields.into_iter().filter(|(name, _)| kept(name)).chain(more.clone()).collect()
}

pub async fn post(visitor: &Visitor, path: &str, form: &[(&'static str, String)]) -> (StatusCode, String) {
    let answer = visitor.post(path).form(form).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

async fn facts(place: &Installation, class: ClassKey) -> Vec<Fact> {
    place.events(class).await.into_iter().map(|event| event.fact).collect()
}

/// How many plans there are for a class, of whatever school.
async fn plans(place: &Installation, session: SessionId) -> i64 {
    sqlx::query_scalar("select count(*) from class_plans where session_id = $1")
        .bind(session.0)
        .fetch_one(&mut place.database.admin().await)
        .await
        .unwrap()
}

pub async fn answer(socket: &mut Socket, frame: &str) -> ServerFrame {
    socket.say(frame.as_bytes()).await.unwrap();
    let read = |text: &[u8]| serde_json::from_slice::<ServerFrame>(text).unwrap();
    let is = |frame: ServerFrame| {
        matches!(
            frame,
            ServerFrame::BadFrame { .. } | ServerFrame::Refused { .. } | ServerFrame::Accepted { .. }
        )
    };
    let text = timeout(SOON, socket.wait_for(|text| is(read(text)))).await.unwrap().unwrap();
    read(&text)
}

pub async fn socket(visitor: &Visitor, class: ClassKey) -> Socket {
    let path = format!("/live/{}", class.session);
    let mut socket = Socket::open(visitor.server(), &path, visitor.cookie.as_deref()).await.unwrap();
    socket.say(br#"{"type":"hello","resume_after":null}"#).await.unwrap();
    socket
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_teachers_socket_can_neither_say_what_use_cases_say_nor_what_the_server_says() {
    let place = Installation::new().await;
    let (mine, other) = (to_come(&place, "Mine").await.key, to_come(&place, "Other").await.key);
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let mut socket = socket(&teacher, mine).await;
    for (starts_at, course) in [
        ("2026-12-01T10:00:00Z", seed::COURSE.to_string()),
        ("+262142-12-31T23:59:00Z", Uuid::now_v7().to_string()),
    ] {
        for verb in ["schedule", "reschedule"] {
            for session in [mine, other] {
                let command = format!(
                    r#"{{"do":"{verb}","session":"{}","course":"{course}","lesson":"{}","title":"Taken over",
                        "starts_at":"{starts_at}","minutes":60,"zone":"UTC"}}"#,
                    session.session,
                    seed::lesson(1)
                );
                refused_unread(&mut socket, &command).await;
            }
        }
    }
    let id = Uuid::now_v7();
    for command in [
        r#"{"do":"cancel","reason":"because"}"#.to_owned(),
        r#"{"do":"start"}"#.to_owned(),
        r#"{"do":"end","reason":"ended"}"#.to_owned(),
        r#"{"do":"restart_stage","stage":"derive"}"#.to_owned(),
        format!(r#"{{"do":"continue_from","session":"{}","questions":[],"names":{{}}}}"#, other.session),
        format!(r#"{{"do":"recall_poll","poll":"{id}","session":"{id}","tally":{{"votes":0,"counts":[]}}}}"#),
        r#"{"do":"lose_teacher"}"#.to_owned(),
        format!(
            r#"{{"do":"join","user":"{id}","role":"teacher","name":"x","connection":"{id}","node":"x"}}"#
        ),
        format!(r#"{{"do":"cast_ballot","poll":"{id}","ballot":"{id}","choice":{{"as":"text"}}}}"#),
        r#"{"do":"forget_node","node":"here"}"#.to_owned(),
    ] {
        refused_unread(&mut socket, &command).await;
    }
    for class in [mine, other] {
        assert_eq!(place.events(class).await.len(), 1, "nothing was written");
    }
    drop(place.database.take_jobs().await);
}

async fn refused_unread(socket: &mut Socket, command: &str) {
    let frame = format!(r#"{{"type":"command","id":"{}","command":{command}}}"#, Uuid::now_v7());
    // Not for something that lacks in it.
    let why = serde_json::from_str::<ClientFrame>(&frame).unwrap_err().to_string();
    assert!(why.contains("unknown variant"), "{why}");
    match answer(socket, &frame).await {
        ServerFrame::BadFrame { problem } => assert_eq!(problem, UNREADABLE),
        other => panic!("{command}: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_class_takes_no_name_that_stands_for_another() {
    let place = Installation::new().await;
    let theirs = to_come(&place, "Theirs").await.key;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let ways: [&[(&str, &str)]; 4] = [
        &[],
        &[("lobby", "on")],
        &[("continues", "on")],
        &[("repeats", "weekly"), ("times", "3"), ("lobby", "on"), ("continues", "on")],
    ];
    for way in ways {
        let (status, _) = post(&teacher, "/classes/new", &entry(theirs.session, Uuid::now_v7(), way)).await;
        assert_eq!(status, StatusCode::CONFLICT, "{way:?}");
    }
    assert_eq!(facts(&place, theirs).await.len(), 1, "it is what it was");
    assert_eq!(plans(&place, theirs.session).await, 0, "and in nobody's series");

    // The same form of the same person makes one class; with the same ids and other words it makes none.
    let (session, command) = (SessionId(Uuid::now_v7()), Uuid::now_v7());
    for _ in 0..2 {
        let (status, page) = post(&teacher, "/classes/new", &entry(session, command, &[])).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    }
    let key = ClassKey { tenant: seed::TENANT, session };
    let others: [&[(&str, &str)]; 4] =
        [&[("lobby", "on")], &[("title", "Other")], &[("time", "11:00")], &[("continues", "on")]];
    for way in others {
        let (status, _) = post(&teacher, "/classes/new", &entry(session, command, way)).await;
        assert_eq!(status, StatusCode::CONFLICT, "{way:?}");
    }
    assert_eq!(facts(&place, key).await.len(), 1);
    assert_eq!(plans(&place, session).await, 0);

    // A command's id that changed the class before changes no lobby.
    let edit = format!("/classes/{session}/edit");
    let changed = Uuid::now_v7();
    let (status, _) = post(&teacher, &edit, &entry(session, changed, &[("title", "Changed")])).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    for more in [("lobby", "on"), ("continues", "on")] {
        let (status, _) =
            post(&teacher, &edit, &entry(session, changed, &[("title", "Changed"), more])).await;
        assert_eq!(status, StatusCode::CONFLICT, "{more:?}");
    }
    assert_eq!(plans(&place, session).await, 0);
    let lobby = |fact: &Fact| matches!(fact, Fact::Session(session::Fact::SettingsChanged { .. }));
    assert!(!facts(&place, key).await.iter().any(lobby));
    drop(place.database.take_jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_schools_name_is_refused_and_its_class_goes_on() {
    let place = Installation::new().await;
    let theirs = place.class().await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let (stranger, course) = stranger(&place, &server).await;
    for repeats in ["", "weekly"] {
        let more = [("course", course.as_str()), ("repeats", repeats), ("times", "2")];
        let more = if repeats.is_empty() { &more[..1] } else { &more[..] };
        let (status, page) =
            post(&stranger, "/classes/new", &entry(theirs.session, Uuid::now_v7(), more)).await;
        assert_eq!(status, StatusCode::CONFLICT, "{page}");
    }
    let mut tab = Tab::new(&teacher, theirs.session);
    assert!(tab.listen(SOON, |tab| tab.view.core.phase.is_live()).await, "it is there for its own school");
    let id = CommandId(Uuid::now_v7());
    tab.submit(id, Command::chat(MessageId(Uuid::now_v7()), "Hello")).await;
    assert!(tab.listen(SOON, Tab::is_content).await);
    assert!(tab.accepted.contains(&id));
    drop(place.database.take_jobs().await);
}

/// A teacher of another school, signed in there, and their course.
async fn stranger(place: &Installation, server: &testkit::server::Server) -> (Visitor, String) {
    let mut admin = place.database.admin().await;
    let (tenant, user, course) = (TenantId(Uuid::now_v7()), Uuid::now_v7(), Uuid::now_v7());
    let email = format!("{user}@example.test");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into tenants (id, name) values ('{tenant}', 'Elsewhere');
         insert into tenant_domains (tenant_id, domain) values ('{tenant}', '{ELSEWHERE}');
         insert into roles (tenant_id, role) values ('{tenant}', 'teacher');
         insert into users (tenant_id, id, name, email, password)
         select '{tenant}', '{user}', 'Kim', '{email}', password from users where id = '{}';
         insert into user_roles (tenant_id, user_id, role) values ('{tenant}', '{user}', 'teacher');
         insert into courses (tenant_id, id, title) values ('{tenant}', '{course}', 'Theirs');
         insert into enrollments (tenant_id, course_id, user_id, role)
         values ('{tenant}', '{course}', '{user}', 'teacher');",
        seed::PEOPLE[0].user
    )))
    .execute(&mut admin)
    .await
    .unwrap();
    let mut visitor = Visitor::new(server.address()).unwrap().at(ELSEWHERE);
    visitor.sign_in(&email, seed::PASSWORD).await.unwrap();
    (visitor, course.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_used_commands_name_is_refused_unless_it_is_the_same_of_the_same_person() {
    let place = Installation::new().await;
    let class = place.class().await;
    let (id, message) = (Uuid::now_v7(), Uuid::now_v7());
    let said = |text: &str| format!(r#"{{"do":"post_chat","message":"{message}","text":"{text}"}}"#);
    let remove = |user| format!(r#"{{"do":"remove","user":"{user}"}}"#);
    let frame = |command: &str| format!(r#"{{"type":"command","id":"{id}","command":{command}}}"#);
    let taken =
        |answer: ServerFrame| matches!(answer, ServerFrame::Refused { reason: Rejection::NameTaken, .. });
    // The second server didn't decide it.
    for round in 0..2 {
        let server = place.server().await;
        let [teacher, assistant, student, _] = everybody(&server).await;
        let mut present = Tab::new(&teacher, class.session);
        assert!(present.listen(SOON, |tab| tab.view.core.is_here(seed::PEOPLE[0].user)).await);
        let (mut theirs, mut staffs) = (socket(&student, class).await, socket(&assistant, class).await);
        for _ in 0..2 {
            let same = answer(&mut theirs, &frame(&said("Hello"))).await;
            assert!(matches!(same, ServerFrame::Accepted { .. }), "{round}: {same:?}");
        }
        assert!(taken(answer(&mut theirs, &frame(&said("Bye"))).await), "{round}");
        assert!(taken(answer(&mut theirs, &frame(r#"{"do":"raise_hand"}"#)).await), "{round}");
        assert!(taken(answer(&mut staffs, &frame(&said("Hello"))).await), "{round}: another's");
        for user in [seed::PEOPLE[0].user, seed::PEOPLE[2].user] {
            assert!(taken(answer(&mut staffs, &frame(&remove(user))).await), "{round}");
        }
        // Their own coming is a command of the server's in their name.
        let joined = place.events(class).await.into_iter().find(|event| {
            matches!(event.fact, Fact::Participant(participant::Fact::Joined { user, .. }) if user == seed::PEOPLE[1].user)
        });
        let joined = joined.unwrap().command;
        let pause =
            format!(r#"{{"type":"command","id":"{joined}","command":{{"do":"lock","locked":true}}}}"#);
        assert!(taken(answer(&mut staffs, &pause).await), "{round}");
    }
    let facts = facts(&place, class).await;
    let posts = facts.iter().filter(|fact| matches!(fact, Fact::Chat(chat::Fact::Posted { .. }))).count();
    let effects = |fact: &&Fact| {
        matches!(
            fact,
            Fact::Participant(participant::Fact::Removed { .. })
                | Fact::Permission(permission::Fact::Locked)
                | Fact::Hand(hand::Fact::Raised { .. })
        )
    };
    assert_eq!((posts, facts.iter().find(effects)), (1, None));
    drop(place.database.take_jobs().await);
}
