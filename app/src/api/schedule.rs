//! The form that puts a class on the calendar, and changes it there. The browser sends it as a plain form: see `forms`.

use domain::ids::SessionId;
use leptos::prelude::*;

use crate::error::PageError;
use crate::pages::schedule::ScheduleView;

#[cfg(feature = "ssr")]
use crate::caller::Door;

/// The form: empty for a new class, filled for one that is changed, and with what is wrong after an attempt.
#[server(endpoint = "schedule_form")]
pub async fn schedule_form(
    /// The class that is changed; none for a new one.
    session: Option<SessionId>,
) -> Result<ScheduleView, PageError> {
    let door = Door::open()?;
    let mut form = match session {
        Some(session) => shown::changed(&door, session).await?,
        None => shown::new(&door).await?,
    };
    if let Some(attempt) = attempt::Attempt::of_request() {
        attempt.show(&mut form);
    }
    Ok(form)
}

#[cfg(feature = "ssr")]
pub(crate) mod attempt {
    use http::request::Parts;
    use leptos::prelude::use_context;

    use crate::error::PageError;
    use crate::pages::schedule::{ScheduleErrors, ScheduleValues, ScheduleView};

    /// A form that was sent and not taken; stands in the extensions of the request that sent it.
    #[derive(Debug, Clone)]
    pub struct Attempt {
        pub values: ScheduleValues,
        pub error: PageError,
    }

    impl Attempt {
        pub fn of_request() -> Option<Self> {
            use_context::<Parts>()?.extensions.get::<Self>().cloned()
        }

        /// Puts what was sent, and what is wrong with it, into the form.
        pub fn show(self, form: &mut ScheduleView) {
            form.values = self.values;
            form.errors = errors(self.error);
        }
    }

    /// The problem beside its field; above the form where it has none.
    fn errors(error: PageError) -> ScheduleErrors {
        let mut errors = ScheduleErrors::default();
        let place = match error.field.as_deref() {
            Some("title") => &mut errors.title,
            Some("course") => &mut errors.course,
            Some("lesson") => &mut errors.lesson,
            Some("date") => &mut errors.date,
            Some("time") => &mut errors.time,
            Some("length") => &mut errors.length,
            Some("zone") => &mut errors.zone,
            _ => &mut errors.form,
        };
        *place = Some(error.message);
        errors
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
            };
            assert_eq!(errors(error(Some("length"))).length.as_deref(), Some("No."));
            assert_eq!(errors(error(Some("length"))).form, None);
            assert_eq!(errors(error(None)).form.as_deref(), Some("No."));
            assert_eq!(errors(error(Some("shoe size"))).form.as_deref(), Some("No."));
        }
    }
}

#[cfg(feature = "ssr")]
mod shown {
    use classroom::Refusal;
    use domain::catalog::{ClassRow, Course};
    use domain::ids::SessionId;
    use domain::policy::Action;
    use uuid::Uuid;

    use crate::api::viewer::shown::may_schedule;
    use crate::api::zone;
    use crate::caller::Door;
    use crate::error::PageError;
    use crate::pages::schedule::{CourseOption, ScheduleErrors, ScheduleValues, ScheduleView};
    use crate::path;
    use crate::ui::Choice;

    /// Minutes that a class takes unless its teacher says otherwise.
    const USUAL_MINUTES: u16 = 50;

    pub async fn new(door: &Door) -> Result<ScheduleView, PageError> {
        let courses = courses(door).await?;
        let courses: Vec<_> =
            courses.iter().filter(|course| may_schedule(&door.actor, course.standing)).map(option).collect();
        if courses.is_empty() {
            let message = "Only who teaches a course can put classes on its calendar.".to_owned();
            return Err(PageError { message, ..door.refuse(domain::Rejection::NotAllowed) });
        }
        let today = zone::local(door.classroom.clock.now(), "UTC").0;
        let values = ScheduleValues {
            session: Uuid::new_v4().to_string(),
            command: Uuid::new_v4().to_string(),
            course: courses.first().map(|course| course.id.clone()).unwrap_or_default(),
            date: today,
            length: USUAL_MINUTES.to_string(),
            ..ScheduleValues::default()
        };
        Ok(view(path::NEW_CLASS.to_owned(), false, values, courses))
    }

    pub async fn changed(door: &Door, session: SessionId) -> Result<ScheduleView, PageError> {
        let seat = door.seat(session).await?;
        if !seat.may(Action::ScheduleClass) {
            return Err(door.refuse(domain::Rejection::NotAllowed));
        }
        let row = door
            .classroom
            .records
            .class(seat.class, door.actor.user)
            .await
            .map_err(|error| door.refuse(error))?;
        let row = row.ok_or_else(|| door.refuse(Refusal::NotFound))?;
        // A class stays in its course; its lesson may change.
        let courses = courses(door).await?;
        let courses = courses.iter().filter(|course| course.id == row.course).map(option).collect();
        Ok(view(path::edit(session), true, values(&row), courses))
    }

    fn values(row: &ClassRow) -> ScheduleValues {
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
        }
    }

    async fn courses(door: &Door) -> Result<Vec<Course>, PageError> {
        let courses = door.classroom.records.courses(door.actor.tenant, door.actor.user).await;
        courses.map_err(|error| door.refuse(error))
    }

    fn option(course: &Course) -> CourseOption {
        let lessons = course.lessons.iter();
        CourseOption {
            id: course.id.to_string(),
            title: course.title.clone(),
            lessons: lessons.map(|lesson| Choice::new(lesson.id.to_string(), &lesson.title)).collect(),
        }
    }

    fn view(
        action: String,
        changing: bool,
        values: ScheduleValues,
        courses: Vec<CourseOption>,
    ) -> ScheduleView {
        ScheduleView {
            action,
            changing,
            values,
            errors: ScheduleErrors::default(),
            courses,
            zones: zone::names(),
            back_href: path::HOME.to_owned(),
        }
    }
}
