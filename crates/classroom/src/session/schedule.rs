//! Putting a class on a course's calendar, and changing it there.

use chrono::{DateTime, TimeDelta, Utc};
use domain::command::Command;
use domain::event::Schedule;
use domain::ids::{CommandId, CourseId, LessonId, SessionId};
use domain::policy::{Action, Resource, can};
use domain::role::Actor;
use domain::session::SettingsWish;

use super::names::settings;
use crate::Classroom;
use crate::class::Class;
use crate::command::Seat;
use crate::ports::event_log::ClassKey;
use crate::refusal::Refusal;

/// What the form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The course.
    pub course: CourseId,
    /// The lesson it teaches.
    pub lesson: Option<LessonId>,
    /// Its title.
    pub title: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// The IANA time zone it was written in.
    pub zone: String,
    /// Whether it goes on from the last class of its lesson.
    pub continues: bool,
    /// Whether its students wait until they are let in, from the first on.
    pub lobby: bool,
}

impl Classroom {
    /// Puts a class on the calendar. `session` is the new class's name, chosen by who asks, so that a form sent twice
    /// makes one class.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a course that isn't theirs, [`Refusal::BadField`] for what the form got wrong.
    pub async fn schedule(
        &self,
        actor: &Actor,
        session: SessionId,
        command: CommandId,
        calendar: Calendar,
    ) -> Result<SessionId, Refusal> {
        self.may_schedule(actor, &calendar).await?;
        let (key, continues, lobby) =
            (ClassKey { tenant: actor.tenant, session }, calendar.continues, calendar.lobby);
        let schedule = self.checked(actor, session, calendar).await?;
        self.plans.set_continues(key, continues).await?;
        let class = self.classes.open(key).await?;
        class.write(command, Some(actor.user), Command::Schedule(schedule)).await.map_err(field)?;
        set_lobby(&class, actor, command, lobby).await?;
        Ok(session)
    }

    /// Changes what the calendar says of a class that hasn't started.
    ///
    /// # Errors
    /// As [`Classroom::schedule`].
    pub async fn reschedule(
        &self,
        seat: &Seat,
        command: CommandId,
        calendar: Calendar,
    ) -> Result<(), Refusal> {
        let class = self.classes.open(seat.class).await?;
        let course = class.read(|view| view.schedule.as_ref().map(|schedule| schedule.course));
        let calendar = Calendar { course: course.ok_or(Refusal::NotFound)?, ..calendar };
        let (continues, lobby) = (calendar.continues, calendar.lobby);
        let schedule = self.checked(&seat.actor, seat.class.session, calendar).await?;
        self.send(&class, seat, command, Command::Reschedule(schedule)).await.map_err(field)?;
        set_lobby(&class, &seat.actor, command, lobby).await?;
        Ok(self.plans.set_continues(seat.class, continues).await?)
    }

    /// Whether the person may put classes on the course's calendar.
    pub(super) async fn may_schedule(&self, actor: &Actor, calendar: &Calendar) -> Result<(), Refusal> {
        let standing = self.records.enrollment(actor.tenant, calendar.course, actor.user).await?;
        let resource = Resource::class(actor.tenant, standing);
        if !can(actor, Action::SeeCourse, &resource) {
            return Err(Refusal::NotFound);
        }
        if !can(actor, Action::ScheduleClass, &resource)
            || calendar.continues && !can(actor, Action::ContinueClass, &resource)
        {
            return Err(domain::Rejection::NotAllowed.into());
        }
        Ok(())
    }

    pub(super) async fn checked(
        &self,
        actor: &Actor,
        session: SessionId,
        calendar: Calendar,
    ) -> Result<Schedule, Refusal> {
        let length = calendar.ends_at - calendar.starts_at;
        if length <= TimeDelta::zero() {
            return Err(bad("length", "The class has to end after it starts."));
        }
        let minutes = u16::try_from(length.num_minutes())
            .map_err(|_| bad("length", "A class takes at most 12 hours."))?;
        if let Some(lesson) = calendar.lesson {
            let courses = self.records.courses(actor.tenant, actor.user).await?;
            let known = courses
                .iter()
                .filter(|course| course.id == calendar.course)
                .any(|course| course.lessons.iter().any(|there| there.id == lesson));
            if !known {
                return Err(bad("lesson", "Choose a lesson of this course."));
            }
        }
        Ok(Schedule {
            session,
            course: calendar.course,
            lesson: calendar.lesson,
            title: calendar.title.into(),
            starts_at: calendar.starts_at,
            minutes,
            zone: calendar.zone,
        })
    }
}

/// Has the class's students wait until they are let in, or not: before the class begins, since who is inside then stays.
/// Who may put a class on the calendar may say how it is run.
pub(super) async fn set_lobby(
    class: &Class,
    actor: &Actor,
    command: CommandId,
    lobby: bool,
) -> Result<(), Refusal> {
    if class.read(|view| view.settings.lobby) == lobby {
        return Ok(());
    }
    let wish = SettingsWish { lobby: Some(lobby), ..SettingsWish::default() };
    let id = settings(command, class.key().session);
    class.write(id, Some(actor.user), Command::ChangeSettings { settings: wish }).await.map(drop)
}

pub(super) fn bad(field: &'static str, problem: &str) -> Refusal {
    Refusal::BadField { field, problem: problem.to_owned() }
}

/// Puts the class's own refusals beside the field they are about.
pub(super) fn field(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Rejected(domain::Rejection::BadText(text)) => bad("title", &text.to_string()),
        Refusal::Rejected(length @ domain::Rejection::BadLength { .. }) => bad("length", &length.to_string()),
        other => other,
    }
}
