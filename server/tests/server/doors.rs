//! Every door against every role and a stranger's tenant: what each of them gets to see is one table.

mod sent;

use app::api::access::{Access, DOORS};
use classroom::permit::{self, Permit};
use classroom::ports::event_log::ClassKey;
use classroom::ports::prepared::PreparedPolls as _;
use domain::event::Fact;
use domain::ids::{Offset, PollId, RecordingId, TenantId, TrackId};
use domain::poll::{Definition, Form, Prepared};
use domain::recording::{Source, Track};
use domain::session::EndReason;
use reqwest::{Response, StatusCode, header};
use store::seed;
use testkit::script::Script;
use testkit::server::Server;
use testkit::visitor::Visitor;
use uuid::Uuid;

use self::sent::{
    Sent, class, method, new_class, nothing, poll, question, reason, stage, through, up, wish,
    wrong_password, zone,
};
use crate::place::{Place, everybody};

/// How wide the table's first column is.
const WIDTH: usize = 46;
/// A host name that belongs to another tenant than the demo school, which has all others.
const ELSEWHERE: &str = "elsewhere.test";

/// The track of every class that is over.
pub const TRACK: TrackId = TrackId(Uuid::from_u128(7));

/// Where a class must be in its life for a door to make sense.
#[derive(Clone, Copy)]
pub enum Stage {
    Scheduled,
    Live,
    Over,
}

/// A door: its path (`{session}` stands for the class), what is sent, and where the class is.
const TRIED: [(&str, Sent, Stage); 52] = [
    ("/", Sent::Get, Stage::Scheduled),
    ("/sign-in", Sent::Get, Stage::Scheduled),
    ("/classes", Sent::Get, Stage::Scheduled),
    ("/classes/new", Sent::Get, Stage::Scheduled),
    ("/classes/{session}", Sent::Get, Stage::Live),
    ("/classes/{session}/edit", Sent::Get, Stage::Scheduled),
    ("/classes/{session}/class.ics", Sent::Get, Stage::Scheduled),
    ("/calendar/nobodys/classes.ics", Sent::Get, Stage::Scheduled),
    ("/classes/{session}/attendance", Sent::Get, Stage::Live),
    ("/classes/{session}/attendance.csv", Sent::Get, Stage::Over),
    ("/classes/{session}/results", Sent::Get, Stage::Live),
    ("/classes/{session}/results/polls.csv", Sent::Get, Stage::Over),
    ("/classes/{session}/results/questions.csv", Sent::Get, Stage::Over),
    ("/lessons/{lesson}/polls", Sent::Get, Stage::Scheduled),
    ("/lessons/{lesson}/polls/new", Sent::Get, Stage::Scheduled),
    ("/lessons/{lesson}/polls/{poll}", Sent::Get, Stage::Scheduled),
    ("/replays/{session}", Sent::Get, Stage::Over),
    ("/replays/{session}/tracks/{track}", Sent::Get, Stage::Over),
    ("/replays/{session}/captions.vtt", Sent::Get, Stage::Over),
    ("/replays/{session}/transcript.vtt", Sent::Get, Stage::Over),
    ("/replays/{session}/transcript.txt", Sent::Get, Stage::Over),
    ("/live/{session}", Sent::Socket, Stage::Live),
    ("/api/viewer", Sent::Form(nothing), Stage::Scheduled),
    ("/api/home", Sent::Form(nothing), Stage::Scheduled),
    ("/api/clock", Sent::Form(zone), Stage::Scheduled),
    ("/api/new_calendar_address", Sent::Form(nothing), Stage::Scheduled),
    ("/api/end_calendar_address", Sent::Form(nothing), Stage::Scheduled),
    ("/api/class_page", Sent::Form(class), Stage::Live),
    ("/api/may_enter", Sent::Form(class), Stage::Live),
    ("/api/prepared_polls", Sent::Form(class), Stage::Live),
    ("/api/join", Sent::Form(class), Stage::Live),
    ("/api/start", Sent::Form(wish), Stage::Scheduled),
    ("/api/end", Sent::Form(wish), Stage::Live),
    ("/api/replay", Sent::Form(class), Stage::Over),
    ("/api/ask_afterwards", Sent::Form(question), Stage::Over),
    ("/api/restart_stage", Sent::Form(stage), Stage::Over),
    ("/api/schedule_form", Sent::Form(class), Stage::Scheduled),
    ("/classes/new", Sent::Form(new_class), Stage::Scheduled),
    ("/classes/{session}/edit", Sent::Form(new_class), Stage::Scheduled),
    ("/classes/{session}/cancel", Sent::Form(reason), Stage::Scheduled),
    ("/lessons/{lesson}/polls/new", Sent::Form(poll), Stage::Scheduled),
    ("/lessons/{lesson}/polls/{poll}", Sent::Form(poll), Stage::Scheduled),
    ("/lessons/{lesson}/polls/{poll}/move", Sent::Form(up), Stage::Scheduled),
    ("/lessons/{lesson}/polls/{poll}/delete", Sent::Form(nothing), Stage::Scheduled),
    ("/webhooks/livekit", Sent::Form(nothing), Stage::Live),
    ("/healthz", Sent::Get, Stage::Live),
    ("/readyz", Sent::Get, Stage::Live),
    ("/metrics", Sent::Get, Stage::Live),
    ("/pkg/nothing.js", Sent::Get, Stage::Live),
    ("/nowhere", Sent::Get, Stage::Live),
    ("/sign-in", Sent::Form(wrong_password), Stage::Live),
    // The last one: it signs everybody out.
    ("/sign-out", Sent::Form(nothing), Stage::Live),
];

