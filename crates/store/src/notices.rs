//! What people are notified of by mail: from the facts, in their own transaction, to what each person is to be notified of, and
//! what each was notified of already.
//!
//! A fact about the calendar says that there is news of its class. Some seconds later one job takes all news of the course and
//! writes down for each person what is news to them; each person's letters are a job of their own.

use chrono::{DateTime, TimeDelta, Utc};
use classroom::ports::event_log::ClassKey;
use classroom::ports::records::StoreError;
use domain::event::{Event, Fact};
use domain::icalendar::Person;
use domain::ids::{SessionId, TenantId, UserId};
use domain::session;
use domain::time::later;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::Store;
use crate::error::Fault;
use crate::jobs::ClassJob;
use crate::tenant::{self, Tx};

/// The job that finds out whom to notify of what is new in a course.
pub const NOTIFY_COURSE: &str = "tell_course";
/// What servers called it that notified of one class at a time: theirs may wait still, and they would take ours for theirs.
pub const NOTIFY_CLASS: &str = "tell";
/// The job that finds out whom to remind of a class.
pub const REMIND: &str = "remind";
/// The job that writes a person's letters.
pub const LETTERS: &str = "letters";
/// How long before a class people are reminded.
pub const REMINDED_BEFORE: TimeDelta = TimeDelta::hours(1);
/// How long after a change people are notified: changes that follow each other closely go into the same letter.
const NOTIFY_AFTER: TimeDelta = TimeDelta::seconds(10);
/// Tries before a job is dead; waits between them grow by e, so the last comes some hours after the first.
const TRIES: i32 = 10;
/// What [`Due::what`] says of news.
const NEWS: &str = "news";

/// A person's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonJob {
    /// The tenant to name first.
    pub tenant: TenantId,
    /// The person.
    pub user: UserId,
}

/// What somebody is to be notified of yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Of which class.
    pub session: SessionId,
    /// What.
    pub what: About,
    /// When it was asked for last.
    pub asked_at: DateTime<Utc>,
    /// Which of its entries' revisions they were notified of, the latest; `None` where they know nothing of the class.
    pub notified: Option<u32>,
    /// Whether anybody was notified of the class.
    pub announced: bool,
    /// Whether they are in its course still.
    pub enrolled: bool,
}

/// What a letter is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// How the class stands.
    News,
    /// That it begins soon, at this time.
    Reminder(DateTime<Utc>),
}

impl About {
    /// As the rows say it.
    fn word(&self) -> String {
        match self {
            Self::News => NEWS.to_owned(),
            Self::Reminder(at) => format!("reminder {}", at.to_rfc3339()),
        }
    }

    fn read(word: &str) -> Option<Self> {
        match word.strip_prefix("reminder ") {
            Some(at) => at.parse().ok().map(Self::Reminder),
            None => (word == NEWS).then_some(Self::News),
        }
    }
}

impl Store {
    /// A store that notifies people: with it, facts about the calendar cause jobs.
    #[must_use]
    pub fn notifying(self) -> Self {
        Self { notifies: true, ..self }
    }

    /// Writes down whom to notify of all that is new in the class's course, and of the class; each gets a job. Gives how many
    /// they are.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn spread_news(&self, class: ClassKey) -> Result<usize, StoreError> {
        Ok(spread_news(self, class).await?)
    }

    /// Writes down whom to remind of the class, which begins at that time; each gets a job.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn spread_reminder(&self, class: ClassKey, at: DateTime<Utc>) -> Result<usize, StoreError> {
        Ok(spread_reminder(self, class, at).await?)
    }

    /// What the person is to be notified of yet.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn due(&self, person: PersonJob) -> Result<Vec<Due>, StoreError> {
        Ok(due(self, person).await?)
    }

    /// The person's name and address; `None` where there is no address (any more).
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn recipient(&self, person: PersonJob) -> Result<Option<Person>, StoreError> {
        Ok(recipient(self, person).await?)
    }

    /// Keeps that a person was notified of these, each up to that revision where it was news; `None` for what is no news any
    /// more. What was asked for anew meanwhile stays due.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn settle(&self, person: PersonJob, notified: &[(Due, Option<u32>)]) -> Result<(), StoreError> {
        Ok(settle(self, person, notified).await?)
    }
}

