//! The form that puts a class on the calendar, and changes it there. The browser sends it as a plain form: see `forms`.

use domain::ids::SessionId;
use leptos::prelude::*;

use crate::error::PageError;
#[cfg(feature = "ssr")]
use crate::error::Problem;
use crate::model::schedule::ScheduleView;

#[cfg(feature = "ssr")]
use crate::context::{Attempt, RequestContext};

/// The form: empty for a new class, filled for one that is changed, and with what is wrong after an attempt.
#[server(prefix = "/rpc", endpoint = "schedule_form")]
pub async fn schedule_form(
    /// The class that is changed; none for a new one.
    session: Option<SessionId>,
) -> Result<ScheduleView, PageError> {
    let form = RequestContext::answer(|context| async move {
        match session {
            Some(session) => shown::changed(&context, session).await,
            None => shown::new(&context).await,
        }
    });
    let mut form = form.await.map_err(|error| match error.problem {
        Problem::NotAllowed if session.is_none() => {
            let message = "Only who teaches a course can put classes on its calendar.".to_owned();
            PageError { message, ..error }
        }
        _ => error,
    })?;
    if let Some(attempt) = Attempt::of_request() {
        attempt::show(attempt, &mut form);
    }
    Ok(form)
}

#[cfg(feature = "ssr")]
pub(crate) mod attempt {
    use crate::context::Attempt;
    use crate::error::PageError;
    use crate::model::FieldErrors;
    use crate::model::schedule::{CancelValues, ScheduleValues, ScheduleView};

    /// The fields beside which something can be wrong.
    const FIELDS: [&str; 12] = [
        "title", "course", "lesson", "date", "time", "length", "zone", "repeats", "until", "times", "scope",
        "reason",
    ];

    /// Which form was sent.
    #[derive(Debug, Clone)]
    pub enum Attempted {
        Values(Box<ScheduleValues>),
        Cancelling(CancelValues),
    }

    /// Puts what was sent, and what is wrong with it, into the form.
    pub fn show(attempt: Attempt<Attempted>, form: &mut ScheduleView) {
        match (attempt.values, &mut form.cancel) {
            (Attempted::Values(values), _) => {
                form.values = *values;
                form.proposed = false;
            }
            (Attempted::Cancelling(values), Some(cancel)) => cancel.values = values,
            (Attempted::Cancelling(_), None) => {}
        }
        form.errors = errors(&attempt.error);
    }

    /// The problem beside its field; above the form where it has none.
    fn errors(error: &PageError) -> FieldErrors {
        match error.field.as_deref().filter(|field| FIELDS.contains(field)) {
            Some(field) => FieldErrors::default().and(field, &error.message),
            None => FieldErrors { form: Some(error.message.clone()), ..FieldErrors::default() },
        }
    }

    #[cfg(test)]
    mod tests {
        use super::errors;
        use crate::error::{PageError, Problem};

        #[test]
        fn a_problem_stands_beside_its_field_or_above_the_form() {
            let error = |field: Option<&str>| PageError {
                message: "No.".into(),
                problem: Problem::Invalid,
                field: field.map(str::to_owned),
                request_id: None,
                wait: None,
            };
            assert_eq!(errors(&error(Some("length"))).of("length").as_deref(), Some("No."));
            assert_eq!(errors(&error(Some("length"))).form, None);
            assert_eq!(errors(&error(None)).form.as_deref(), Some("No."));
            assert_eq!(errors(&error(Some("shoe size"))).form.as_deref(), Some("No."));
        }
    }
}

#[cfg(feature = "ssr")]
mod shown {
    use chrono::{DateTime, TimeDelta, Utc};
    use classroom::Refusal;
    use domain::catalog::{ClassRow, Course};
    use domain::ids::SessionId;
    use domain::policy::Action;
    use domain::session::Phase;
    use uuid::Uuid;

    use crate::api::viewer::shown::may_schedule;
    use crate::context::RequestContext;
    use crate::model::Choice;
    use crate::model::schedule::{
        CancelValues, CancelView, CourseOption, ScheduleValues, ScheduleView, SeriesView,
    };
    use crate::zone::{self, Reader};
    use domain::route;

    /// How far back a class tells where its people are.
    const LATELY: TimeDelta = TimeDelta::days(90);
    /// Minutes that a class takes unless its teacher says otherwise.
    const USUAL_MINUTES: u16 = 50;

