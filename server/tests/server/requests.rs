//! What holds for every request: whose pages may send it, what its answer allows a browser, and the id it goes by.

use std::path::Path;

use reqwest::{StatusCode, header};
use serde_json::Value;
use store::seed;
use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::bodies::{answered, status};
use crate::endpoints::{Stage, prepared};
use crate::installation::{Installation, everybody};

const ID: &str = "x-request-id";

#[tokio::test]
async fn another_sites_pages_may_neither_write_nor_listen() {
    let place = Installation::new().await;
    let class = place.class().await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let form = [("email", seed::PEOPLE[0].email), ("password", seed::PASSWORD), ("next", "/")];
    let live = format!("/live/{}", class.session);
    let ours = format!("http://{}", server.address());
    for (origin, signs_in, opens) in [
        (ours.as_str(), StatusCode::SEE_OTHER, StatusCode::SWITCHING_PROTOCOLS),
        ("https://evil.example", StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
        ("null", StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
    ] {
        let post = teacher.post("/sign-in").header(header::ORIGIN, origin).form(&form);
        let answer = post.send().await.unwrap();
        assert_eq!(answer.status(), signs_in, "{origin}");
        assert_eq!(answer.headers().contains_key(header::SET_COOKIE), signs_in == StatusCode::SEE_OTHER);
        let socket = teacher
            .get(&live)
            .header(header::ORIGIN, origin)
            .header(header::CONNECTION, "upgrade")
            .header(header::UPGRADE, "websocket")
            .header(header::SEC_WEBSOCKET_VERSION, "13")
            .header(header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==");
        assert_eq!(socket.send().await.unwrap().status(), opens, "{origin}");
        let read = teacher.get("/").header(header::ORIGIN, origin).send().await.unwrap();
        assert_eq!(read.status(), StatusCode::OK, "{origin}: a link from there is no harm");
    }
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn what_cannot_be_read_is_answered_in_words_of_ours() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let form = "application/x-www-form-urlencoded";
    let json = "application/json";
    let post = |path: &str, kind: &str, body: &'static [u8]| {
        teacher.post(path).header(header::CONTENT_TYPE, kind).body(body)
    };
    let table = [
        (teacher.get("/live/x"), StatusCode::NOT_FOUND),
        (teacher.get("/replays/x/tracks/y"), StatusCode::NOT_FOUND),
        (teacher.get("/classes/x/class.ics"), StatusCode::NOT_FOUND),
        (teacher.get("/rpc/nothing"), StatusCode::NOT_FOUND),
        (post("/rpc/nothing", json, b"{}"), StatusCode::NOT_FOUND),
        (post("/rpc/class_page", json, b"\xff\xfe%%%"), StatusCode::UNPROCESSABLE_ENTITY),
        (post("/classes/new", form, b"title=a&title=b"), StatusCode::UNPROCESSABLE_ENTITY),
        (post("/sign-in", form, b"email=a"), StatusCode::UNPROCESSABLE_ENTITY),
        (post("/sign-in", json, b"{}"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ];
    for (request, status) in table {
        let answer = request.send().await.unwrap();
        let asked = answer.url().path().to_owned();
        assert_eq!(answer.status(), status, "{asked}");
        let words = answer.text().await.unwrap();
        for ours in ["server function", "deserialize", "UUID", "Content-Type", "field `", "Invalid URL"] {
            assert!(!words.contains(ours), "{asked}: {words}");
        }
    }
    let nobody = post("/sign-in", form, b"email=%00&password=%00").send().await.unwrap();
    let to = nobody.headers()[header::LOCATION].to_str().unwrap();
    assert!(to.contains("wrong_password"), "{to}");
    // Nobody else's word says where an answer leads.
    let back = teacher.post("/rpc/may_enter").header(header::REFERER, "https://evil.example/x");
    let back =
        back.header(header::ACCEPT, "text/html").header(header::CONTENT_TYPE, form).send().await.unwrap();
    let to = back.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    assert!(!to.unwrap_or_default().contains("evil.example"));
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn what_names_no_path_is_refused_before_it_reaches_a_page() {
    let place = Installation::new().await;
    let log = std::env::temp_dir().join(format!("lectern-{}.log", Uuid::now_v7()));
    let server = place.server_logging(&log).await;
    for (request, refused) in [
        ("CONNECT evil:443", 405),
        ("CONNECT /", 405),
        ("GET nopath", 400),
        ("GET localhost:4100", 400),
        ("POST a:1", 400),
        ("HEAD a:1", 400),
        ("OPTIONS *", 400),
        ("GET *", 400),
    ] {
        let request = format!("{request} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let answer = answered(server.address(), request.as_bytes()).await;
        assert_eq!(status(&answer), refused, "{request}: {answer}");
        let (head, words) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("nosniff"), "{head}");
        assert_eq!(words.ends_with('.'), !request.starts_with("HEAD"), "{request}: {words}");
    }
    // What a proxy is asked names a path of its own.
    for target in ["http://localhost", "http://localhost?a", "http://evil.example/nowhere"] {
        let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let answer = answered(server.address(), request.as_bytes()).await;
        assert!(matches!(status(&answer), 200 | 303 | 404), "{target}: {answer}");
    }
    let said = std::fs::read_to_string(&log).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    std::fs::remove_file(log).unwrap();
}

#[tokio::test]
async fn too_often_is_said_as_such_and_how_long_to_wait() {
    let place = Installation::new().await;
    let session = prepared(&place, Stage::Over).await.session.to_string();
    let server = place.server().await;
    let [_, _, student, _] = everybody(&server).await;
    let ask = async || {
        let (command, question) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
        let fields =
            [("session", &*session), ("command", &command), ("question", &question), ("text", "And then?")];
        student.post("/rpc/ask_afterwards").form(&fields).send().await.unwrap()
    };
    let mut answer = ask().await;
    for _ in 0..20 {
        if answer.status() != StatusCode::OK {
            break;
        }
        answer = ask().await;
    }
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = answer.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    let words = answer.text().await.unwrap();
    assert!((1..=60).contains(&wait) && words.contains("Not so fast"), "{wait}: {words}");
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn behind_tls_cookies_are_this_hosts_alone_and_browsers_stay_there() {
    let place = Installation::new().await;
    let server = place
        // Through the proxy others come.
        .server_with(&[("LECTERN_TRUSTED_PROXIES", "127.0.0.0/8"), ("LECTERN_DEMO", "public")])
        .await;
    let anybody = Visitor::new(server.address()).unwrap();
    let form = [("email", seed::PEOPLE[0].email), ("password", seed::PASSWORD), ("next", "/")];
    let host = server.address();
    for (proto, origin, status) in [
        ("https", format!("https://{host}"), StatusCode::SEE_OTHER),
        ("https", format!("http://{host}"), StatusCode::FORBIDDEN),
        ("http", format!("http://{host}"), StatusCode::SEE_OTHER),
        ("http", format!("https://{host}"), StatusCode::FORBIDDEN),
    ] {
        let post =
            anybody.post("/sign-in").header("x-forwarded-proto", proto).header(header::ORIGIN, &origin);
        let answer = post.form(&form).send().await.unwrap();
        assert_eq!(answer.status(), status, "{proto} {origin}");
        let kept = answer.headers().get(header::STRICT_TRANSPORT_SECURITY);
        assert_eq!(kept.is_some(), proto == "https", "{kept:?}");
        let prefix = if proto == "https" { "__Host-" } else { "" };
        for name in ["lectern_login", "lectern_device"] {
            let lines = answer.headers().get_all(header::SET_COOKIE);
            let mut lines = lines.iter().map(|line| line.to_str().unwrap());
            let Some(line) = lines.find(|line| line.starts_with(&format!("{prefix}{name}="))) else {
                assert_eq!(status, StatusCode::FORBIDDEN, "{name} is missing");
                continue;
            };
            assert_eq!(line.contains("; Secure"), proto == "https", "{line}");
            assert!(
                line.contains("; HttpOnly") && line.contains("; Path=/") && !line.contains("Domain"),
                "{line}"
            );
        }
    }
    let student = Visitor::demo(server.address(), &seed::PEOPLE[2]).await.unwrap();
    let plain = student.cookie.as_deref().unwrap();
    let home = |cookie: String| {
        anybody.get("/").header("x-forwarded-proto", "https").header(header::COOKIE, cookie).send()
    };
    let planted = home(plain.to_owned()).await.unwrap();
    assert_eq!(planted.status(), StatusCode::SEE_OTHER, "a name that others could have set isn't believed");
    assert_eq!(home(format!("__Host-{plain}")).await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn what_is_somebodys_stands_in_no_cache() {
    let place = Installation::new().await;
    let class = place.class().await.session;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let kept = |answer: &reqwest::Response| {
        answer.headers().get(header::CACHE_CONTROL).map(|value| value.to_str().unwrap().to_owned())
    };
    let pages = [
        "/".to_owned(),
        "/sign-in".to_owned(),
        "/nowhere".to_owned(),
        "/classes/new".to_owned(),
        format!("/classes/{class}"),
        format!("/classes/{class}/class.ics"),
        format!("/classes/{class}/attendance"),
        format!("/classes/{class}/attendance.csv"),
        format!("/replays/{class}"),
        format!("/replays/{class}/captions.vtt"),
        "/calendar/nobodys/classes.ics".to_owned(),
    ];
    for path in pages {
        for who in [&teacher, &Visitor::new(server.address()).unwrap()] {
            let answer = who.get(&path).send().await.unwrap();
            assert_eq!(kept(&answer).as_deref(), Some("no-store"), "{path}: {}", answer.status());
        }
    }
    let fields = [("session", class.to_string())];
    for path in ["/rpc/viewer", "/rpc/home", "/rpc/class_page", "/rpc/replay"] {
        let answer = teacher.post(path).form(&fields).send().await.unwrap();
        assert_eq!(kept(&answer).as_deref(), Some("no-store"), "{path}");
    }
    let program = teacher.get("/pkg/nothing.js").send().await.unwrap();
    assert_ne!(kept(&program).as_deref(), Some("no-store"), "what is everybody's may be kept");
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn pages_run_our_scripts_alone_and_stand_in_nobodys_frame() {
    let place = Installation::new().await;
    let server = place.server().await;
    let anybody = Visitor::new(server.address()).unwrap();
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let answer = anybody.get("/sign-in").send().await.unwrap();
        let said = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(said("x-content-type-options"), "nosniff");
        assert_eq!(said("x-frame-options"), "DENY");
        assert_eq!(said("referrer-policy"), "same-origin");
        let policy = said("content-security-policy");
        let rule = |name: &str| {
            let rule = policy.split(';').map(str::trim).find_map(|rule| rule.strip_prefix(name));
            rule.unwrap_or_else(|| panic!("no {name} in {policy}")).trim().to_owned()
        };
        let scripts = rule("script-src");
        assert!(!scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"), "{scripts}");
        assert_eq!(rule("frame-ancestors"), "'none'");
        assert_eq!(rule("object-src"), "'none'");
        assert_eq!(rule("base-uri"), "'none'");
        assert_eq!(rule("form-action"), "'self'");
        nonces.push(scripts.split('\'').find(|word| word.starts_with("nonce-")).unwrap().to_owned());
    }
    assert_ne!(nonces[0], nonces[1], "each answer has its own");
}

#[tokio::test]
async fn what_strangers_cause_again_and_again_is_said_once_and_counted() {
    let place = Installation::new().await;
    let log = std::env::temp_dir().join(format!("lectern-{}.log", Uuid::now_v7()));
    let server = place.server_logging(&log).await;
    let stranger = Visitor::new(server.address()).unwrap();
    for _ in 0..3 {
        let origin = stranger.post("/sign-in").header(header::ORIGIN, "https://evil.example");
        assert_eq!(origin.send().await.unwrap().status(), StatusCode::FORBIDDEN);
        let report = stranger.post("/webhooks/livekit").header(header::AUTHORIZATION, "forged").body("{}");
        assert_eq!(report.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    }
    let figures = stranger.text("/metrics").await.unwrap();
    let said = std::fs::read_to_string(&log).unwrap();
    for (figure, words) in [
        ("lectern_refused_origins_total 3", "another origin"),
        ("lectern_refused_webhooks_total 3", "refused a webhook"),
    ] {
        assert!(figures.lines().any(|line| line == figure), "{figure} is missing in\n{figures}");
        assert_eq!(said.lines().filter(|line| line.contains(words)).count(), 1, "{words}: {said}");
    }
    std::fs::remove_file(log).unwrap();
}

/// The lines of a server's log that were written for that request.
fn lines_of(log: &Path, id: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(log).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["span"]["id"] == id).collect()
}

#[tokio::test]
async fn a_request_goes_by_one_id_in_its_answer_on_its_page_and_in_the_log() {
    let place = Installation::new().await;
    let log = std::env::temp_dir().join(format!("lectern-{}.log", Uuid::now_v7()));
    let server = place.server_logging(&log).await;
    let [_, _, student, _] = everybody(&server).await;

    let ours = student.post("/sign-in").header(header::ORIGIN, "https://evil.example");
    let answer = ours.header(ID, "<b>mine</b>").send().await.unwrap();
    let id = answer.headers()[ID].to_str().unwrap().to_owned();
    assert!(id.parse::<Uuid>().is_ok(), "whoever asks doesn't choose it: {id}");
    assert!(answer.text().await.unwrap().ends_with(&format!("\nRequest {id}\n")));
    let lines = lines_of(&log, &id);
    assert!(
        lines.iter().any(|line| line["level"] == "WARN" && line["span"]["path"] == "/sign-in"),
        "{lines:?}"
    );

    let nowhere = Uuid::now_v7();
    for (path, status) in [
        (format!("/classes/{nowhere}"), StatusCode::NOT_FOUND),
        (format!("/replays/{nowhere}/transcript.txt"), StatusCode::NOT_FOUND),
        (format!("/classes/{nowhere}/class.ics"), StatusCode::NOT_FOUND),
        ("/classes/new".to_owned(), StatusCode::FORBIDDEN),
    ] {
        let answer = student.get(&path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        let id = answer.headers()[ID].to_str().unwrap().to_owned();
        let page = answer.text().await.unwrap();
        assert!(page.contains(&id), "{path}: {id} is not in {page}");
    }

    // Not even the tenant can be known.
    place.database.go_away().await;
    let answer = student.get("/").header(ID, "<b>mine</b>").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let id = answer.headers()[ID].to_str().unwrap().to_owned();
    let page = answer.text().await.unwrap();
    assert!(page.contains(&id) && !page.contains("mine"), "{page}");
    let lines = lines_of(&log, &id);
    assert!(
        lines.iter().any(|line| line["fields"]["why"].is_string()),
        "why it is away stands there: {lines:?}"
    );
    place.database.come_back().await;
    std::fs::remove_file(log).unwrap();
}
