//! Signing in and out at the real endpoints: who guesses is slowed down, and what a login opened ends with it.

use std::time::Duration;

use domain::wire::{ClientFrame, ServerFrame};
use futures::future::join_all;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Response, StatusCode};
use store::seed;
use testkit::load::Socket;
use testkit::server::Server;
use testkit::visitor::Visitor;
use tokio::time::timeout;

use crate::installation::{Installation, everybody};

const SOON: Duration = Duration::from_secs(20);
/// Longer than the server takes to look at all tabs again.
const NEXT_LOOK: Duration = Duration::from_secs(50);
/// Far shorter than that.
const AT_ONCE: Duration = Duration::from_secs(5);
const TEACHER: &str = seed::PEOPLE[0].email;

/// Behind a proxy that is believed.
const PROXIED: &[(&str, &str)] = &[("LECTERN_TRUSTED_PROXIES", "127.0.0.0/8"), ("LECTERN_DEMO", "public")];

/// Tries a password from an address that a proxy tells of; what the page says then, or where it leads.
async fn tried(server: &Server, from: &str, email: &str, password: &str) -> String {
    tried_on(&Visitor::new(server.address()).unwrap(), from, email, password).await
}

/// As [`tried`], on somebody's device. A busy machine may ask to be asked again.
async fn tried_on(device: &Visitor, from: &str, email: &str, password: &str) -> String {
    let form = [("email", email), ("password", password), ("next", "/")];
    let mut tries = 0;
    loop {
        tries += 1;
        let request = device.post("/sign-in").header("x-forwarded-for", from).form(&form);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let to = answer.headers()[LOCATION].to_str().unwrap();
        assert!(
            !to.contains("email") && !to.contains("lectern"),
            "what was typed stands in no address: {to}"
        );
        let problem = to.strip_prefix("/sign-in?problem=").and_then(|rest| rest.split('&').next());
        if problem != Some("down") || tries == 5 {
            return problem.unwrap_or(to).to_owned();
        }
    }
}

/// How many of these were looked at, and how many had to wait.
fn outcomes(problems: &[String]) -> (usize, usize) {
    let count = |word: &str| problems.iter().filter(|problem| *problem == word).count();
    (count("wrong_password"), count("throttled"))
}

/// The audit log of signing in: whose account, from where, with which outcome, and how often.
async fn audited(place: &Installation) -> Vec<(String, String, String, i64)> {
    let rows = "select about, address, outcome, count(*) from audit_log where what = 'sign_in'
                group by about, address, outcome order by about, address, outcome";
    sqlx::query_as(rows).fetch_all(&mut place.database.admin().await).await.unwrap()
}

#[tokio::test]
async fn the_ninth_wrong_password_is_refused_whether_there_is_such_an_account_or_not() {
    let place = Installation::new().await;
    let server = place.server_with(PROXIED).await;
    for email in [TEACHER, "nobody@demo.lectern"] {
        for n in 1..=8 {
            assert_eq!(tried(&server, "192.0.2.1", email, "guessed").await, "wrong_password", "{n}: {email}");
        }
        assert_eq!(tried(&server, "192.0.2.1", email, "guessed").await, "throttled", "{email}");
        assert_eq!(
            tried(&server, "192.0.2.2", email, "guessed").await,
            "throttled",
            "wherever it comes from"
        );
    }
    assert_eq!(tried(&server, "192.0.2.1", seed::PEOPLE[2].email, seed::PASSWORD).await, "/");
    let visitor = Visitor::new(server.address()).unwrap();
    let form = [("email", TEACHER), ("password", "guessed"), ("next", "/")];
    let answer = visitor.post("/sign-in").form(&form).send().await.unwrap();
    assert_eq!(answer.headers()[LOCATION], "/sign-in?problem=throttled&minutes=1&next=%2F");
}

