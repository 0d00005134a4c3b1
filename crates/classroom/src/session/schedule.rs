//! Putting a class on a course's calendar, and changing it there.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::command::UseCaseCommand;
use domain::ids::{CommandId, CourseId, LessonId, SessionId};
use domain::policy::Action;
use domain::role::Actor;
use domain::session;
use domain::session::Schedule;
use domain::time::{YEARS, is_near};

use crate::Classroom;
use crate::class::{Class, Outcome};
use crate::command::Seat;
use crate::permit::Permit;
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
    /// Puts a class on the calendar. `session` is the new class's id, chosen by who asks, so that a form sent twice
    /// makes one class.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a course that isn't theirs, [`Refusal::BadField`] for what the form got wrong,
    /// [`domain::Rejection::AlreadyScheduled`] for an id that stands for another class.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn schedule(
        &self,
        actor: &Actor,
        session: SessionId,
        command: CommandId,
        calendar: Calendar,
    ) -> Result<SessionId, Refusal> {
        let permit = self.may_schedule(actor, &calendar).await?;
        let (key, continues, lobby) =
            (ClassKey { tenant: actor.tenant, session }, calendar.continues, calendar.lobby);
        let schedule = self.checked(actor, session, calendar).await?;
        let class = self.classes.open(key).await?;
        let permitted = Self::permit_new(&permit, key, schedule, lobby, continues)?;
        if let Outcome::Repeated(_) = class.look_up(command, &permitted).await.map_err(field)? {
            return Ok(session);
        }
        self.plans.set_continues(&permit, key, continues).await?;
        class.write(command, permitted).await.map_err(field)?;
        Ok(session)
    }

    /// Changes what the calendar says of a class that hasn't started.
    ///
    /// # Errors
    /// As [`Classroom::enter`] and [`Classroom::schedule`].
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn reschedule(
        &self,
        seat: &Seat,
        command: CommandId,
        calendar: Calendar,
    ) -> Result<(), Refusal> {
        let (class, permit) = self.may_reschedule(seat, &calendar).await?;
        let course = class.read(|view| view.core.schedule.as_ref().map(|schedule| schedule.course));
        let calendar = Calendar { course: course.ok_or(Refusal::NotFound)?, ..calendar };
        let (continues, lobby) = (calendar.continues, calendar.lobby);
        let schedule = self.checked(&seat.actor, seat.class.session, calendar).await?;
        let permitted = class.permit(
            seat,
            UseCaseCommand::Session(session::UseCaseCommand::Reschedule { schedule, lobby, continues }),
        )?;
        if let Outcome::Repeated(_) = class.look_up(command, &permitted).await.map_err(field)? {
            return Ok(());
        }
        self.plans.set_continues(&permit, seat.class, continues).await?;
        class.write(command, permitted).await.map_err(field)?;
        Ok(())
    }

    /// Whether the person may put classes on the course's calendar.
    pub(super) async fn may_schedule(&self, actor: &Actor, calendar: &Calendar) -> Result<Permit, Refusal> {
        self.permit_in_course(actor, calendar.course, wanted(calendar)).await
    }

    /// Whether the person may change the class on the calendar.
    pub(super) async fn may_reschedule(
        &self,
        seat: &Seat,
        calendar: &Calendar,
    ) -> Result<(Arc<Class>, Permit), Refusal> {
        for action in wanted(calendar) {
            self.enter(seat, *action).await?;
        }
        self.enter(seat, Action::ScheduleClass).await
    }

    pub(super) async fn checked(
        &self,
        actor: &Actor,
        session: SessionId,
        calendar: Calendar,
    ) -> Result<Schedule, Refusal> {
        if !is_near(calendar.starts_at, self.clock.now()) {
            return Err(bad("date", &format!("Choose a day at most {YEARS} years from now.")));
        }
        let length = calendar.ends_at.signed_duration_since(calendar.starts_at);
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

/// What somebody must be allowed to do who writes this onto the calendar.
fn wanted(calendar: &Calendar) -> &'static [Action] {
    if calendar.continues {
        &[Action::ScheduleClass, Action::ContinueClass]
    } else {
        &[Action::ScheduleClass]
    }
}

pub(super) fn bad(field: &'static str, problem: &str) -> Refusal {
    Refusal::BadField { field, problem: problem.to_owned() }
}

/// Puts the class's own refusals beside the field they are about.
pub(super) fn field(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Rejected(domain::Rejection::BadText(text)) => bad("title", &text.to_string()),
        Refusal::Rejected(length @ domain::Rejection::BadLength { .. }) => bad("length", &length.to_string()),
        Refusal::Rejected(far @ domain::Rejection::FarOff { .. }) => bad("date", &far.to_string()),
        other => other,
    }
}
