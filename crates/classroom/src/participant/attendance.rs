//! Who was in a class, and who of its course never came.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::Rejection;
use domain::attendance::{Attendance, attendance};
use domain::catalog::{ClassRow, Enrolled};
use domain::ids::{Offset, UserId};
use domain::policy::Action;
use domain::session::Phase;

use crate::Classroom;
use crate::command::Seat;
use crate::ports::event_log::About;
use crate::refusal::Refusal;

/// The attendance of a class, so far or as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The calendar's row.
    pub class: ClassRow,
    /// When the class began.
    pub started_at: DateTime<Utc>,
    /// Up to where it is known: the class's end, or now.
    pub until: Offset,
    /// Whether the class is over.
    pub over: bool,
    /// Those who came.
    pub came: Vec<Attendance>,
    /// Those of the course who didn't.
    pub missing: Vec<Enrolled>,
    /// The e-mail addresses of those of the course.
    pub emails: BTreeMap<UserId, String>,
}

impl Classroom {
    /// Who was or is in a class.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`Rejection::NotLive`] before the class began.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn attendance(&self, seat: &Seat) -> Result<Register, Refusal> {
        let (open, _) = self.enter(seat, Action::SeeAttendance).await?;
        let class = self.records.class(seat.class, seat.actor.user).await?.ok_or(Refusal::NotFound)?;
        let (phase, now) = open.read(|view| (view.core.phase, view.core.offset(self.clock.now())));
        let (started_at, until, over) = match phase {
            Phase::Live { started_at } => (started_at, now, false),
            Phase::Ended { started_at, length } => (started_at, length, true),
            Phase::Unscheduled | Phase::Scheduled | Phase::Cancelled => return Err(Rejection::NotLive.into()),
        };
        let log = self.classes.history(seat.class, About::AllElse).await?;
        let came = attendance(&log, until);
        let known: BTreeSet<_> = came.iter().map(|person| person.user).collect();
        let mut missing = self.records.enrolled(seat.class.tenant, class.course).await?;
        let emails = missing.iter().filter(|person| !person.email.is_empty());
        let emails = emails.map(|person| (person.user, person.email.clone())).collect();
        missing.retain(|person| !known.contains(&person.user));
        Ok(Register { class, started_at, until, over, came, missing, emails })
    }
}
