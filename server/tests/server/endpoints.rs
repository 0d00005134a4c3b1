//! Every endpoint against every role and a stranger's tenant: what each of them gets to see is one table.

mod sent;

use app::api::access::endpoints;
use classroom::permit::{self, Permit};
use classroom::ports::event_log::ClassKey;
use classroom::ports::polls::PreparedPolls as _;
use domain::event::Fact;
use domain::ids::{BoardId, DeckId, Offset, PollId, RecordingId, TenantId, TrackId};
use domain::media::Source;
use domain::poll::{Definition, Form, Prepared};
use domain::recording::Track;
use domain::route::{self, Access};
use domain::session::EndReason;
use domain::{board, recording, session, slides};
use reqwest::{Response, StatusCode, header};
use store::seed;
use testkit::script::Script;
use testkit::server::Server;
use testkit::visitor::Visitor;
use uuid::Uuid;

use self::sent::{
    Sent, class, command, deck, file, given_up_file, layout, lesson_scene, method, new_class, nothing, poll,
    question, reason, sent_file, slide, stage, through, up, wrong_password, zone,
};
use crate::installation::{Installation, everybody};

/// How wide the table's first column is.
const WIDTH: usize = 56;
/// A host name that belongs to another tenant than the demo school, which has all others.
const ELSEWHERE: &str = "elsewhere.test";

/// The track of every class that is over.
pub const TRACK: TrackId = TrackId(Uuid::from_u128(7));
/// The board of every class that has begun.
pub const BOARD: BoardId = BoardId(Uuid::from_u128(8));

/// The deck of every class that is being taught, of which a page was shown.
pub const DECK: DeckId = DeckId(Uuid::from_u128(8));

/// Where a class must be in its life for an endpoint to make sense.
#[derive(Clone, Copy)]
pub enum Stage {
    Scheduled,
    Live,
    Over,
}

