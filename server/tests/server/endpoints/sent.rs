//! What is sent to an endpoint: a form's fields, made for the class.

use chrono::{TimeDelta, Utc};
use domain::ids::SessionId;
use reqwest::{RequestBuilder, header};
use store::seed;
use testkit::visitor::Visitor;
use uuid::Uuid;

/// What is sent to an endpoint.
#[derive(Clone, Copy)]
pub enum Sent {
    Get,
    /// A form, its fields made for the class.
    Form(fn(SessionId) -> Vec<(&'static str, String)>),
    /// The request for a WebSocket.
    Socket,
}

pub fn method(sent: Sent) -> &'static str {
    if matches!(sent, Sent::Form(_)) { "POST" } else { "GET" }
}

pub fn through(visitor: &Visitor, path: &str, sent: Sent, session: SessionId) -> RequestBuilder {
    match sent {
        Sent::Get => visitor.get(path),
        Sent::Form(fields) => visitor.post(path).form(&fields(session)),
        Sent::Socket => visitor
            .get(path)
            .header(header::CONNECTION, "upgrade")
            .header(header::UPGRADE, "websocket")
            .header(header::SEC_WEBSOCKET_VERSION, "13")
            .header(header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="),
    }
}

pub fn nothing(_: SessionId) -> Vec<(&'static str, String)> {
    vec![]
}

pub fn zone(_: SessionId) -> Vec<(&'static str, String)> {
    vec![("zone", "Europe/Berlin".to_owned())]
}

/// Somebody else each time, so that nobody has guessed too often.
pub fn wrong_password(session: SessionId) -> Vec<(&'static str, String)> {
    vec![("email", format!("{session}@demo.lectern")), ("password", "guessed".to_owned())]
}

pub fn class(session: SessionId) -> Vec<(&'static str, String)> {
    vec![("session", session.to_string())]
}

pub fn command(session: SessionId) -> Vec<(&'static str, String)> {
    vec![("session", session.to_string()), ("command", Uuid::now_v7().to_string())]
}

/// A file as it is before its first part is sent.
pub fn file(session: SessionId) -> Vec<(&'static str, String)> {
    [class(session), vec![("bytes", "1000".to_owned()), ("sha256", "ab".repeat(32))]].concat()
}

/// The first page of the deck that every class has.
pub fn slide(session: SessionId) -> Vec<(&'static str, String)> {
    [class(session), vec![("deck", super::DECK.to_string()), ("page", "1".to_owned())]].concat()
}

/// The deck that every class has.
pub fn deck(session: SessionId) -> Vec<(&'static str, String)> {
    [class(session), vec![("deck", super::DECK.to_string())]].concat()
}

/// One that never came.
pub fn sent_file(session: SessionId) -> Vec<(&'static str, String)> {
    [command(session), vec![("deck", Uuid::now_v7().to_string()), ("name", "waves.pdf".to_owned())]].concat()
}

pub fn given_up_file(session: SessionId) -> Vec<(&'static str, String)> {
    [class(session), vec![("deck", Uuid::now_v7().to_string())]].concat()
}

pub fn poll(_: SessionId) -> Vec<(&'static str, String)> {
    let fields = [("kind", "text"), ("question", "Why?")];
    let fields = fields.map(|(name, value)| (name, value.to_owned()));
    [fields.to_vec(), vec![("poll", Uuid::now_v7().to_string())]].concat()
}

pub fn up(_: SessionId) -> Vec<(&'static str, String)> {
    vec![("to", "up".to_owned())]
}

pub fn question(session: SessionId) -> Vec<(&'static str, String)> {
    [command(session), vec![("question", Uuid::new_v4().to_string()), ("text", "Why?".to_owned())]].concat()
}

pub fn stage(session: SessionId) -> Vec<(&'static str, String)> {
    [command(session), vec![("stage", "transcribe".to_owned())]].concat()
}

pub fn reason(session: SessionId) -> Vec<(&'static str, String)> {
    [command(session), vec![("reason", "I am ill.".to_owned())]].concat()
}

/// A day that a class may be on.
fn day_to_come() -> String {
    (Utc::now() + TimeDelta::days(30)).format("%Y-%m-%d").to_string()
}

pub fn new_class(_: SessionId) -> Vec<(&'static str, String)> {
    let fields = [
        ("session", Uuid::now_v7().to_string()),
        ("command", Uuid::now_v7().to_string()),
        ("title", "Damping".to_owned()),
        ("course", seed::COURSE.to_string()),
        ("lesson", String::new()),
        ("date", day_to_come()),
        ("time", "10:00".to_owned()),
        ("length", "60".to_owned()),
        ("zone", "Europe/Berlin".to_owned()),
    ];
    fields.into()
}

/// A scene that somebody keeps; another one each time.
pub fn layout(_: SessionId) -> Vec<(&'static str, String)> {
    let scene = Uuid::now_v7();
    let made = format!(
        r#"{{"do":"create_scene","scene":"{scene}","place":0,"definition":{{"layout":{{"as":"gallery"}},"wording":{{"name":"All"}}}}}}"#
    );
    vec![("command", made)]
}

/// The same for the first lesson.
pub fn lesson_scene(session: SessionId) -> Vec<(&'static str, String)> {
    [layout(session), vec![("lesson", seed::lesson(1).to_string())]].concat()
}