async fn spread_news(store: &Store, class: ClassKey) -> Result<usize, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let taken = sqlx::query_scalar!(
        "delete from class_news where tenant_id = $1 and session_id in (
             select id from sessions where tenant_id = $1
                and course_id = (select course_id from sessions where tenant_id = $1 and id = $2))
         returning session_id",
        class.tenant.0,
        class.session.0
    );
    let mut sessions: Vec<Uuid> = taken.fetch_all(&mut *tx).await?;
    sessions.push(class.session.0);
    let people = ask(&mut tx, class.tenant, &sessions, NEWS).await?;
    tx.commit().await?;
    Ok(people)
}

async fn spread_reminder(store: &Store, class: ClassKey, at: DateTime<Utc>) -> Result<usize, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let people = ask(&mut tx, class.tenant, &[class.session.0], &About::Reminder(at).word()).await?;
    tx.commit().await?;
    Ok(people)
}

/// Everybody enrolled who has an address and wasn't notified of that yet.
async fn ask(tx: &mut Tx, tenant: TenantId, sessions: &[Uuid], what: &str) -> Result<usize, Fault> {
    let asked = sqlx::query_scalar!(
        "insert into class_letters (tenant_id, user_id, session_id, what)
         select distinct $1::uuid, users.id, sessions.id, $3
         from sessions
         join enrollments on enrollments.tenant_id = $1 and enrollments.course_id = sessions.course_id
         join users on users.tenant_id = $1 and users.id = enrollments.user_id
         where sessions.tenant_id = $1 and sessions.id = any($2) and users.email is not null
           and not exists (
               select from class_mails
               where class_mails.tenant_id = $1 and class_mails.session_id = sessions.id and user_id = users.id
                 and class_mails.what = case $3 when 'news' then 'revision ' || sessions.revision else $3 end)
         on conflict (tenant_id, user_id, session_id, what) do update set asked_at = clock_timestamp()
         returning user_id",
        tenant.0,
        sessions,
        what
    );
    let mut people: Vec<Uuid> = asked.fetch_all(&mut **tx).await?;
    people.sort_unstable();
    people.dedup();
    // The key makes it one job a person, tried anew; the queue lets no two of them run at once.
    sqlx::query(
        "select graphile_worker.add_job(
             identifier => $1, payload => json_build_object('tenant', $2::uuid, 'user', person), max_attempts => $3,
             job_key => 'letters:' || person, queue_name => 'letters:' || person)
         from unnest($4::uuid[]) as people (person)",
    )
    .bind(LETTERS)
    .bind(tenant.0)
    .bind(TRIES)
    .bind(&people)
    .execute(&mut **tx)
    .await?;
    Ok(people.len())
}