#[tokio::test]
async fn a_hundred_wrong_guesses_lock_out_neither_their_account_nor_their_school() {
    let place = Installation::new().await;
    let server = place.server_with(PROXIED).await;
    let owner = Visitor::demo(server.address(), &seed::PEOPLE[0]).await.unwrap();
    assert!(owner.device.is_some(), "the device is remembered");
    let mut guesses = Vec::new();
    for _ in 0..100 {
        guesses.push(tried(&server, "192.0.2.1", TEACHER, "guessed").await);
    }
    assert_eq!(outcomes(&guesses), (8, 92));
    assert_eq!(tried(&server, "192.0.2.1", TEACHER, seed::PASSWORD).await, "throttled", "a new device waits");
    let mut signed_out = owner.clone();
    signed_out.cookie = None;
    for from in ["192.0.2.1", "198.51.100.7"] {
        assert_eq!(tried_on(&signed_out, from, TEACHER, seed::PASSWORD).await, "/", "its owner at {from}");
    }
    for person in &seed::PEOPLE[1..] {
        assert_eq!(tried(&server, "192.0.2.1", person.email, seed::PASSWORD).await, "/", "{}", person.name);
    }
    // Whoever has the device's cookie and not the password has attempts of their own, and no more of them.
    let mut guesses = Vec::new();
    for _ in 0..12 {
        guesses.push(tried_on(&signed_out, "192.0.2.1", TEACHER, "guessed").await);
    }
    assert_eq!(outcomes(&guesses), (8, 4));
    let mut nobodys = signed_out;
    nobodys.device = Some(format!("lectern_device={}", "0".repeat(64)));
    assert_eq!(tried_on(&nobodys, "192.0.2.1", TEACHER, seed::PASSWORD).await, "throttled", "made up");

    let rows = audited(&place).await;
    let teacher = format!("user {}", seed::PEOPLE[0].user.0);
    let of = |from: &str, outcome: &str| {
        rows.iter().find(|row| row.0 == teacher && row.1 == from && row.2 == outcome).map_or(0, |row| row.3)
    };
    assert_eq!(of("192.0.2.1", "wrong password"), 16, "{rows:?}");
    assert!(of("192.0.2.1", "too many attempts") > 0, "{rows:?}");
    assert_eq!((of("192.0.2.1", "signed in"), of("198.51.100.7", "signed in")), (1, 1), "{rows:?}");
    assert_eq!(of("127.0.0.1", "signed in on a new device"), 1, "{rows:?}");
}

#[tokio::test]
async fn guesses_from_many_addresses_at_one_account_are_stopped() {
    let place = Installation::new().await;
    let server = place.server_with(PROXIED).await;
    let guesses = (1..=50).map(|n| {
        let server = &server;
        async move { tried(server, &format!("203.0.113.{n}"), TEACHER, "guessed").await }
    });
    assert_eq!(outcomes(&join_all(guesses).await), (8, 42));
    let written: i64 = audited(&place).await.iter().map(|row| row.3).sum();
    assert_eq!(written, 50, "each of them is in the audit log");
}

#[tokio::test]
async fn mistakes_before_the_right_password_are_forgotten() {
    let place = Installation::new().await;
    let server = place.server().await;
    for _ in 0..3 {
        for _ in 0..5 {
            assert_eq!(tried(&server, "192.0.2.1", TEACHER, "mistyped").await, "wrong_password");
        }
        assert_eq!(tried(&server, "192.0.2.2", TEACHER, seed::PASSWORD).await, "/");
    }
    let rows = audited(&place).await;
    assert!(rows.iter().all(|row| row.1 == "127.0.0.1"), "nobody's header is believed: {rows:?}");
}

#[tokio::test]
async fn of_many_guesses_at_once_no_more_are_looked_at() {
    let place = Installation::new().await;
    let server = place.server().await;
    let guesses = join_all((0..40).map(|_| tried(&server, "", TEACHER, "guessed"))).await;
    assert_eq!(outcomes(&guesses), (8, 32));
}

