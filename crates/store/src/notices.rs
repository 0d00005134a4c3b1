//! What people are told by mail: jobs that come with the facts they are about, and what was told to whom already.

use chrono::{DateTime, TimeDelta, Utc};
use classroom::ports::event_log::ClassKey;
use classroom::ports::records::StoreError;
use domain::event::{Event, Fact};
use domain::icalendar::Person;
use domain::ids::{SessionId, UserId};
use domain::time::later;
use sqlx::types::Json;

use crate::Store;
use crate::error::Fault;
use crate::jobs::ClassJob;
use crate::tenant::{self, Tx};

/// The job that tells people of a class, of a change of it, or of its end.
pub const TELL: &str = "tell";
/// The job that reminds people of a class.
pub const REMIND: &str = "remind";
/// How long before a class people are reminded.
pub const REMINDED_BEFORE: TimeDelta = TimeDelta::hours(1);
/// How long after a change people are told: changes that follow at once go into the same letter, and so does a whole series.
const TOLD_AFTER: TimeDelta = TimeDelta::seconds(10);
/// Changes of a series within so many seconds of each other belong together.
const TOGETHER_S: f64 = 60.0;
/// Tries before a job is dead: a mail server may be away for an hour or two.
const TRIES: i32 = 10;

/// Somebody to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Who.
    pub user: UserId,
    /// Their name and address.
    pub person: Person,
}

impl Store {
    /// A store that tells people: with it, facts about the calendar cause jobs.
    #[must_use]
    pub fn telling(self) -> Self {
        Self { tells: true, ..self }
    }

    /// Everybody enrolled in the class's course who has an address and wasn't told this yet.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn untold(&self, class: ClassKey, what: &str) -> Result<Vec<Recipient>, StoreError> {
        Ok(untold(self, class, what).await?)
    }

    /// Keeps that somebody was told.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn told(&self, class: ClassKey, user: UserId, what: &str) -> Result<(), StoreError> {
        Ok(told(self, class, user, what).await?)
    }

    /// The classes of the class's series that were changed with it, itself among them, by their place in the series; it alone
    /// where it has none.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn changed_with(&self, class: ClassKey) -> Result<Vec<SessionId>, StoreError> {
        Ok(changed_with(self, class).await?)
    }
}

async fn untold(store: &Store, class: ClassKey, what: &str) -> Result<Vec<Recipient>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let rows = sqlx::query!(
        r#"select users.id, users.name, users.email as "email!"
           from sessions
           join enrollments on enrollments.tenant_id = $1 and enrollments.course_id = sessions.course_id
           join users on users.tenant_id = $1 and users.id = enrollments.user_id
           where sessions.tenant_id = $1 and sessions.id = $2 and users.email is not null
             and not exists (select from class_mails
                             where tenant_id = $1 and session_id = $2 and user_id = users.id and what = $3)
           order by users.id"#,
        class.tenant.0,
        class.session.0,
        what
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    let people = rows
        .into_iter()
        .map(|row| Recipient { user: row.id.into(), person: Person { name: row.name, email: row.email } });
    Ok(people.collect())
}

async fn told(store: &Store, class: ClassKey, user: UserId, what: &str) -> Result<(), Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    sqlx::query!(
        "insert into class_mails (tenant_id, session_id, user_id, what) values ($1, $2, $3, $4)
         on conflict (tenant_id, session_id, user_id, what) do nothing",
        class.tenant.0,
        class.session.0,
        user.0,
        what
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

async fn changed_with(store: &Store, class: ClassKey) -> Result<Vec<SessionId>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let ids = sqlx::query_scalar!(
        "select sessions.id
         from class_plans mine
         join sessions this on this.tenant_id = $1 and this.id = $2
         join class_plans others on others.tenant_id = $1 and others.series_id = mine.series_id
         join sessions on sessions.tenant_id = $1 and sessions.id = others.session_id
         where mine.tenant_id = $1 and mine.session_id = $2
           and sessions.phase = this.phase and sessions.revision = this.revision
           and abs(extract(epoch from sessions.changed_at - this.changed_at)::float8) < $3
         order by others.planned, sessions.id",
        class.tenant.0,
        class.session.0,
        TOGETHER_S
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    if ids.is_empty() {
        return Ok(vec![class.session]);
    }
    Ok(ids.into_iter().map(SessionId).collect())
}

/// The jobs that facts about the calendar cause.
pub(crate) async fn cause(tx: &mut Tx, class: ClassKey, events: &[Event]) -> Result<(), Fault> {
    for event in events {
        match &event.fact {
            Fact::SessionScheduled(schedule) | Fact::SessionRescheduled(schedule) => {
                planned(tx, class, event.at, schedule.starts_at).await?;
            }
            Fact::SessionCancelled { .. } => cancelled(tx, class, event.at).await?,
            _ => {}
        }
    }
    Ok(())
}

/// A class was put on the calendar, or moved there.
async fn planned(
    tx: &mut Tx,
    class: ClassKey,
    now: DateTime<Utc>,
    starts_at: DateTime<Utc>,
) -> Result<(), Fault> {
    add(tx, TELL, class, now + TOLD_AFTER).await?;
    add(tx, REMIND, class, later(starts_at, -REMINDED_BEFORE)).await
}

/// A class was cancelled: nobody need be reminded.
async fn cancelled(tx: &mut Tx, class: ClassKey, now: DateTime<Utc>) -> Result<(), Fault> {
    sqlx::query("select from graphile_worker.remove_job($1)")
        .bind(key(REMIND, class))
        .execute(&mut **tx)
        .await?;
    add(tx, TELL, class, now + TOLD_AFTER).await
}

/// The key makes it one job: added again it takes the new time.
async fn add(tx: &mut Tx, what: &str, class: ClassKey, at: DateTime<Utc>) -> Result<(), Fault> {
    sqlx::query(
        "select from graphile_worker.add_job(
             identifier => $1, payload => $2::json, run_at => $3, max_attempts => $4, job_key => $5)",
    )
    .bind(what)
    .bind(Json(ClassJob { tenant: class.tenant, session: class.session }))
    .bind(at)
    .bind(TRIES)
    .bind(key(what, class))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn key(what: &str, class: ClassKey) -> String {
    format!("{what}:{}", class.session)
}
