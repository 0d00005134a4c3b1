//! Signing in and out at the real door: who guesses is slowed down, and what a login opened ends with it.

use std::time::Duration;

use domain::wire::{ClientFrame, ServerFrame};
use futures::future::join_all;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use store::seed;
use testkit::load::Socket;
use testkit::server::Server;
use testkit::visitor::Visitor;
use tokio::time::timeout;

use crate::place::{Place, everybody};

const SOON: Duration = Duration::from_secs(20);
/// Longer than the server takes to look at all tabs again.
const NEXT_LOOK: Duration = Duration::from_secs(50);
/// Far shorter than that.
const AT_ONCE: Duration = Duration::from_secs(5);
const TEACHER: &str = seed::PEOPLE[0].email;

/// Tries a password from an address that a proxy tells of; what the page says then, or where it leads.
async fn tried(server: &Server, from: &str, email: &str, password: &str) -> String {
    let form = [("email", email), ("password", password), ("next", "/")];
    let visitor = Visitor::new(server.address()).unwrap();
    let answer = visitor.post("/sign-in").header("x-forwarded-for", from).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let to = answer.headers()[LOCATION].to_str().unwrap();
    let problem = to.strip_prefix("/sign-in?problem=").and_then(|rest| rest.split('&').next());
    problem.unwrap_or(to).to_owned()
}

#[tokio::test]
async fn the_ninth_wrong_password_is_refused_and_so_is_the_right_one_after_it() {
    let place = Place::new().await;
    let server = place.server_with(&[("LECTERN_TRUSTED_PROXIES", "127.0.0.1")]).await;
    for email in [TEACHER, "nobody@demo.lectern"] {
        for n in 1..=8 {
            assert_eq!(tried(&server, "192.0.2.1", email, "guessed").await, "wrong_password", "{n}: {email}");
        }
        assert_eq!(tried(&server, "192.0.2.1", email, "guessed").await, "throttled", "{email}");
    }
    assert_eq!(tried(&server, "192.0.2.1", TEACHER, seed::PASSWORD).await, "throttled");
    assert_eq!(
        tried(&server, "192.0.2.2", TEACHER, seed::PASSWORD).await,
        "/",
        "whoever guesses locks nobody out"
    );
    assert_eq!(tried(&server, "192.0.2.1", seed::PEOPLE[2].email, seed::PASSWORD).await, "/");
    let made_up = "192.0.2.9, 192.0.2.1";
    assert_eq!(
        tried(&server, made_up, TEACHER, seed::PASSWORD).await,
        "throttled",
        "a made-up address helps nobody"
    );
}

#[tokio::test]
async fn who_signs_in_well_is_never_throttled_and_mistakes_before_it_are_forgotten() {
    let place = Place::new().await;
    let server = place.server().await;
    for _ in 0..3 {
        for _ in 0..5 {
            assert_eq!(tried(&server, "192.0.2.1", TEACHER, "mistyped").await, "wrong_password");
        }
        assert_eq!(
            tried(&server, "192.0.2.2", TEACHER, seed::PASSWORD).await,
            "/",
            "nobody's header is believed"
        );
    }
}

#[tokio::test]
async fn of_many_guesses_at_once_no_more_are_looked_at() {
    let place = Place::new().await;
    let server = place.server().await;
    let guesses = join_all((0..40).map(|_| tried(&server, "", TEACHER, "guessed"))).await;
    let looked_at = guesses.iter().filter(|problem| *problem == "wrong_password").count();
    let throttled = guesses.iter().filter(|problem| *problem == "throttled").count();
    assert_eq!((looked_at, throttled), (8, 32));
}

#[tokio::test]
async fn one_address_can_not_go_through_everybodys_accounts() {
    let place = Place::new().await;
    let server = place.server_with(&[("LECTERN_TRUSTED_PROXIES", "127.0.0.0/8")]).await;
    let guesses = (0..110).map(|n| {
        let (server, email) = (&server, format!("somebody{n}@demo.lectern"));
        async move { tried(server, "192.0.2.1", &email, "guessed").await }
    });
    let throttled = join_all(guesses).await.iter().filter(|problem| *problem == "throttled").count();
    assert_eq!(throttled, 10);
    assert_eq!(tried(&server, "192.0.2.1", TEACHER, seed::PASSWORD).await, "throttled");
    assert_eq!(tried(&server, "192.0.2.2", TEACHER, seed::PASSWORD).await, "/");
}

/// The parts of the login's cookie: name and value, then its attributes.
fn cookie(answer: &Response) -> Vec<String> {
    let cookie = answer.headers()[SET_COOKIE].to_str().unwrap();
    cookie.split("; ").map(str::to_owned).collect()
}

/// A tab on the bare socket that was greeted.
async fn tab(visitor: &Visitor, path: &str) -> Socket {
    let mut socket = Socket::open(visitor.server(), path, visitor.cookie.as_deref()).await.unwrap();
    let hello = ClientFrame::Hello { resume_after: None };
    socket.say(&serde_json::to_vec(&hello).unwrap()).await.unwrap();
    frame(&mut socket, SOON, |frame| matches!(frame, ServerFrame::Welcome { .. })).await;
    socket
}

async fn frame(socket: &mut Socket, longest: Duration, is: impl Fn(&ServerFrame) -> bool) -> ServerFrame {
    let read = |text: &[u8]| serde_json::from_slice::<ServerFrame>(text).unwrap();
    let text = timeout(longest, socket.wait_for(|text| is(&read(text)))).await.unwrap().unwrap();
    read(&text)
}

