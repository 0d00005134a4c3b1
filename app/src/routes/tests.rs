//! What the server answers at each address before any data is needed: status, place, and what is sent along.

use std::sync::LazyLock;

use axum::body::{Body, to_bytes};
use domain::ids::{TenantId, UserId};
use domain::role::Actor;
use http::{Request, StatusCode, header};
use uuid::Uuid;

use super::{App, shell};
use crate::caller::Caller;
use crate::model::Theme;

/// Listing the routes, as the server does once at its start, makes the executor ready.
static LISTED: LazyLock<()> = LazyLock::new(|| drop(leptos_axum::generate_route_list(App)));

struct TestResponse {
    status: StatusCode,
    policy: String,
    location: Option<String>,
    html: String,
}

async fn get(path: &str, actor: Option<Actor>, theme: Theme) -> TestResponse {
    get_after(path, actor, theme, None).await
}

async fn get_after(path: &str, actor: Option<Actor>, theme: Theme, typed: Option<&str>) -> TestResponse {
    LazyLock::force(&LISTED);
    let page = leptos_axum::render_app_async_with_context(|| {}, shell);
    let mut request = Request::get(path).body(Body::empty()).unwrap();
    request.extensions_mut().insert(Caller {
        tenant: TenantId(Uuid::from_u128(1)),
        actor,
        token: None,
        address: "192.0.2.1".into(),
        typed: typed.map(str::to_owned),
        request_id: "r-1".into(),
        theme,
    });
    let response = page(request).await;
    let location = response.headers().get(header::LOCATION).map(|path| path.to_str().unwrap().to_owned());
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    let status = response.status();
    let html = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    TestResponse { status, policy, location, html: String::from_utf8(html.to_vec()).unwrap() }
}

async fn get_signed_out(path: &str) -> TestResponse {
    get(path, None, Theme::System).await
}

fn somebody() -> Actor {
    Actor {
        tenant: TenantId(Uuid::from_u128(1)),
        user: UserId(Uuid::from_u128(2)),
        name: "Tea Teacher".into(),
        roles: vec![],
    }
}

#[tokio::test]
async fn who_is_signed_out_is_led_to_the_sign_in_and_back() {
    let class = "/classes/0199a3c4-77e1-7d60-b3f1-2f4f7c1d9a10";
    let replay = "/replays/0199a3c4-77e1-7d60-b3f1-2f4f7c1d9a10";
    let edit = format!("{class}/edit");
    let (attendance, results) = (format!("{class}/attendance?order=name"), format!("{class}/results"));
    let polls = "/lessons/0199a3c4-77e1-7d60-b3f1-2f4f7c1d9a10/polls";
    for path in ["/", "/?a=b&c", "/classes/new", class, &edit, &attendance, &results, polls, replay] {
        let answer = get_signed_out(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        let next: String = path.chars().map(escaped).collect();
        assert_eq!(answer.location, Some(format!("/sign-in?next={next}")), "{path}");
    }
}

fn escaped(letter: char) -> String {
    if letter.is_ascii_alphanumeric() { letter.to_string() } else { format!("%{:02X}", u32::from(letter)) }
}

#[tokio::test]
async fn the_sign_in_is_a_form_without_a_program() {
    let path = "/sign-in?problem=wrong_password&email=somebody%40else.example&next=%2Fclasses%2Fnew";
    let answer = get_after(path, None, Theme::System, Some("stu@school.example")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.html.contains(r#"action="/sign-in""#));
    assert!(answer.html.contains(r#"value="/classes/new""#), "where to go afterwards");
    assert!(answer.html.contains("stu@school.example") && answer.html.contains("don’t match"));
    assert!(!answer.html.contains("else.example"), "a link fills nothing in");
    assert!(answer.html.contains("<title>Sign in · Lectern</title>"));
    assert!(!answer.html.contains(".wasm") && !answer.html.contains("modulepreload"));
}

#[tokio::test]
async fn who_is_signed_in_needs_no_sign_in() {
    for (path, place) in [
        ("/sign-in", "/"),
        ("/sign-in?next=%2Fclasses%2Fnew", "/classes/new"),
        ("/sign-in?next=%2F%2Fx", "/"),
    ] {
        let answer = get(path, Some(somebody()), Theme::System).await;
        assert_eq!(
            (answer.status, answer.location.as_deref()),
            (StatusCode::SEE_OTHER, Some(place)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_sign_in_leads_nowhere_else_and_repeats_no_strangers_words() {
    let answer = get_signed_out("/sign-in?problem=Call+0900+12345&next=%2F%2Fevil.example").await;
    assert!(!answer.html.contains("evil.example") && !answer.html.contains("0900"));
}

#[tokio::test]
async fn an_address_without_a_page_is_not_found() {
    for path in ["/nowhere", "/lessons", "/classes/new/again"] {
        let answer = get_signed_out(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.html.contains("There is nothing here"), "{path}");
    }
}

#[tokio::test]
async fn what_names_no_class_is_not_found() {
    for path in [
        "/classes/physics",
        "/classes/physics/edit",
        "/classes/1/attendance",
        "/lessons/1/polls",
        "/replays/1",
    ] {
        let answer = get(path, Some(somebody()), Theme::System).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.html.contains("There is nothing here"), "{path}");
    }
}

#[tokio::test]
async fn every_script_in_a_document_is_one_that_may_run() {
    let answer = get_signed_out("/nowhere").await;
    let nonce = answer.policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
    assert_ne!(get_signed_out("/nowhere").await.policy, answer.policy, "each answer has a nonce of its own");
    let scripts = answer.html.matches("<script").count();
    assert!(scripts > 0);
    assert_eq!(answer.html.matches(&format!("nonce=\"{nonce}\"")).count(), scripts);
}

#[tokio::test]
async fn the_first_byte_has_the_persons_theme() {
    assert!(get("/sign-in", None, Theme::Dark).await.html.contains(r#"data-theme="dark""#));
    assert!(!get("/sign-in", None, Theme::System).await.html.contains("data-theme"));
}

#[tokio::test]
async fn a_page_that_fails_says_so_with_the_requests_id() {
    // Without the use cases nothing can be answered.
    let answer = get("/", Some(somebody()), Theme::System).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.html.contains("r-1") && answer.html.contains("Something went wrong on our side"));
}

#[test]
fn a_title_stays_in_its_element() {
    assert_eq!(super::in_title(String::new()), "Lectern");
    assert_eq!(super::in_title("</title><meta>".into()), "&lt;/title>&lt;meta> · Lectern");
}
