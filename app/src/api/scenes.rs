//! Scenes outside of any class: those that a lesson's classes begin with, and the layouts that somebody keeps.

use domain::ids::LessonId;
use domain::scene::Scene;
use leptos::prelude::*;

use crate::error::PageError;

#[cfg(feature = "ssr")]
use crate::context::RequestContext;

/// Changes what a lesson's classes begin with, and gives what that is then.
#[server(prefix = "/rpc", endpoint = "prepare_scene")]
pub async fn prepare_scene(
    /// The lesson.
    lesson: LessonId,
    /// A [`domain::scene::Command`] as JSON: forms hold no numbers.
    command: String,
) -> Result<Vec<Scene>, PageError> {
    let scenes = RequestContext::answer(|context| async move {
        let command = read(&command)?;
        context.classroom.prepare_scene(&context.actor, lesson, &command).await
    });
    scenes.await
}

/// The layouts that who asks keeps.
#[server(prefix = "/rpc", endpoint = "own_layouts")]
pub async fn own_layouts() -> Result<Vec<Scene>, PageError> {
    RequestContext::answer(|context| async move { context.classroom.own_layouts(&context.actor).await }).await
}

/// Changes the layouts that who asks keeps, and gives what they are then.
#[server(prefix = "/rpc", endpoint = "keep_layout")]
pub async fn keep_layout(
    /// A [`domain::scene::Command`] as JSON: forms hold no numbers.
    command: String,
) -> Result<Vec<Scene>, PageError> {
    let layouts = RequestContext::answer(|context| async move {
        let command = read(&command)?;
        context.classroom.keep_layout(&context.actor, &command).await
    });
    layouts.await
}

#[cfg(feature = "ssr")]
fn read(command: &str) -> Result<domain::scene::Command, classroom::Refusal> {
    serde_json::from_str(command).map_err(|_| classroom::Refusal::BadField {
        field: "command",
        problem: "This says nothing that can be done with scenes.".to_owned(),
    })
}
