//! What is planned of classes beside what their logs say.

use async_trait::async_trait;
use chrono::NaiveDateTime;
use classroom::permit::Permit;
use classroom::ports::event_log::ClassKey;
use classroom::ports::plans::{Later, Plan, Planned, Plans, Series};
use classroom::ports::records::StoreError;
use domain::ids::{CourseId, LessonId, PollId, SeriesId, SessionId, TenantId};

use crate::Store;
use crate::error::Fault;
use crate::tenant::{self, Tx};

#[async_trait]
impl Plans for Store {
    async fn plan(&self, class: ClassKey) -> Result<Plan, StoreError> {
        Ok(plan(self, class).await?)
    }

    async fn set_continues(&self, by: &Permit, class: ClassKey, continues: bool) -> Result<(), StoreError> {
        let class = ClassKey { tenant: by.tenant(), ..class };
        Ok(set_continues(self, class, continues).await?)
    }

    async fn plan_series(
        &self,
        by: &Permit,
        series: &Series,
        classes: &[Planned],
        shortened: Option<(SeriesId, &str)>,
    ) -> Result<(), StoreError> {
        Ok(plan_series(self, by.tenant(), series, classes, shortened).await?)
    }

    async fn series(&self, tenant: TenantId, series: SeriesId) -> Result<Option<Series>, StoreError> {
        Ok(self::series(self, tenant, series).await?)
    }

    async fn later(
        &self,
        tenant: TenantId,
        series: SeriesId,
        from: NaiveDateTime,
    ) -> Result<Vec<Later>, StoreError> {
        Ok(later(self, tenant, series, from).await?)
    }

    async fn last_of(&self, tenant: TenantId, lesson: LessonId) -> Result<Option<SessionId>, StoreError> {
        Ok(last_of(self, tenant, lesson).await?)
    }

    async fn first_asked(
        &self,
        tenant: TenantId,
        lesson: LessonId,
        poll: PollId,
    ) -> Result<Option<SessionId>, StoreError> {
        Ok(first_asked(self, tenant, lesson, poll).await?)
    }

    async fn taught(&self, tenant: TenantId, courses: &[CourseId]) -> Result<Vec<LessonId>, StoreError> {
        Ok(taught(self, tenant, courses).await?)
    }
}

async fn plan(store: &Store, class: ClassKey) -> Result<Plan, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let row = sqlx::query!(
        "select series_id, planned, continues from class_plans where tenant_id = $1 and session_id = $2",
        class.tenant.0,
        class.session.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(row.map_or_else(Plan::default, |row| Plan {
        series: row.series_id.map(SeriesId).zip(row.planned),
        continues: row.continues,
    }))
}

/// Most classes don't, and need no row to say so.
async fn set_continues(store: &Store, class: ClassKey, continues: bool) -> Result<(), Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    if continues {
        sqlx::query!(
            "insert into class_plans (tenant_id, session_id, continues) values ($1, $2, true)
             on conflict (tenant_id, session_id) do update set continues = true",
            class.tenant.0,
            class.session.0
        )
        .execute(&mut *tx)
        .await?;
    } else {
        sqlx::query!(
            "update class_plans set continues = false where tenant_id = $1 and session_id = $2 and continues",
            class.tenant.0,
            class.session.0
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(tx.commit().await?)
}

async fn plan_series(
    store: &Store,
    tenant: TenantId,
    series: &Series,
    classes: &[Planned],
    shortened: Option<(SeriesId, &str)>,
) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    sqlx::query!(
        "insert into class_series (tenant_id, id, course_id, rule, starts, zone) values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, id) do nothing",
        tenant.0,
        series.id.0,
        series.course.0,
        series.rule,
        series.starts,
        series.zone
    )
    .execute(&mut *tx)
    .await?;
    let sessions: Vec<_> = classes.iter().map(|class| class.session).collect();
    let planned: Vec<_> = classes.iter().map(|class| class.start).collect();
    let at: Vec<_> = classes.iter().map(|class| class.at).collect();
    sqlx::query!(
        "insert into class_plans (tenant_id, session_id, series_id, planned, entry_series, entry_at)
         select $1, session_id, $2, planned, $2, at
         from unnest($3::uuid[], $4::timestamp[], $5::timestamptz[]) as classes (session_id, planned, at)
         on conflict (tenant_id, session_id) do update set series_id = excluded.series_id, planned = excluded.planned",
        tenant.0,
        series.id.0,
        &sessions as &[SessionId],
        &planned,
        &at
    )
    .execute(&mut *tx)
    .await?;
    if let Some((old, rule)) = shortened {
        shorten(&mut tx, tenant, old, rule).await?;
    }
    Ok(tx.commit().await?)
}

async fn shorten(tx: &mut Tx, tenant: TenantId, series: SeriesId, rule: &str) -> Result<(), Fault> {
    sqlx::query!(
        "update class_series set rule = $3 where tenant_id = $1 and id = $2",
        tenant.0,
        series.0,
        rule
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn series(store: &Store, tenant: TenantId, series: SeriesId) -> Result<Option<Series>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let row = sqlx::query!(
        "select course_id, rule, starts, zone from class_series where tenant_id = $1 and id = $2",
        tenant.0,
        series.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(row.map(|row| Series {
        id: series,
        course: row.course_id.into(),
        rule: row.rule,
        starts: row.starts,
        zone: row.zone,
    }))
}

async fn later(
    store: &Store,
    tenant: TenantId,
    series: SeriesId,
    from: NaiveDateTime,
) -> Result<Vec<Later>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let rows = sqlx::query!(
        r#"select session_id, planned as "planned!", starts_at
           from class_plans join sessions on sessions.tenant_id = $1 and sessions.id = session_id
           where class_plans.tenant_id = $1 and series_id = $2 and planned >= $3 and phase = 'scheduled'
           order by planned, session_id"#,
        tenant.0,
        series.0,
        from
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    let classes = rows.into_iter().map(|row| Later {
        session: row.session_id.into(),
        planned: row.planned,
        starts_at: row.starts_at,
    });
    Ok(classes.collect())
}

async fn last_of(store: &Store, tenant: TenantId, lesson: LessonId) -> Result<Option<SessionId>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let last = sqlx::query_scalar!(
        "select id from sessions where tenant_id = $1 and lesson_id = $2 and phase = 'ended'
         order by started_at desc limit 1",
        tenant.0,
        lesson.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(last.map(SessionId))
}

async fn first_asked(
    store: &Store,
    tenant: TenantId,
    lesson: LessonId,
    poll: PollId,
) -> Result<Option<SessionId>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let first = sqlx::query_scalar!(
        "select sessions.id from sessions join polls on polls.session_id = sessions.id
         where sessions.tenant_id = $1 and lesson_id = $2 and phase = 'ended' and polls.id = $3
         order by started_at limit 1",
        tenant.0,
        lesson.0,
        poll.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(first.map(SessionId))
}

async fn taught(store: &Store, tenant: TenantId, courses: &[CourseId]) -> Result<Vec<LessonId>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let lessons = sqlx::query_scalar!(
        r#"select distinct lesson_id as "lesson!: LessonId" from sessions
           where tenant_id = $1 and course_id = any($2) and phase = 'ended' and lesson_id is not null"#,
        tenant.0,
        courses as &[CourseId]
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(lessons)
}
