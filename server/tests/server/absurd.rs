//! Absurd values at every endpoint: each is refused or taken, and the server lives.

use std::path::PathBuf;
use std::time::Duration;

use domain::event::Fact;
use domain::ids::SessionId;
use domain::session;
use domain::wire::ServerFrame;
use reqwest::StatusCode;
use store::seed;
use testkit::load::Socket;
use testkit::script::Script;
use testkit::server::Server;
use testkit::visitor::Visitor;
use tokio::time::timeout;
use uuid::Uuid;

use crate::installation::{Installation, everybody};

const SOON: Duration = Duration::from_secs(20);

/// Values that no field is meant for.
const ABSURD: [&str; 22] = [
    "",
    " ",
    "-1",
    "0",
    "65536",
    "9223372036854775808",
    "18446744073709551615",
    "-9223372036854775809",
    "NaN",
    "1e999",
    "+262142-12-31",
    "-262143-01-01",
    "9999-12-31",
    "0000-00-00",
    "2026-12-31T23:59:60Z",
    "24:00",
    "23:59:60",
    "null",
    "[]",
    "{\"a\":1}",
    "\u{0}",
    "\u{202e}<script>'\"",
];

/// Every form and server function, with fields that are right.
fn endpoints(session: SessionId) -> Vec<(String, Vec<(&'static str, String)>)> {
    let id = || Uuid::now_v7().to_string();
    let class = ("session", session.to_string());
    let command = || ("command", id());
    let entry = || {
        let day = (chrono::Utc::now() + chrono::TimeDelta::days(30)).format("%Y-%m-%d").to_string();
        vec![
            ("session", id()),
            command(),
            ("title", "Damping".to_owned()),
            ("course", seed::COURSE.to_string()),
            ("lesson", String::new()),
            ("date", day),
            ("time", "10:00".to_owned()),
            ("length", "60".to_owned()),
            ("zone", "Europe/Berlin".to_owned()),
            ("repeats", "never".to_owned()),
            ("until", String::new()),
            ("times", String::new()),
            ("scope", "one".to_owned()),
            ("continues", String::new()),
            ("lobby", String::new()),
        ]
    };
    let repeated = |repeats: &str, until: &str, times: &str| {
        let mut fields = entry();
        for (name, value) in [("repeats", repeats), ("until", until), ("times", times)] {
            fields.iter_mut().filter(|field| field.0 == name).for_each(|field| field.1 = value.to_owned());
        }
        fields
    };
    let poll = |kind: &str| {
        let fields = [
            ("kind", kind),
            ("question", "Why?"),
            ("option-0", "a"),
            ("option-1", "b"),
            ("right-1", "on"),
            ("most", "1"),
            ("from", "1"),
            ("to", "5"),
            ("low", "never"),
            ("high", "always"),
        ];
        let fields = fields.map(|(name, value)| (name, value.to_owned()));
        [fields.to_vec(), vec![("poll", id())]].concat()
    };
    let (here, polls) = (format!("/classes/{session}"), format!("/lessons/{}/polls", seed::lesson(1)));
    vec![
        ("/classes/new".to_owned(), entry()),
        ("/classes/new".to_owned(), repeated("weekly", "", "2")),
        ("/classes/new".to_owned(), repeated("monthly", "2027-03-01", "")),
        (format!("{here}/edit"), entry()),
        (format!("{here}/cancel"), vec![command(), ("reason", String::new()), ("which", "one".to_owned())]),
        (format!("{polls}/new"), poll("several")),
        (format!("{polls}/{}", id()), poll("scale")),
        (format!("{polls}/{}/move", id()), vec![("to", "up".to_owned())]),
        (format!("{polls}/{}/delete", id()), vec![]),
        ("/rpc/class_page".to_owned(), vec![class.clone()]),
        ("/rpc/may_enter".to_owned(), vec![class.clone()]),
        ("/rpc/prepared_polls".to_owned(), vec![class.clone()]),
        (
            "/rpc/prepare_scene".to_owned(),
            vec![("lesson", seed::lesson(1).to_string()), ("command", SCENE.to_owned())],
        ),
        ("/rpc/keep_layout".to_owned(), vec![("command", SCENE.to_owned())]),
        ("/rpc/start".to_owned(), vec![("session", id()), command()]),
        ("/rpc/end".to_owned(), vec![class.clone(), command()]),
        ("/rpc/replay".to_owned(), vec![class.clone()]),
        (
            "/rpc/ask_afterwards".to_owned(),
            vec![class.clone(), command(), ("question", id()), ("text", "Why?".to_owned())],
        ),
        ("/rpc/restart_stage".to_owned(), vec![class.clone(), command(), ("stage", "derive".to_owned())]),
        ("/rpc/schedule_form".to_owned(), vec![class]),
    ]
}

/// A scene as it is kept outside of classes.
const SCENE: &str = r#"{"do":"create_scene","scene":"0001ec7e-0000-7000-8000-00000000abcd","place":0,"definition":{"layout":{"as":"gallery"},"wording":{"name":"All"}}}"#;

/// A server whose log is kept.
struct Scene {
    place: Installation,
    server: Server,
    log: PathBuf,
    teacher: Visitor,
    class: Script,
}

impl Scene {
    async fn new() -> Self {
        let place = Installation::new().await;
        let log = std::env::temp_dir().join(format!("lectern-{}.log", Uuid::now_v7()));
        let server = place.server_logging(&log).await;
        let [teacher, ..] = everybody(&server).await;
        let class = Script::started(&place.database.store).await;
        Self { place, server, log, teacher, class }
    }

    /// The server lives, and nothing in it panicked.
    async fn must_be_unharmed(self) {
        let health = self.teacher.get("/healthz").send().await.unwrap();
        assert_eq!(health.status(), StatusCode::OK);
        let said = std::fs::read_to_string(&self.log).unwrap();
        assert!(!said.contains("panicked"), "{said}");
        std::fs::remove_file(&self.log).unwrap();
        drop(self.server);
        drop(self.place.database.take_jobs().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_field_of_a_form_or_function_harms_the_server() {
    let scene = Scene::new().await;
    let to_come = {
        let mut script = Script::new();
        let entry = script.schedule("To come");
        script.write(&scene.place.database.store, vec![entry]).await;
        script.key.session
    };
    let long = "x".repeat(1_000_000);
    let many = endpoints(to_come).len();
    for endpoint in 0..many {
        let fields = endpoints(to_come)[endpoint].1.len();
        for field in 0..fields {
            let values = ABSURD.iter().copied().chain((field == endpoint % fields).then_some(long.as_str()));
            for value in values {
                // Fresh ids each time, so that nothing is refused for having been sent.
                let (path, mut form) = endpoints(to_come).swap_remove(endpoint);
                form[field].1 = value.to_owned();
                let answer = scene.teacher.post(&path).form(&form).send().await.unwrap();
                let (status, shown) = (answer.status(), &value[..value.len().min(40)]);
                assert!(!status.is_server_error(), "{path} {}={shown:?}: {status}", form[field].0);
            }
            let (path, mut form) = endpoints(to_come).swap_remove(endpoint);
            let (name, _) = form.remove(field);
            let status = scene.teacher.post(&path).form(&form).send().await.unwrap().status();
            assert!(!status.is_server_error(), "{path} without {name}: {status}");
        }
        let (path, _) = endpoints(to_come).swap_remove(endpoint);
        for body in ["", "{}", "session=%ff%fe", "&&&===", long.as_str()] {
            let request =
                scene.teacher.post(&path).header("content-type", "application/x-www-form-urlencoded");
            let status = request.body(body.to_owned()).send().await.unwrap().status();
            assert!(!status.is_server_error(), "{path}: {status}");
        }
    }
    scene.must_be_unharmed().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_path_and_no_query_harms_the_server() {
    let scene = Scene::new().await;
    let here = scene.class.key.session.to_string();
    let escaped = |value: &str| {
        let mut text = String::new();
        value.bytes().for_each(|byte| text += &format!("%{byte:02x}"));
        text
    };
    let paths = [
        "/classes/{}",
        "/classes/{}/edit",
        "/classes/{}/class.ics",
        "/classes/{}/attendance",
        "/classes/{}/attendance.csv",
        "/classes/{}/results",
        "/classes/{}/results/polls.csv",
        "/lessons/{}/polls",
        "/lessons/{}/polls/new",
        "/replays/{}",
        "/replays/{}/captions.vtt",
        "/calendar/{}/classes.ics",
        "/live/{}",
        "/pkg/{}",
        "/{}",
        "/sign-in?next={}",
        "/?{}={}",
        "/classes/new?day={}",
        "/classes/HERE?t={}",
        "/classes/HERE/attendance?order={}",
        "/replays/HERE?t={}",
    ];
    let long = "x".repeat(4_000);
    for path in paths {
        for value in ABSURD.iter().copied().chain([long.as_str(), "%ff", "..%2f..%2fetc%2fpasswd"]) {
            let value = if value.starts_with('%') { value.to_owned() } else { escaped(value) };
            let path = path.replace("HERE", &here).replace("{}", &value);
            let status = scene.teacher.get(&path).send().await.unwrap().status();
            assert!(!status.is_server_error(), "{path}: {status}");
        }
    }
    scene.must_be_unharmed().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_frame_harms_the_server() {
    let scene = Scene::new().await;
    let id = Uuid::now_v7();
    let numbers =
        ["-1", "0", "65535", "65536", "18446744073709551615", "1e999", "NaN", "\"1\"", "null", "[]"];
    let commands = [
        r#"{"do":"change_settings","settings":{"slow_mode":N,"teacher_grace":N,"overtime":N}}"#.to_owned(),
        format!(
            r#"{{"do":"open_poll","poll":"{id}","definition":{{"form":{{"form":"scale","from":N,"to":N}},"question":"?","options":[]}}}}"#
        ),
        format!(r#"{{"do":"vote_poll","poll":"{id}","choice":{{"as":"options","options":[N]}}}}"#),
        format!(r#"{{"do":"vote_poll","poll":"{id}","choice":{{"as":"point","point":N}}}}"#),
        r#"{"do":"spotlight","user":N}"#.to_owned(),
        r#"{"do":"post_chat","message":N,"text":N}"#.to_owned(),
    ];
    for command in &commands {
        // A channel each: one that says too much nobody can read is closed.
        let mut socket = socket(&scene).await;
        for number in numbers {
            let command = command.replace('N', number);
            let frame = format!(r#"{{"type":"command","id":"{}","command":{command}}}"#, Uuid::now_v7());
            heard(&mut socket, &frame).await;
        }
    }
    let mut socket = socket(&scene).await;
    for number in numbers {
        let hello = format!(r#"{{"type":"hello","resume_after":{number}}}"#);
        socket.say(hello.as_bytes()).await.unwrap();
    }
    for x in numbers {
        let pointer = format!(r#"{{"type":"ephemeral","frame":{{"what":"pointer","x":{x},"y":{x}}}}}"#);
        socket.say(pointer.as_bytes()).await.unwrap();
    }
    socket.say(br#"{"type":"ping"}"#).await.unwrap();
    let is_pong = |text: &[u8]| text.starts_with(br#"{"type":"pong""#);
    timeout(SOON, socket.wait_for(is_pong)).await.unwrap().unwrap();
    scene.must_be_unharmed().await;
}

async fn socket(scene: &Scene) -> Socket {
    let path = format!("/live/{}", scene.class.key.session);
    let mut socket =
        Socket::open(scene.server.address(), &path, scene.teacher.cookie.as_deref()).await.unwrap();
    socket.say(br#"{"type":"hello","resume_after":null}"#).await.unwrap();
    socket
}

/// Says it, and waits for what the server says to it.
async fn heard(socket: &mut Socket, frame: &str) {
    socket.say(frame.as_bytes()).await.unwrap();
    let is = |text: &[u8]| {
        matches!(
            serde_json::from_slice(text),
            Ok(ServerFrame::BadFrame { .. } | ServerFrame::Refused { .. } | ServerFrame::Accepted { .. })
        )
    };
    timeout(SOON, socket.wait_for(is)).await.unwrap_or_else(|_| panic!("no answer to {frame}")).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_stored_with_an_absurd_time_harms_no_page() {
    let scene = Scene::new().await;
    let [teacher, _, student, _] = everybody(&scene.server).await;
    let made = teacher.post("/rpc/new_calendar_address").send().await.unwrap().text().await.unwrap();
    let calendar: String = serde_json::from_str(&made).unwrap();
    for at in ["+262142-12-31T23:59:00Z", "-4000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Mars/Olympus", ""] {
            let mut script = Script::new();
            let Fact::Session(session::Fact::Scheduled(mut entry)) = script.schedule("Long ago, or far away")
            else {
                unreachable!("an entry")
            };
            entry.starts_at = at.parse().unwrap();
            entry.zone = zone.to_owned();
            script
                .write(&scene.place.database.store, vec![Fact::Session(session::Fact::Scheduled(entry))])
                .await;
            let class = format!("/classes/{}", script.key.session);
            let file = format!("{class}/class.ics");
            let edit = format!("{class}/edit");
            for path in ["/", class.as_str(), file.as_str(), edit.as_str(), calendar.as_str()] {
                let status = teacher.get(path).send().await.unwrap().status();
                assert_eq!(status, StatusCode::OK, "{at} {zone}: {path}");
            }
            assert_eq!(student.get("/").send().await.unwrap().status(), StatusCode::OK);
            let form = [("session", script.key.session.to_string())];
            let page = student.post("/rpc/class_page").form(&form).send().await.unwrap();
            assert_eq!(page.status(), StatusCode::OK, "{at} {zone}");
        }
    }
    scene.must_be_unharmed().await;
}
