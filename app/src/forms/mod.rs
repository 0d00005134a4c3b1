//! The forms that browsers send as they are, with and without scripts: taken here, and shown again where they can't be.

mod prepared;
mod read;
mod repeat;

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use classroom::session::Scope;
use classroom::{Classroom, Refusal};
use domain::ids::SessionId;
use domain::route;
use http::header::RETRY_AFTER;
use http::request::Parts;
use http::{Method, Request, StatusCode};
use leptos::prelude::provide_context;

use crate::api::schedule::attempt::Attempted;
use crate::built::Built;
use crate::caller::Caller;
use crate::context::{Attempt, RequestContext};
use crate::error::PageError;
use crate::error::status;
use crate::model::schedule::{CancelValues, ScheduleValues};
use crate::routes::shell;
use read::{bad, command, id, read, scope};
use repeat::rule;

/// The routes that take forms, to be merged with the pages' own. Every request needs a [`Caller`] among its extensions.
pub fn routes<S: Clone + Send + Sync + 'static>(classroom: Classroom, built: Built) -> Router<S> {
    Router::new()
        .route(route::NEW_CLASS.path(), post(schedule))
        .route(route::EDIT_CLASS.pattern(), post(reschedule))
        .route(route::CANCEL_CLASS.pattern(), post(cancel))
        .merge(prepared::routes())
        .with_state(Forms { classroom, built })
}

/// What the routes need.
#[derive(Clone)]
struct Forms {
    classroom: Classroom,
    built: Built,
}

/// Puts a new class on the calendar, or many.
async fn schedule(
    State(forms): State<Forms>,
    Extension(caller): Extension<Caller>,
    parts: Parts,
    Form(values): Form<ScheduleValues>,
) -> Response {
    let sent = forms.take(caller, async |context| {
        let session = SessionId(id(&values.session)?);
        let (command, calendar) = read(&values, context.classroom.clock.now())?;
        match rule(&values)? {
            None => context.classroom.schedule(&context.actor, session, command, calendar).await.map(drop),
            Some(rule) => {
                context.classroom.schedule_series(&context.actor, session, command, calendar, &rule).await
            }
        }
    });
    let sent = sent.await;
    forms.answer(sent, Attempted::Values(Box::new(values)), parts).await
}

/// Changes what the calendar says of a class.
async fn reschedule(
    State(forms): State<Forms>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<String>,
    parts: Parts,
    Form(values): Form<ScheduleValues>,
) -> Response {
    let sent = forms.take(caller, async |context| {
        let seat = context.seat(session.parse().or(Err(Refusal::NotFound))?).await?;
        let (command, calendar) = read(&values, context.classroom.clock.now())?;
        match scope("scope", &values.scope)? {
            Scope::One => context.classroom.reschedule(&seat, command, calendar).await,
            Scope::Later => context.classroom.reschedule_later(&seat, command, calendar).await,
        }
    });
    let sent = sent.await;
    forms.answer(sent, Attempted::Values(Box::new(values)), parts).await
}

/// Says that a class won't take place.
async fn cancel(
    State(forms): State<Forms>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<String>,
    mut parts: Parts,
    Form(values): Form<CancelValues>,
) -> Response {
    let sent = forms.take(caller, async |context| {
        let seat = context.seat(session.parse().or(Err(Refusal::NotFound))?).await?;
        let command = command(&values.command)?;
        let which = scope("which", &values.which)?;
        context.classroom.cancel(&seat, command, &values.reason, which).await
    });
    let sent = sent.await;
    // The question stands on the page that changes the class.
    let form = session
        .parse()
        .map_or_else(|_| route::HOME.path().to_owned(), |session| route::EDIT_CLASS.to(session));
    if let Ok(form) = form.parse() {
        parts.uri = form;
    }
    forms.answer(sent, Attempted::Cancelling(values), parts).await
}

impl Forms {
    /// Does what a form asks for.
    async fn take<F>(&self, caller: Caller, work: impl FnOnce(RequestContext) -> F) -> Result<(), PageError>
    where
        F: Future<Output = Result<(), Refusal>>,
    {
        RequestContext::answer_to(caller, Some(self.classroom.clone()), work).await
    }

    /// Home where it was taken; else the form once more, with what was sent and what is wrong with it.
    async fn answer(&self, sent: Result<(), PageError>, values: Attempted, parts: Parts) -> Response {
        let Err(error) = sent else { return go_to(route::HOME.path()) };
        self.once_more(Attempt { values, error }, parts).await
    }

    /// The page that the request is for, with what was attempted and didn't work.
    async fn once_more<V: Clone + Send + Sync + 'static>(
        &self,
        attempt: Attempt<V>,
        mut parts: Parts,
    ) -> Response {
        let (problem, wait) = (attempt.error.problem, attempt.error.wait);
        let forms = self.clone();
        let context = move || {
            provide_context(forms.classroom.clone());
            provide_context(forms.built.clone());
        };
        let page = leptos_axum::render_app_async_with_context(context, shell);
        parts.method = Method::GET;
        parts.extensions.insert(attempt);
        let mut response = page(Request::from_parts(parts, Body::empty())).await;
        // Unless the page itself has gone wrong, or leads to the sign-in.
        if response.status() == StatusCode::OK {
            *response.status_mut() = status(problem);
        }
        if let Some(wait) = wait {
            response.headers_mut().insert(RETRY_AFTER, wait.into());
        }
        response
    }
}

fn go_to(path: &str) -> Response {
    Redirect::to(path).into_response()
}
