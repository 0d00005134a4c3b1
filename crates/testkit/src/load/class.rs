//! A class to be full of people: scheduled and started through the same doors as every class.

use anyhow::{Context as _, ensure};
use domain::ids::SessionId;
use store::seed;
use uuid::Uuid;

use crate::visitor::Visitor;

/// Puts a class of the demo course on the calendar and starts it.
///
/// # Errors
/// Where the server refuses: the visitor must teach the demo course.
pub async fn started_class(teacher: &Visitor) -> anyhow::Result<SessionId> {
    let session = SessionId(Uuid::now_v7());
    let now = chrono::Utc::now();
    let entry = [
        ("session", session.to_string()),
        ("command", Uuid::now_v7().to_string()),
        ("title", "A full class".to_owned()),
        ("course", seed::COURSE.to_string()),
        ("lesson", String::new()),
        ("date", now.format("%Y-%m-%d").to_string()),
        ("time", now.format("%H:%M").to_string()),
        ("length", "60".to_owned()),
        ("zone", "UTC".to_owned()),
    ];
    let scheduled = teacher.post("/classes/new").form(&entry).send().await?;
    ensure!(scheduled.status().is_redirection(), "the class can't be scheduled: {}", scheduled.status());
    let form = [("session", session.to_string()), ("command", Uuid::now_v7().to_string())];
    let started = teacher.post("/rpc/start").form(&form).send().await?;
    started.error_for_status().context("the class can't be started")?;
    Ok(session)
}