/// Where the server's own doors are made; a storage inside the process has one more, `/media`, which `start` tries.
const SOURCES: [&str; 2] = [include_str!("../../src/web/mod.rs"), include_str!("../../src/web/health.rs")];

#[tokio::test]
async fn what_each_person_gets_at_each_door() {
    let place = Place::new().await;
    let server = place.server().await;
    let people = people(&place, &server).await;
    let mut table = format!("{:<WIDTH$}", "");
    people.iter().for_each(|(name, ..)| table += &format!("{name:<10}"));
    for (path, sent, stage) in TRIED {
        table = format!("{}\n{:<WIDTH$}", table.trim_end(), format!("{} {path}", method(sent)));
        for (_, visitor) in &people {
            let answer = tried(&place, visitor, path, sent, stage).await;
            table += &format!("{:<10}", cell(&answer));
        }
    }
    let table = table.trim_end();
    println!("{table}");
    assert_eq!(table, include_str!("doors.txt").trim_end(), "server/tests/server/doors.txt differs");
    drop(place.database.take_jobs().await);
}

#[test]
fn every_door_of_the_app_is_tried() {
    for door in DOORS {
        let tried = TRIED.iter().any(|(path, sent, _)| *path == door.path && method(*sent) == door.method);
        assert!(tried, "{} {} has no line", door.method, door.path);
    }
}

#[test]
fn every_door_of_the_server_is_tried() {
    let routes = SOURCES.iter().flat_map(|source| source.split(".route(\"").skip(1));
    let mut doors = 0;
    for route in routes {
        let (path, handler) = route.split_once("\", ").unwrap();
        let wanted = if handler.starts_with("post(") { "POST" } else { "GET" };
        let tried = TRIED.iter().any(|(tried, sent, _)| *tried == path && method(*sent) == wanted);
        assert!(tried, "{wanted} {path} has no line");
        doors += 1;
    }
    assert!(doors > 10, "the source looks different from what this test reads");
}

/// The table once more, as the policy says it: who may not do what a door does gets no good answer there.
#[test]
fn the_table_says_what_the_policy_says() {
    let table = include_str!("doors.txt");
    for door in DOORS {
        let line =
            table.lines().find(|line| line.starts_with(&format!("{} {} ", door.method, door.path))).unwrap();
        let answers: Vec<_> = line[WIDTH..].split_whitespace().collect();
        let [nobody, student, assistant, teacher, outsider, stranger] = answers[..] else { panic!("{line}") };
        let refused = |answer: &str| matches!(answer, "sign-in" | "401" | "403" | "404");
        match door.access {
            Access::Anybody => assert!(!answers.into_iter().any(refused), "{line}"),
            Access::SignedIn => {
                assert!(refused(nobody) && ![student, outsider, stranger].into_iter().any(refused), "{line}")
            }
            Access::May(action) => {
                assert!([nobody, outsider, stranger].into_iter().all(refused), "{line}");
                for (person, status) in [(2, student), (1, assistant), (0, teacher)] {
                    let role = seed::PEOPLE[person].role;
                    let resource = domain::policy::Resource::class(seed::TENANT, Some(role));
                    let actor = domain::role::Actor {
                        tenant: seed::TENANT,
                        user: seed::PEOPLE[person].user,
                        name: String::new(),
                        roles: vec![role],
                    };
                    assert_eq!(
                        refused(status),
                        !domain::policy::can(&actor, action, &resource),
                        "{role:?}: {line}"
                    );
                }
            }
        }
    }
}

