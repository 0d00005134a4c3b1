//! The files themselves.

use chrono::TimeDelta;
use domain::catalog::ClassRow;
use domain::icalendar::{Entry, Method, calendar};
use domain::ids::{SessionId, TenantId};
use domain::policy::Action;
use domain::session::Phase;

use crate::Classroom;
use crate::command::Seat;
use crate::identity::token_hash;
use crate::refusal::Refusal;

/// How far back a calendar goes.
const SINCE: TimeDelta = TimeDelta::days(60);

impl Classroom {
    /// Every class that the person of this address may see, as they may see it now. `page` is the address of a class's page.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a token that is nobody's, or nobody's any more.
    #[tracing::instrument(skip_all, fields(tenant = %tenant))]
    pub async fn calendar_at(
        &self,
        tenant: TenantId,
        token: &str,
        page: impl Fn(SessionId) -> String,
    ) -> Result<String, Refusal> {
        let person = self.people.calendar_of(tenant, token_hash(token)).await?.ok_or(Refusal::NotFound)?;
        let since = self.clock.now() - SINCE;
        let rows = self.records.classes(tenant, person.user, since).await?;
        let entries: Vec<_> = rows.iter().map(|row| entry(row, page(row.id))).collect();
        Ok(calendar(&format!("{}: classes", person.name), Method::Publish, &entries))
    }

    /// One class, to be added to a calendar.
    ///
    /// # Errors
    /// As [`Classroom::enter`].
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn class_file(&self, seat: &Seat, page: String) -> Result<String, Refusal> {
        self.enter(seat, Action::SeeCourse).await?;
        let row = self.records.class(seat.class, seat.actor.user).await?.ok_or(Refusal::NotFound)?;
        Ok(calendar(&row.title, Method::Publish, &[entry(&row, page)]))
    }
}

/// A class as an entry of a calendar; `url` is its page.
#[must_use]
pub fn entry(row: &ClassRow, url: String) -> Entry {
    let about = match &row.teacher {
        Some(teacher) => format!("{} · {teacher}", row.course_title),
        None => row.course_title.clone(),
    };
    let cancelled = matches!(row.phase, Phase::Cancelled);
    Entry {
        session: row.id,
        occurrence: row.occurrence,
        repeats: None,
        revision: row.revision,
        changed_at: row.changed_at,
        title: row.title.clone(),
        about,
        starts_at: row.starts_at,
        ends_at: row.ends_at(),
        cancelled: cancelled.then(|| row.cancelled_because.clone().unwrap_or_default()),
        url,
        invitation: None,
    }
}
