//! The forms for the polls that are prepared for a lesson.

use axum::Router;
use axum::extract::{Extension, Form, Path, State};
use axum::response::Response;
use axum::routing::post;
use classroom::Refusal;
use domain::ids::{LessonId, PollId};
use domain::route;
use http::request::Parts;
use lean::FromJson;
use serde::Deserialize;

use super::{Forms, bad};
use crate::caller::Caller;
use crate::context::Attempt;
use crate::error::PageError;
use crate::pages::prepared::PollValues;

/// The routes, to be merged with those of the other forms.
pub(super) fn routes() -> Router<Forms> {
    Router::new()
        .route(route::NEW_PREPARED.pattern(), post(add))
        .route(route::EDIT_PREPARED.pattern(), post(change))
        .route(route::MOVE_PREPARED.pattern(), post(move_one))
        .route(route::DELETE_PREPARED.pattern(), post(delete))
}

/// Adds a poll; the form has its id.
async fn add(
    State(forms): State<Forms>,
    Extension(caller): Extension<Caller>,
    Path(lesson): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = PollValues::read(pairs);
    let kept = keep(&forms, caller, &lesson, &values.poll, &values, true).await;
    forms.back_to_list(kept, Some(values), parts, &lesson).await
}

/// Changes one that is there.
async fn change(
    State(forms): State<Forms>,
    Extension(caller): Extension<Caller>,
    Path((lesson, poll)): Path<(String, String)>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let values = PollValues::read(pairs);
    let kept = keep(&forms, caller, &lesson, &poll, &values, false).await;
    forms.back_to_list(kept, Some(values), parts, &lesson).await
}

async fn keep(
    forms: &Forms,
    caller: Caller,
    lesson: &str,
    poll: &str,
    values: &PollValues,
    new: bool,
) -> Result<(), PageError> {
    let kept = forms.take(caller, async |context| {
        let (lesson, poll) = named(lesson, poll)?;
        // Who may not do it reads that first, and not what is wrong with their poll.
        context.classroom.prepared_lesson(&context.actor, lesson).await?;
        let definition = values.definition().map_err(|problem| bad("poll", &problem.to_string()))?;
        if new {
            context.classroom.prepare(&context.actor, lesson, poll, &definition).await
        } else {
            context.classroom.change_prepared(&context.actor, lesson, poll, &definition).await
        }
    });
    kept.await
}

/// Where a poll is to go.
#[derive(Deserialize, FromJson)]
struct Step {
    to: String,
}

/// Has a poll change places with its neighbour.
async fn move_one(
    State(forms): State<Forms>,
    Extension(caller): Extension<Caller>,
    Path((lesson, poll)): Path<(String, String)>,
    parts: Parts,
    Form(step): Form<Step>,
) -> Response {
    let moved = forms.take(caller, async |context| {
        let (lesson, poll) = named(&lesson, &poll)?;
        let up = match step.to.as_str() {
            "up" => true,
            "down" => false,
            _ => {
                // Who may not do it reads that first.
                context.classroom.prepared_lesson(&context.actor, lesson).await?;
                return Err(bad("to", "Say whether the poll goes up or down."));
            }
        };
        context.classroom.move_prepared(&context.actor, lesson, poll, up).await
    });
    let moved = moved.await;
    forms.back_to_list(moved, None, parts, &lesson).await
}

/// Throws one away.
async fn delete(
    State(forms): State<Forms>,
    Extension(caller): Extension<Caller>,
    Path((lesson, poll)): Path<(String, String)>,
    parts: Parts,
) -> Response {
    let gone = forms.take(caller, async |context| {
        let (lesson, poll) = named(&lesson, &poll)?;
        context.classroom.discard_prepared(&context.actor, lesson, poll).await
    });
    let gone = gone.await;
    forms.back_to_list(gone, None, parts, &lesson).await
}

fn named(lesson: &str, poll: &str) -> Result<(LessonId, PollId), Refusal> {
    let lesson = lesson.parse().or(Err(Refusal::NotFound))?;
    Ok((lesson, poll.parse().or(Err(Refusal::NotFound))?))
}

impl Forms {
    /// The list where it was done. Else what was written once more, or the list, with what is wrong.
    async fn back_to_list(
        &self,
        done: Result<(), PageError>,
        values: Option<PollValues>,
        mut parts: Parts,
        lesson: &str,
    ) -> Response {
        let list = lesson
            .parse()
            .map_or_else(|_| route::HOME.path().to_owned(), |lesson| route::PREPARED.to(lesson));
        let Err(error) = done else { return super::go_to(&list) };
        if values.is_none()
            && let Ok(uri) = list.parse()
        {
            parts.uri = uri;
        }
        self.once_more(Attempt { values, error }, parts).await
    }
}
