//! The calendar.

use chrono::{DateTime, Utc};
use classroom::ports::event_log::ClassKey;
use classroom::ports::records::ClassRow;
use domain::catalog::Occurrence;
use domain::ids::{CourseId, LessonId, Offset, SeriesId, SessionId, TenantId, UserId};
use domain::role::Role;
use domain::session::Phase;
use domain::time::shown;

use crate::Store;
use crate::error::Fault;
use crate::tenant::{self, Tx};

/// A class as its row has it.
struct SessionRow {
    id: SessionId,
    course_id: CourseId,
    course_title: String,
    teacher: Option<String>,
    lesson_id: Option<LessonId>,
    title: String,
    starts_at: DateTime<Utc>,
    minutes: i16,
    zone: String,
    started_at: Option<DateTime<Utc>>,
    length_ms: Option<i64>,
    cancelled: bool,
    series_id: Option<SeriesId>,
    entry_series: Option<SeriesId>,
    entry_at: Option<DateTime<Utc>>,
    cancelled_because: Option<String>,
    revision: i32,
    changed_at: DateTime<Utc>,
    standing: Option<String>,
    students: i64,
}

impl From<SessionRow> for ClassRow {
    fn from(row: SessionRow) -> Self {
        Self {
            id: row.id,
            course: row.course_id,
            course_title: row.course_title,
            teacher: row.teacher,
            lesson: row.lesson_id,
            title: row.title,
            starts_at: shown(row.starts_at),
            minutes: row.minutes.unsigned_abs(),
            zone: row.zone,
            // Checks on the table hold phase and times together.
            phase: match (row.started_at, row.length_ms) {
                (None, _) if row.cancelled => Phase::Cancelled,
                (None, _) => Phase::Scheduled,
                (Some(started_at), None) => Phase::Live { started_at },
                (Some(started_at), Some(length)) => Phase::Ended { started_at, length: Offset(length) },
            },
            series: row.series_id,
            occurrence: row.entry_series.zip(row.entry_at).map(|(series, at)| Occurrence { series, at }),
            // Written before the class is cancelled, which may then not have been done.
            cancelled_because: row.cancelled_because.filter(|_| row.cancelled),
            revision: row.revision.unsigned_abs(),
            changed_at: shown(row.changed_at),
            standing: row.standing.as_deref().and_then(Role::from_word),
            students: row.students,
        }
    }
}

pub(super) async fn classes(
    store: &Store,
    tenant: TenantId,
    user: UserId,
    since: DateTime<Utc>,
) -> Result<Vec<ClassRow>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let rows = rows(&mut tx, tenant, user, None, Some(since)).await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(ClassRow::from).collect())
}

pub(super) async fn class(store: &Store, class: ClassKey, user: UserId) -> Result<Option<ClassRow>, Fault> {
    let mut tx = tenant::begin(&store.pool, class.tenant).await?;
    let rows = rows(&mut tx, class.tenant, user, Some(class.session), None).await?;
    tx.commit().await?;
    Ok(rows.into_iter().next().map(ClassRow::from))
}

/// One class, whoever asks, or the calendar of a person (an admin's is everybody's).
async fn rows(
    tx: &mut Tx,
    tenant: TenantId,
    user: UserId,
    session: Option<SessionId>,
    since: Option<DateTime<Utc>>,
) -> Result<Vec<SessionRow>, Fault> {
    Ok(sqlx::query_as!(
        SessionRow,
        r#"select sessions.id as "id: SessionId", sessions.course_id as "course_id: CourseId", courses.title as course_title,
                  lesson_id as "lesson_id: LessonId", sessions.title, starts_at, minutes, zone, started_at, length_ms, phase = 'cancelled' as "cancelled!", revision, changed_at,
                  class_plans.series_id as "series_id?: SeriesId", entry_series as "entry_series?: SeriesId",
                  entry_at as "entry_at?", cancelled_because as "cancelled_because?", mine.role as "standing?",
                  (select users.name from enrollments join users on users.tenant_id = $1 and users.id = user_id
                   where enrollments.tenant_id = $1 and course_id = courses.id and role = 'teacher'
                   order by users.name limit 1) as teacher,
                  (select count(*) from enrollments
                   where enrollments.tenant_id = $1 and course_id = courses.id and role = 'student') as "students!"
           from sessions
           join courses on courses.tenant_id = $1 and courses.id = sessions.course_id
           left join enrollments mine
               on mine.tenant_id = $1 and mine.course_id = courses.id and mine.user_id = $2
           left join class_plans on class_plans.tenant_id = $1 and class_plans.session_id = sessions.id
           where sessions.tenant_id = $1
             and ($3::uuid is null or sessions.id = $3)
             and ($4::timestamptz is null
                  or ((phase = 'live'
                       or coalesce(started_at + length_ms * interval '1 ms', starts_at + minutes * interval '1 min') > $4)
                      and (mine.role is not null
                           or exists (select from user_roles
                                      where tenant_id = $1 and user_id = $2 and role = 'admin'))))
           order by starts_at, sessions.id
           limit 1000"#,
        tenant.0,
        user.0,
        session as Option<SessionId>,
        since
    )
    .fetch_all(&mut **tx)
    .await?)
}