    pub async fn new(context: &RequestContext) -> Result<ScheduleView, Refusal> {
        let mut courses = courses(context).await?;
        courses.retain(|course| may_schedule(&context.actor, course.standing));
        let taught = taught(context, &courses).await?;
        let courses: Vec<_> = courses.iter().map(option).collect();
        if courses.is_empty() {
            return Err(domain::Rejection::NotAllowed.into());
        }
        // By the viewer's clock; where their browser hasn't said what it is, by that of their latest class.
        let reader = Reader::of_request(context.classroom.clock.now());
        let offered = zone::names();
        let own = reader.zone.as_ref().map(zones::Zone::name);
        let zone = match own.filter(|own| offered.iter().any(|name| name == own)) {
            Some(zone) => zone.to_owned(),
            None => latest_zone(context, reader.now).await?.unwrap_or_else(|| "UTC".to_owned()),
        };
        let today = zone::local(reader.now, &zone).0;
        let values = ScheduleValues {
            session: Uuid::new_v4().to_string(),
            command: Uuid::new_v4().to_string(),
            course: courses.first().map(|course| course.id.clone()).unwrap_or_default(),
            date: today,
            length: USUAL_MINUTES.to_string(),
            zone,
            ..ScheduleValues::default()
        };
        Ok(ScheduleView {
            values,
            proposed: true,
            courses,
            taught,
            notified: context.classroom.notifies,
            ..view(route::NEW_CLASS.path().to_owned())
        })
    }

    pub async fn changed(context: &RequestContext, session: SessionId) -> Result<ScheduleView, Refusal> {
        let seat = context.seat(session).await?;
        let (class, _) = context.classroom.enter(&seat, Action::ScheduleClass).await?;
        let row = context.classroom.records.class(seat.class, context.actor.user).await?;
        let row = row.ok_or(Refusal::NotFound)?;
        // A class stays in its course; its lesson may change.
        let mut courses = courses(context).await?;
        courses.retain(|course| course.id == row.course);
        let taught = taught(context, &courses).await?;
        let repetition = context.classroom.repetition(&seat).await?;
        let series = repetition.map(|(every, later)| SeriesView { every, later });
        let plan = context.classroom.plans.plan(seat.class).await?;
        let lobby = class.read(|view| view.core.settings.lobby);
        let waits = matches!(row.phase, Phase::Scheduled);
        let cancel = (waits && seat.may(Action::CancelClass)).then(|| CancelView {
            action: route::CANCEL_CLASS.to(session),
            values: CancelValues { command: Uuid::new_v4().to_string(), ..CancelValues::default() },
            later: series.as_ref().map(|series| series.later).filter(|later| *later > 0),
        });
        Ok(ScheduleView {
            changing: true,
            values: values(&row, plan.continues, lobby),
            courses: courses.iter().map(option).collect(),
            taught,
            series,
            cancel,
            notified: context.classroom.notifies,
            ..view(route::EDIT_CLASS.to(session))
        })
    }

    /// The zone in which the latest class was planned that the person sees.
    async fn latest_zone(context: &RequestContext, now: DateTime<Utc>) -> Result<Option<String>, Refusal> {
        let classes =
            context.classroom.records.classes(context.actor.tenant, context.actor.user, now - LATELY).await?;
        let latest = classes.into_iter().max_by_key(|class| (class.changed_at, class.starts_at));
        Ok(latest.map(|class| class.zone))
    }

    /// The lessons of these courses that had a class.
    async fn taught(context: &RequestContext, courses: &[Course]) -> Result<Vec<String>, Refusal> {
        let courses: Vec<_> = courses.iter().map(|course| course.id).collect();
        let lessons = context.classroom.plans.taught(context.actor.tenant, &courses).await?;
        Ok(lessons.iter().map(ToString::to_string).collect())
    }

    fn values(row: &ClassRow, continues: bool, lobby: bool) -> ScheduleValues {
        let ticked = |is| if is { "on".to_owned() } else { String::new() };
        let (date, time) = zone::local(row.starts_at, &row.zone);
        ScheduleValues {
            session: row.id.to_string(),
            command: Uuid::new_v4().to_string(),
            title: row.title.clone(),
            course: row.course.to_string(),
            lesson: row.lesson.map(|lesson| lesson.to_string()).unwrap_or_default(),
            date,
            time,
            length: row.minutes.to_string(),
            zone: row.zone.clone(),
            continues: ticked(continues),
            lobby: ticked(lobby),
            ..ScheduleValues::default()
        }
    }

    async fn courses(context: &RequestContext) -> Result<Vec<Course>, Refusal> {
        Ok(context.classroom.records.courses(context.actor.tenant, context.actor.user).await?)
    }

    fn option(course: &Course) -> CourseOption {
        let lessons = course.lessons.iter();
        CourseOption {
            id: course.id.to_string(),
            title: course.title.clone(),
            lessons: lessons.map(|lesson| Choice::new(lesson.id.to_string(), &lesson.title)).collect(),
        }
    }

    fn view(action: String) -> ScheduleView {
        ScheduleView {
            action,
            zones: zone::names(),
            back_href: route::HOME.path().to_owned(),
            ..ScheduleView::default()
        }
    }
}
