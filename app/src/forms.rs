//! The forms that browsers send as they are, with and without scripts: taken here, and shown again where they can't be.

mod prepared;

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use chrono::{DateTime, TimeDelta, Utc};
use classroom::session::Calendar;
use classroom::{Classroom, Refusal};
use domain::ids::{CommandId, SessionId};
use http::request::Parts;
use http::{Method, Request, StatusCode};
use leptos::prelude::provide_context;

use crate::api::schedule::attempt::Attempt;
use crate::api::zone::instant;
use crate::caller::{Caller, Door, status};
use crate::error::{PageError, Problem};
use crate::pages::schedule::ScheduleValues;
use crate::path;
use crate::routes::shell;

/// The routes that take forms, to be merged with the pages' own. Every request needs a [`Caller`] among its extensions.
pub fn routes<S: Clone + Send + Sync + 'static>(classroom: Classroom) -> Router<S> {
    Router::new()
        .route(path::NEW_CLASS, post(schedule))
        .route("/classes/{session}/edit", post(reschedule))
        .merge(prepared::routes())
        .with_state(Forms { classroom })
}

/// What the routes need.
#[derive(Clone)]
struct Forms {
    classroom: Classroom,
}

/// Puts a new class on the calendar.
async fn schedule(
    State(forms): State<Forms>,
    Extension(caller): Extension<Caller>,
    parts: Parts,
    Form(values): Form<ScheduleValues>,
) -> Response {
    let sent = async {
        let door = Door::of(Some(forms.classroom.clone()), caller)?;
        let session = id(&values.session).map_err(|refusal| door.refuse(refusal))?;
        let (command, calendar) =
            read(&values, door.classroom.clock.now()).map_err(|refusal| door.refuse(refusal))?;
        let scheduled = door.classroom.schedule(&door.actor, SessionId(session), command, calendar).await;
        scheduled.map(drop).map_err(|refusal| door.refuse(refusal))
    };
    let sent = sent.await;
    forms.answer(sent, values, parts).await
}

/// Changes what the calendar says of a class.
async fn reschedule(
    State(forms): State<Forms>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<String>,
    parts: Parts,
    Form(values): Form<ScheduleValues>,
) -> Response {
    let sent = async {
        let door = Door::of(Some(forms.classroom.clone()), caller)?;
        let session = session.parse().map_err(|_| door.refuse(Refusal::NotFound))?;
        let seat = door.seat(session).await?;
        let (command, calendar) =
            read(&values, door.classroom.clock.now()).map_err(|refusal| door.refuse(refusal))?;
        door.classroom.reschedule(&seat, command, calendar).await.map_err(|refusal| door.refuse(refusal))
    };
    let sent = sent.await;
    forms.answer(sent, values, parts).await
}

impl Forms {
    /// Home where it was taken; else the form once more, with what was sent and what is wrong with it.
    async fn answer(&self, sent: Result<(), PageError>, values: ScheduleValues, parts: Parts) -> Response {
        let Err(error) = sent else { return go_to(path::HOME) };
        let problem = error.problem;
        self.once_more(Attempt { values, error }, problem, parts).await
    }

    /// The page that the request is for, with what was attempted and didn't work.
    async fn once_more<A: Clone + Send + Sync + 'static>(
        &self,
        attempt: A,
        problem: Problem,
        mut parts: Parts,
    ) -> Response {
        let refused = status(problem);
        let classroom = self.classroom.clone();
        let page =
            leptos_axum::render_app_async_with_context(move || provide_context(classroom.clone()), shell);
        parts.method = Method::GET;
        parts.extensions.insert(attempt);
        let mut response = page(Request::from_parts(parts, Body::empty())).await;
        // Unless the page itself has gone wrong, or leads to the sign-in.
        if response.status() == StatusCode::OK {
            *response.status_mut() = refused;
        }
        response
    }
}