async fn due(store: &Store, person: PersonJob) -> Result<Vec<Due>, Fault> {
    let mut tx = tenant::begin(&store.pool, person.tenant).await?;
    let rows = sqlx::query!(
        r#"select session_id, what, asked_at,
                  (select max(substring(told.what from '^revision ([0-9]{1,9})$')::int) from class_mails told
                   where told.tenant_id = $1 and told.session_id = class_letters.session_id and told.user_id = $2) as told,
                  exists (
                      select from class_mails told
                      where told.tenant_id = $1 and told.what like 'revision %'
                        and (told.session_id = class_letters.session_id
                             -- Older series were told of by their first class alone.
                             or told.session_id in (
                                 select other.session_id from class_plans
                                 join class_plans other on other.tenant_id = $1 and other.series_id = class_plans.series_id
                                 where class_plans.tenant_id = $1 and class_plans.session_id = class_letters.session_id
                                   and class_plans.entry_series is null))) as "announced!",
                  exists (
                      select from sessions
                      join enrollments on enrollments.tenant_id = $1 and enrollments.course_id = sessions.course_id
                      where sessions.tenant_id = $1 and sessions.id = class_letters.session_id
                        and enrollments.user_id = $2) as "enrolled!"
           from class_letters where tenant_id = $1 and user_id = $2
           order by session_id, what"#,
        person.tenant.0,
        person.user.0
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    let due = rows.into_iter().filter_map(|row| {
        Some(Due {
            session: row.session_id.into(),
            what: About::read(&row.what)?,
            asked_at: row.asked_at,
            notified: row.told.map(i32::unsigned_abs),
            announced: row.announced,
            enrolled: row.enrolled,
        })
    });
    Ok(due.collect())
}

async fn recipient(store: &Store, person: PersonJob) -> Result<Option<Person>, Fault> {
    let mut tx = tenant::begin(&store.pool, person.tenant).await?;
    let row = sqlx::query!(
        "select name, email from users where tenant_id = $1 and id = $2",
        person.tenant.0,
        person.user.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(row.and_then(|row| Some(Person { name: row.name, email: row.email? })))
}

async fn settle(store: &Store, person: PersonJob, notified: &[(Due, Option<u32>)]) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, person.tenant).await?;
    for (due, revision) in notified {
        let kept = match (&due.what, revision) {
            (_, None) => None,
            (About::News, Some(revision)) => Some(format!("revision {revision}")),
            (About::Reminder(_), Some(_)) => Some(due.what.word()),
        };
        if let Some(what) = kept {
            sqlx::query!(
                "insert into class_mails (tenant_id, session_id, user_id, what) values ($1, $2, $3, $4)
                 on conflict (tenant_id, session_id, user_id, what) do nothing",
                person.tenant.0,
                due.session.0,
                person.user.0,
                what
            )
            .execute(&mut *tx)
            .await?;
        }
        sqlx::query!(
            "delete from class_letters
             where tenant_id = $1 and user_id = $2 and session_id = $3 and what = $4 and asked_at = $5",
            person.tenant.0,
            person.user.0,
            due.session.0,
            due.what.word(),
            due.asked_at
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(tx.commit().await?)
}

/// The jobs that facts about the calendar cause.
pub(crate) async fn cause(tx: &mut Tx, class: ClassKey, events: &[Event]) -> Result<(), Fault> {
    for event in events {
        match &event.fact {
            Fact::Session(session::Fact::Scheduled(schedule) | session::Fact::Rescheduled(schedule)) => {
                news(tx, class, event.at).await?;
                let reminded = later(schedule.starts_at, -REMINDED_BEFORE);
                add(tx, REMIND, class, &reminder_of(class), reminded).await?;
            }
            Fact::Session(session::Fact::Cancelled { .. }) => {
                // Nobody need be reminded.
                sqlx::query("select from graphile_worker.remove_job($1)")
                    .bind(reminder_of(class))
                    .execute(&mut **tx)
                    .await?;
                news(tx, class, event.at).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// There is news of the class; a job that takes its row waits for our commit, and so notifies of it. A course has one job for
/// all of it, which waits until nothing has changed for [`NOTIFY_AFTER`]; if it runs just now, there will be another one.
async fn news(tx: &mut Tx, class: ClassKey, now: DateTime<Utc>) -> Result<(), Fault> {
    sqlx::query!(
        "insert into class_news (tenant_id, session_id) values ($1, $2)
         on conflict (tenant_id, session_id) do update set session_id = excluded.session_id",
        class.tenant.0,
        class.session.0
    )
    .execute(&mut **tx)
    .await?;
    let course = sqlx::query_scalar!(
        "select course_id from sessions where tenant_id = $1 and id = $2",
        class.tenant.0,
        class.session.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(course) = course else { return Ok(()) };
    add(tx, NOTIFY_COURSE, class, &format!("{NOTIFY_COURSE}:{course}"), now + NOTIFY_AFTER).await
}

/// The key makes it one job: added again it takes the new time.
async fn add(tx: &mut Tx, what: &str, class: ClassKey, key: &str, at: DateTime<Utc>) -> Result<(), Fault> {
    sqlx::query(
        "select from graphile_worker.add_job(
             identifier => $1, payload => $2::json, run_at => $3, max_attempts => $4, job_key => $5)",
    )
    .bind(what)
    .bind(Json(ClassJob { tenant: class.tenant, session: class.session }))
    .bind(at)
    .bind(TRIES)
    .bind(key)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn reminder_of(class: ClassKey) -> String {
    format!("{REMIND}:{}", class.session)
}