/// Why the server closed the tab, and whether it should come again.
async fn goodbye(socket: &mut Socket, longest: Duration) -> (String, bool) {
    match frame(socket, longest, |frame| matches!(frame, ServerFrame::Bye { .. })).await {
        ServerFrame::Bye { reason, retry } => (reason, retry),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn signing_out_ends_the_login_and_closes_its_tabs_and_no_others() {
    let place = Place::new().await;
    let class = place.class().await;
    let path = format!("/live/{}", class.session);
    let log = std::env::temp_dir().join(format!("lectern-{}.log", uuid::Uuid::now_v7()));
    let server = place.server_logging(&log).await;

    let mut here = Visitor::new(server.address()).unwrap();
    let answer = here.sign_in(TEACHER, seed::PASSWORD).await.unwrap();
    let set = cookie(&answer);
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
        assert!(set.iter().any(|part| part == attribute), "{attribute} is missing in {set:?}");
    }
    assert!(set[0].len() >= "lectern_login=".len() + 64, "256 random bits: {set:?}");
    let elsewhere = Visitor::demo(server.address(), &seed::PEOPLE[0]).await.unwrap();
    let (mut first, mut second) = (tab(&here, &path).await, tab(&here, &path).await);
    let mut other = tab(&elsewhere, &path).await;

    let answer = here.post("/sign-out").send().await.unwrap();
    assert_eq!(
        (answer.status(), &answer.headers()[LOCATION]),
        (StatusCode::SEE_OTHER, &"/sign-in".parse().unwrap())
    );
    let gone = cookie(&answer);
    assert!(gone[0] == "lectern_login=" && gone.contains(&"Max-Age=0".to_owned()), "{gone:?}");
    for tab in [&mut first, &mut second] {
        let (reason, retry) = goodbye(tab, SOON).await;
        assert_eq!((reason.as_str(), retry), ("You are signed out. Load the page again to sign in.", false));
        assert!(timeout(SOON, tab.wait_for(|_| false)).await.unwrap().is_err(), "the channel is closed");
    }
    let kept = here.cookie.as_deref().unwrap();
    let answer = here.get("/").header(COOKIE, kept).send().await.unwrap();
    assert!(
        answer.headers()[LOCATION].to_str().unwrap().starts_with("/sign-in"),
        "the token is worth nothing any more"
    );
    assert!(Socket::open(server.address(), &path, Some(kept)).await.is_err());

    other.say(&serde_json::to_vec(&ClientFrame::Ping).unwrap()).await.unwrap();
    frame(&mut other, SOON, |frame| *frame == ServerFrame::Pong).await;

    // Without any tab they aren't to be in the room, whose server is away. What a tab has to say to the log stands there
    // under the id of the request that opened it.
    let about = || {
        let lines = std::fs::read_to_string(&log).unwrap();
        lines.lines().find(|line| line.contains("may still be in the room")).map(str::to_owned)
    };
    elsewhere.post("/sign-out").send().await.unwrap();
    goodbye(&mut other, SOON).await;
    let said = async {
        loop {
            match about() {
                Some(line) => break line,
                None => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    };
    let line: Value = serde_json::from_str(&timeout(SOON, said).await.unwrap()).unwrap();
    assert!(line["span"]["id"].as_str().is_some_and(|id| id.len() == 36), "{line}");
    assert_eq!(line["span"]["path"], path, "{line}");
    std::fs::remove_file(log).unwrap();
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn signing_out_closes_the_tabs_on_the_other_server_at_once() {
    let place = Place::new().await;
    let path = format!("/live/{}", place.class().await.session);
    let (one, two) = (place.server().await, place.server().await);
    // Two of them, one after the other: not both could be found by chance when all tabs are looked at.
    for person in &seed::PEOPLE[..2] {
        let here = Visitor::demo(one.address(), person).await.unwrap();
        let mut there = Visitor::new(two.address()).unwrap();
        there.cookie.clone_from(&here.cookie);
        let mut tab = tab(&there, &path).await;
        here.post("/sign-out").send().await.unwrap();
        let (reason, retry) = goodbye(&mut tab, AT_ONCE).await;
        assert_eq!((reason.as_str(), retry), ("You are signed out. Load the page again to sign in.", false));
    }
    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn who_is_taken_off_the_course_or_whose_login_ends_elsewhere_is_sent_away() {
    let place = Place::new().await;
    let path = format!("/live/{}", place.class().await.session);
    let server = place.server().await;
    let [teacher, assistant, student, other] = everybody(&server).await;
    let mut admin = place.database.admin().await;
    let mut tabs = Vec::new();
    for visitor in [&teacher, &assistant, &student, &other] {
        tabs.push(tab(visitor, &path).await);
    }
    let end = ["delete from enrollments where user_id = $1", "delete from logins where user_id = $1"];
    for (sql, person) in end.into_iter().zip(&seed::PEOPLE[2..4]) {
        sqlx::query(sql).bind(person.user.0).execute(&mut admin).await.unwrap();
    }
    sqlx::query("update users set name = 'Sam Newname' where id = $1")
        .bind(seed::PEOPLE[1].user.0)
        .execute(&mut admin)
        .await
        .unwrap();
    for (n, said) in [
        (2, ("You don't belong to this class any more.", false)),
        (3, ("You are signed out. Load the page again to sign in.", false)),
        (1, ("You have another place in this class now.", true)),
    ] {
        let (reason, retry) = goodbye(&mut tabs[n], NEXT_LOOK).await;
        assert_eq!((reason.as_str(), retry), said);
    }
    tabs[0].say(&serde_json::to_vec(&ClientFrame::Ping).unwrap()).await.unwrap();
    frame(&mut tabs[0], SOON, |frame| *frame == ServerFrame::Pong).await;
    drop(place.database.take_jobs().await);
}