#[tokio::test]
async fn one_address_that_goes_through_everybodys_accounts_is_slowed_and_locks_nobody_out() {
    let place = Installation::new().await;
    let server = place.server_with(PROXIED).await;
    let guesses = (0..110).map(|n| {
        let (server, email) = (&server, format!("somebody{n}@demo.lectern"));
        async move { tried(server, "192.0.2.1", &email, "guessed").await }
    });
    assert_eq!(outcomes(&join_all(guesses).await), (110, 0));
    let more = (0..5).map(|_| tried(&server, "192.0.2.1", seed::PEOPLE[1].email, "guessed"));
    assert_eq!(outcomes(&join_all(more).await), (2, 3), "fewer guesses at each account from there");
    assert_eq!(tried(&server, "192.0.2.1", TEACHER, seed::PASSWORD).await, "/", "on a device nobody knows");
    let rows = audited(&place).await;
    assert!(rows.contains(&("unknown address".into(), "192.0.2.1".into(), "wrong password".into(), 110)));
}

#[tokio::test]
async fn what_was_typed_comes_back_in_the_form_and_stands_in_no_address() {
    let place = Installation::new().await;
    let server = place.server().await;
    let visitor = Visitor::new(server.address()).unwrap();
    let form = [("email", "ann@school.example"), ("password", "guessed"), ("next", "/")];
    let answer = visitor.post("/sign-in").form(&form).send().await.unwrap();
    let to = answer.headers()[LOCATION].to_str().unwrap().to_owned();
    assert_eq!(to, "/sign-in?problem=wrong_password&next=%2F");
    let kept = set_cookie(&answer, "lectern_typed").unwrap();
    assert!(kept.contains(&"HttpOnly".to_owned()) && !kept[0].contains("school.example"), "{kept:?}");
    let page = visitor.get(&to).header(COOKIE, &kept[0]).send().await.unwrap();
    let gone = set_cookie(&page, "lectern_typed").unwrap();
    assert!(gone.contains(&"Max-Age=0".to_owned()), "once is enough: {gone:?}");
    assert!(page.text().await.unwrap().contains("ann@school.example"));
    assert!(!visitor.text(&to).await.unwrap().contains("ann@school.example"));
}

#[tokio::test]
async fn where_the_demo_is_off_its_people_are_shut_out_until_it_is_on_again() {
    let place = Installation::new().await;
    let mut on = place.server().await;
    let teacher = Visitor::demo(on.address(), &seed::PEOPLE[0]).await.unwrap();
    on.kill().await.unwrap();

    let mut off = place.server_with(&[("LECTERN_DEMO", "off")]).await;
    let kept = teacher.clone().moved_to(off.address());
    let answer = kept.get("/").send().await.unwrap();
    assert_eq!(answer.headers()[LOCATION], "/sign-in?next=%2F", "the login is over");
    for person in &seed::PEOPLE {
        assert_eq!(tried(&off, "", person.email, seed::PASSWORD).await, "wrong_password", "{}", person.name);
    }
    off.kill().await.unwrap();

    let on = place.server().await;
    assert_eq!(tried(&on, "", seed::PEOPLE[0].email, seed::PASSWORD).await, "/");
    let kept = teacher.moved_to(on.address());
    assert_eq!(kept.get("/").send().await.unwrap().status(), StatusCode::SEE_OTHER, "what ended stays ended");
}

/// The parts of a cookie that is set: name and value, then its attributes.
fn set_cookie(answer: &Response, name: &str) -> Option<Vec<String>> {
    let lines = answer.headers().get_all(SET_COOKIE);
    let line = lines.iter().find_map(|line| line.to_str().ok().filter(|line| line.starts_with(name)))?;
    Some(line.split("; ").map(str::to_owned).collect())
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
    let place = Installation::new().await;
    let class = place.class().await;
    let path = format!("/live/{}", class.session);
    let server = place.server().await;

    let mut here = Visitor::new(server.address()).unwrap();
    let answer = here.sign_in(TEACHER, seed::PASSWORD).await.unwrap();
    let set = set_cookie(&answer, "lectern_login").unwrap();
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
    let gone = set_cookie(&answer, "lectern_login").unwrap();
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

    drop(place.database.take_jobs().await);
}

#[tokio::test]
async fn signing_out_closes_the_tabs_on_the_other_server_at_once() {
    let place = Installation::new().await;
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
    let place = Installation::new().await;
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