fn go_to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// What the form says, where it can be read.
fn read(values: &ScheduleValues, now: DateTime<Utc>) -> Result<(CommandId, Calendar), Refusal> {
    if values.title.trim().is_empty() {
        return Err(bad("title", "Give the class a title."));
    }
    let course = values.course.parse().map_err(|_| bad("course", "Choose one of your courses."))?;
    let lesson = match values.lesson.trim() {
        "" => None,
        lesson => Some(lesson.parse().map_err(|_| bad("lesson", "Choose a lesson of this course."))?),
    };
    let minutes: u16 = values
        .length
        .trim()
        .parse()
        .map_err(|_| bad("length", "Write the length as whole minutes, 1 to 720."))?;
    let starts_at = instant(&values.date, &values.time, &values.zone)?;
    let ends_at = starts_at + TimeDelta::minutes(minutes.into());
    if minutes > 0 && ends_at <= now {
        return Err(bad("date", "That time is over. Choose a later day or start."));
    }
    let title = values.title.clone();
    let calendar =
        Calendar { course, lesson, title, starts_at, ends_at, zone: values.zone.trim().to_owned() };
    Ok((CommandId(id(&values.command)?), calendar))
}

/// An id that the form was given; it is never typed.
fn id(hidden: &str) -> Result<uuid::Uuid, Refusal> {
    hidden.parse().map_err(|_| {
        bad("form", "This form can’t be used any more. Open the page again and fill it in once more.")
    })
}

fn bad(field: &'static str, problem: &str) -> Refusal {
    Refusal::BadField { field, problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::pages::schedule::ScheduleValues;
    use chrono::{DateTime, Utc};
    use classroom::Refusal;
    use uuid::Uuid;

    fn now() -> DateTime<Utc> {
        "2026-11-23T09:00:00Z".parse().unwrap()
    }

    fn filled() -> ScheduleValues {
        ScheduleValues {
            session: Uuid::from_u128(1).to_string(),
            command: Uuid::from_u128(2).to_string(),
            title: "Damping".into(),
            course: Uuid::from_u128(3).to_string(),
            lesson: String::new(),
            date: "2026-11-25".into(),
            time: "10:00".into(),
            length: "50".into(),
            zone: "Europe/Berlin".into(),
        }
    }

    fn field(values: &ScheduleValues) -> &'static str {
        match read(values, now()) {
            Err(Refusal::BadField { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_filled_form_is_a_calendar_entry() {
        let (command, calendar) = read(&filled(), now()).unwrap();
        assert_eq!(command.0, Uuid::from_u128(2));
        assert_eq!(calendar.starts_at.to_rfc3339(), "2026-11-25T09:00:00+00:00");
        assert_eq!((calendar.ends_at - calendar.starts_at).num_minutes(), 50);
        assert_eq!(calendar.lesson, None);
    }

    #[test]
    fn each_problem_names_its_field() {
        assert_eq!(field(&ScheduleValues { course: "physics".into(), ..filled() }), "course");
        assert_eq!(field(&ScheduleValues { lesson: "7".into(), ..filled() }), "lesson");
        assert_eq!(field(&ScheduleValues { length: "an hour".into(), ..filled() }), "length");
        assert_eq!(field(&ScheduleValues { length: "-5".into(), ..filled() }), "length");
        assert_eq!(field(&ScheduleValues { date: "2026-11-22".into(), ..filled() }), "date");
        assert_eq!(field(&ScheduleValues { command: String::new(), ..filled() }), "form");
        assert_eq!(field(&ScheduleValues { title: " \t".into(), ..filled() }), "title");
        assert_eq!(field(&ScheduleValues::default()), "title", "an empty form is no panic");
    }

    #[test]
    fn a_class_that_should_be_running_may_still_be_made() {
        let begun = ScheduleValues { date: "2026-11-23".into(), time: "09:30".into(), ..filled() };
        assert!(read(&begun, now()).is_ok());
    }
}