/// An endpoint: its path (`{session}` stands for the class), what is sent, and where the class is.
const TRIED: [(&str, Sent, Stage); 73] = [
    ("/", Sent::Get, Stage::Scheduled),
    ("/sign-in", Sent::Get, Stage::Scheduled),
    ("/classes", Sent::Get, Stage::Scheduled),
    ("/classes/new", Sent::Get, Stage::Scheduled),
    ("/classes/{session}", Sent::Get, Stage::Live),
    ("/classes/{session}/edit", Sent::Get, Stage::Scheduled),
    ("/classes/{session}/class.ics", Sent::Get, Stage::Scheduled),
    ("/calendar/nobodys/classes.ics", Sent::Get, Stage::Scheduled),
    ("/classes/{session}/boards/{board}", Sent::Get, Stage::Live),
    ("/classes/{session}/attendance", Sent::Get, Stage::Live),
    ("/classes/{session}/attendance.csv", Sent::Get, Stage::Over),
    ("/classes/{session}/results", Sent::Get, Stage::Live),
    ("/classes/{session}/results/polls.csv", Sent::Get, Stage::Over),
    ("/classes/{session}/results/questions.csv", Sent::Get, Stage::Over),
    ("/lessons/{lesson}/polls", Sent::Get, Stage::Scheduled),
    ("/lessons/{lesson}/polls/new", Sent::Get, Stage::Scheduled),
    ("/lessons/{lesson}/polls/{poll}", Sent::Get, Stage::Scheduled),
    ("/lessons/{lesson}/scenes", Sent::Get, Stage::Scheduled),
    ("/classes/{session}/slides/{deck}/{page}/{rendition}", Sent::Get, Stage::Live),
    ("/replays/{session}", Sent::Get, Stage::Over),
    ("/replays/{session}/tracks/{track}", Sent::Get, Stage::Over),
    ("/replays/{session}/boards/{board}", Sent::Get, Stage::Over),
    ("/replays/{session}/captions.vtt", Sent::Get, Stage::Over),
    ("/replays/{session}/transcript.vtt", Sent::Get, Stage::Over),
    ("/replays/{session}/transcript.txt", Sent::Get, Stage::Over),
    ("/live/{session}", Sent::Socket, Stage::Live),
    ("/live/{session}/room/{connection}/rtc", Sent::Socket, Stage::Live),
    ("/live/{session}/room/{connection}/rtc/v1", Sent::Socket, Stage::Live),
    ("/live/{session}/room/{connection}/rtc/validate", Sent::Get, Stage::Live),
    ("/live/{session}/room/{connection}/rtc/v1/validate", Sent::Get, Stage::Live),
    ("/trial/room/{connection}/rtc", Sent::Socket, Stage::Live),
    ("/trial/room/{connection}/rtc/v1", Sent::Socket, Stage::Live),
    ("/trial/room/{connection}/rtc/validate", Sent::Get, Stage::Live),
    ("/trial/room/{connection}/rtc/v1/validate", Sent::Get, Stage::Live),
    ("/rpc/viewer", Sent::Form(nothing), Stage::Scheduled),
    ("/rpc/home", Sent::Form(nothing), Stage::Scheduled),
    ("/rpc/clock", Sent::Form(zone), Stage::Scheduled),
    ("/rpc/new_calendar_address", Sent::Form(nothing), Stage::Scheduled),
    ("/rpc/end_calendar_address", Sent::Form(nothing), Stage::Scheduled),
    ("/rpc/class_page", Sent::Form(class), Stage::Live),
    ("/rpc/may_enter", Sent::Form(class), Stage::Live),
    ("/rpc/prepared_polls", Sent::Form(class), Stage::Live),
    ("/rpc/join", Sent::Form(class), Stage::Live),
    ("/rpc/start", Sent::Form(command), Stage::Scheduled),
    ("/rpc/end", Sent::Form(command), Stage::Live),
    ("/rpc/replay", Sent::Form(class), Stage::Over),
    ("/rpc/ask_afterwards", Sent::Form(question), Stage::Over),
    ("/rpc/restart_stage", Sent::Form(stage), Stage::Over),
    ("/rpc/begin_upload", Sent::Form(file), Stage::Live),
    ("/rpc/finish_upload", Sent::Form(sent_file), Stage::Live),
    ("/rpc/cancel_upload", Sent::Form(given_up_file), Stage::Live),
    ("/rpc/slide_text", Sent::Form(slide), Stage::Live),
    ("/rpc/slide_outline", Sent::Form(deck), Stage::Live),
    ("/rpc/slide_notes", Sent::Form(slide), Stage::Live),
    ("/rpc/prepare_scene", Sent::Form(lesson_scene), Stage::Scheduled),
    ("/rpc/own_layouts", Sent::Form(nothing), Stage::Scheduled),
    ("/rpc/keep_layout", Sent::Form(layout), Stage::Scheduled),
    ("/rpc/schedule_form", Sent::Form(class), Stage::Scheduled),
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

/// Where the endpoints are made that are for programs; a storage inside the process has one more, `/media`, which `start` tries.
const SOURCES: [&str; 2] = [include_str!("../../src/web/mod.rs"), include_str!("../../src/web/health.rs")];

#[tokio::test]
async fn what_each_person_gets_at_each_endpoint() {
    let place = Installation::new().await;
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
    assert_eq!(table, include_str!("endpoints.txt").trim_end(), "server/tests/server/endpoints.txt differs");
    drop(place.database.take_jobs().await);
}

#[test]
fn every_endpoint_of_the_app_is_tried() {
    for endpoint in endpoints() {
        let tried = TRIED
            .iter()
            .any(|(path, sent, _)| is_at(endpoint.path, path) && method(*sent) == endpoint.method);
        assert!(tried, "{} {} has no line", endpoint.method, endpoint.path);
    }
}

/// Whether a path of the table is at an address of the app: nobody's secret stands in it where it takes one.
fn is_at(address: &str, path: &str) -> bool {
    address.replace("{token}", "nobodys") == path
}

#[test]
fn every_endpoint_of_the_server_is_tried() {
    let routes = SOURCES.iter().flat_map(|source| source.split(".route(\"").skip(1));
    let mut doors = 0;
    for route in routes {
        let (path, handler) = route.split_once("\", ").unwrap();
        let wanted = if handler.starts_with("post(") { "POST" } else { "GET" };
        let tried = TRIED.iter().any(|(tried, sent, _)| *tried == path && method(*sent) == wanted);
        assert!(tried, "{wanted} {path} has no line");
        doors += 1;
    }
    assert!(doors > 3, "the source looks different from what this test reads");
}

/// The table once more, as the policy says it: who may not do what an endpoint does gets no good answer there.
#[test]
fn the_table_says_what_the_policy_says() {
    let table = include_str!("endpoints.txt");
    for endpoint in endpoints() {
        let line = table
            .lines()
            .find(|line| {
                let mut words = line.split_whitespace();
                words.next() == Some(endpoint.method)
                    && words.next().is_some_and(|path| is_at(endpoint.path, path))
            })
            .unwrap();
        let answers: Vec<_> = line[WIDTH..].split_whitespace().collect();
        let [nobody, student, assistant, teacher, outsider, stranger] = answers[..] else { panic!("{line}") };
        let refused = |answer: &str| matches!(answer, "sign-in" | "401" | "403" | "404");
        match endpoint.access {
            // A wrong password, and who signs out, lead to the sign-in.
            Access::Anybody
                if [route::SIGN_IN, route::SIGN_OUT]
                    .map(|to| ("POST", to.path()))
                    .contains(&(endpoint.method, endpoint.path)) =>
            {
                assert!(answers.iter().all(|answer| *answer == "sign-in"), "{line}");
            }
            Access::Anybody => assert!(!answers.into_iter().any(refused), "{line}"),
            Access::Secret => assert!(answers.into_iter().all(refused), "nobody knows it: {line}"),
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
async fn people(place: &Installation, server: &Server) -> [(&'static str, Visitor); 6] {
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
async fn account(place: &Installation, server: &Server, tenant: TenantId, host: &str) -> Visitor {
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

/// What the person gets at the endpoint. A busy machine may ask to be asked again.
async fn tried(place: &Installation, visitor: &Visitor, path: &str, sent: Sent, stage: Stage) -> Response {
    let mut attempts = 0;
    loop {
        attempts += 1;
        let session = prepared(place, stage).await.session;
        let path = path.replace("{session}", &session.to_string());
        let path = path.replace("{lesson}", &seed::lesson(1).to_string());
        let path = path.replace("{track}", &TRACK.to_string());
        let path = path
            .replace("{deck}", &DECK.to_string())
            .replace("{page}", "1")
            .replace("{rendition}", "large")
            .replace("{board}", &BOARD.to_string());
        // Nobody's tab.
        let path = path.replace("{connection}", &Uuid::now_v7().to_string());
        let poll = waiting(place).await;
        let request = through(visitor, &path.replace("{poll}", &poll.to_string()), sent, session);
        let answer = request.send().await.unwrap();
        if answer.status() != StatusCode::SERVICE_UNAVAILABLE || attempts == 3 {
            return answer;
        }
    }
}

/// A class of its own for each try, so that no answer depends on the one before.
pub async fn prepared(place: &Installation, stage: Stage) -> ClassKey {
    let log = &place.database.store;
    let mut script = Script::new();
    let scheduled = script.schedule("Energy in oscillations");
    let board = Fact::Board(board::Fact::Created { board: BOARD, title: "Board".into() });
    let facts = match stage {
        Stage::Scheduled => vec![scheduled],
        Stage::Live => {
            let added = slides::Fact::Added { deck: DECK, name: "waves.pdf".into(), instead_of: None };
            let drawn = slides::Fact::Drawn { deck: DECK, pages: 3, drawn: 3, undrawable: vec![] };
            let shown = slides::Fact::Changed { deck: DECK, page: 1, pages: 3 };
            let slides = [added, drawn, shown].map(Fact::Slides);
            [vec![scheduled, Fact::Session(session::Fact::Started), board], slides.to_vec()].concat()
        }
        Stage::Over => {
            let recorded = Fact::Recording(recording::Fact::TrackFinished { track: track() });
            let ended = Fact::Session(session::Fact::Ended { reason: EndReason::Ended });
            vec![scheduled, Fact::Session(session::Fact::Started), board, recorded, ended]
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
async fn waiting(place: &Installation) -> PollId {
    let definition = Definition {
        form: Form::Text,
        question: "Why?".to_owned(),
        options: vec![],
        anonymous: false,
        key: None,
    };
    let prepared = Prepared { poll: PollId(Uuid::now_v7()), definition };
    let store = &place.database.store;
    let course = permit::PermitScope::Course(seed::COURSE);
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