/// Who tries, with their names in the table.
async fn people(place: &Place, server: &Server) -> [(&'static str, Visitor); 6] {
    let [teacher, assistant, student, _] = everybody(server).await;
    let outsider = account(place, server, seed::TENANT, "localhost").await;
    let elsewhere = TenantId(Uuid::now_v7());
    let mut admin = place.database.admin().await;
    sqlx::query("insert into tenants (id, name) values ($1, 'Elsewhere')")
        .bind(elsewhere.0)
        .execute(&mut admin)
        .await
        .unwrap();
    sqlx::query("insert into tenant_domains (tenant_id, domain) values ($1, $2)")
        .bind(elsewhere.0)
        .bind(ELSEWHERE)
        .execute(&mut admin)
        .await
        .unwrap();
    sqlx::query("insert into roles (tenant_id, role) values ($1, 'admin'), ($1, 'teacher')")
        .bind(elsewhere.0)
        .execute(&mut admin)
        .await
        .unwrap();
    let stranger = account(place, server, elsewhere, ELSEWHERE).await;
    [
        ("nobody", Visitor::new(server.address()).unwrap()),
        ("student", student),
        ("assistant", assistant),
        ("teacher", teacher),
        ("outsider", outsider),
        ("stranger", stranger),
    ]
}

/// A teacher of the tenant who is enrolled nowhere, signed in.
async fn account(place: &Place, server: &Server, tenant: TenantId, host: &str) -> Visitor {
    let (mut admin, user) = (place.database.admin().await, Uuid::now_v7());
    let email = format!("{user}@example.test");
    sqlx::query(
        "insert into users (tenant_id, id, name, email, password)
         select $1, $2, 'Kim', $3, password from users where id = $4",
    )
    .bind(tenant.0)
    .bind(user)
    .bind(&email)
    .bind(seed::PEOPLE[0].user.0)
    .execute(&mut admin)
    .await
    .unwrap();
    sqlx::query("insert into user_roles (tenant_id, user_id, role) values ($1, $2, 'teacher')")
        .bind(tenant.0)
        .bind(user)
        .execute(&mut admin)
        .await
        .unwrap();
    let mut visitor = Visitor::new(server.address()).unwrap().at(host);
    visitor.sign_in(&email, seed::PASSWORD).await.unwrap();
    assert!(visitor.cookie.is_some());
    visitor
}

/// What the person gets at the door. A busy machine may ask to be asked again.
async fn tried(place: &Place, visitor: &Visitor, path: &str, sent: Sent, stage: Stage) -> Response {
    let mut attempts = 0;
    loop {
        attempts += 1;
        let session = prepared(place, stage).await.session;
        let path = path.replace("{session}", &session.to_string());
        let path = path.replace("{lesson}", &seed::lesson(1).to_string());
        let path = path.replace("{track}", &TRACK.to_string());
        // A form names a poll that may be new; a page shows one that is there.
        let poll = if matches!(sent, Sent::Get) { waiting(place).await } else { PollId(Uuid::now_v7()) };
        let request = through(visitor, &path.replace("{poll}", &poll.to_string()), sent, session);
        let answer = request.send().await.unwrap();
        if answer.status() != StatusCode::SERVICE_UNAVAILABLE || attempts == 3 {
            return answer;
        }
    }
}

/// A class of its own for each try, so that no answer depends on the one before.
pub async fn prepared(place: &Place, stage: Stage) -> ClassKey {
    let log = &place.database.store;
    let mut script = Script::new();
    let scheduled = script.schedule("Energy in oscillations");
    let facts = match stage {
        Stage::Scheduled => vec![scheduled],
        Stage::Live => vec![scheduled, Fact::SessionStarted],
        Stage::Over => {
            let recorded = Fact::TrackFinished { track: track() };
            let ended = Fact::SessionEnded { reason: EndReason::Ended };
            vec![scheduled, Fact::SessionStarted, recorded, ended]
        }
    };
    script.write(log, facts).await;
    script.key
}

/// What is recorded of a class that is over.
fn track() -> Track {
    Track {
        id: TRACK,
        recording: RecordingId(Uuid::from_u128(1)),
        user: seed::PEOPLE[0].user,
        source: Source::Microphone,
        offset: Offset(120),
        duration_ms: 44_000,
        key: "t/s/tracks/1.webm".into(),
        bytes: 350_000,
        mime: "audio/webm;codecs=opus".into(),
    }
}

/// A poll that is prepared for the lesson, of its own for each try.
async fn waiting(place: &Place) -> PollId {
    let definition = Definition {
        form: Form::Text,
        question: "Why?".to_owned(),
        options: vec![],
        anonymous: false,
        key: None,
    };
    let prepared = Prepared { poll: PollId(Uuid::now_v7()), definition };
    let store = &place.database.store;
    let course = permit::Place::Course(seed::COURSE);
    let permit = Permit::assumed(seed::TENANT, seed::PEOPLE[0].user, course);
    for known in store.of_lesson(seed::TENANT, seed::lesson(1)).await.unwrap() {
        store.discard(&permit, seed::lesson(1), known.poll).await.unwrap();
    }
    store.keep(&permit, seed::lesson(1), &prepared).await.unwrap();
    prepared.poll
}

/// The answer's status; where it leads to the sign-in, that.
fn cell(answer: &Response) -> String {
    let to = answer.headers().get(header::LOCATION).and_then(|place| place.to_str().ok()).unwrap_or_default();
    if to.starts_with("/sign-in") { "sign-in".to_owned() } else { answer.status().as_str().to_owned() }
}
