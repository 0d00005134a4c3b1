//! The calendar, the replay that a class leaves, and the lease under which it is recorded.

use chrono::{DateTime, Utc};
use classroom::ports::event_log::ClassKey;
use domain::event::{Event, Fact};
use domain::ids::Offset;
use domain::session;
use domain::session::Schedule;

use super::Written;
use crate::error::Fault;
use crate::leases;
use crate::tenant::Tx;

/// Few in any class, so each is a statement of its own.
pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    for Written { event, .. } in facts {
        match &event.fact {
            Fact::Session(session::Fact::Scheduled(schedule)) => {
                scheduled(tx, class, event, schedule).await?
            }
            Fact::Session(session::Fact::Rescheduled(schedule)) => {
                rescheduled(tx, class, event, schedule).await?
            }
            Fact::Session(session::Fact::Cancelled { reason }) => {
                cancelled(tx, class, event, reason.text()).await?
            }
            Fact::Session(session::Fact::Started) => started(tx, class, event).await?,
            Fact::Session(session::Fact::Ended { .. }) => ended(tx, class, event.at, event.offset).await?,
            _ => {}
        }
    }
    Ok(())
}

async fn scheduled(tx: &mut Tx, class: ClassKey, event: &Event, schedule: &Schedule) -> Result<(), Fault> {
    sqlx::query!(
        "insert into sessions (tenant_id, id, course_id, lesson_id, title, starts_at, minutes, zone, teacher, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        class.tenant.0,
        class.session.0,
        schedule.course.0,
        schedule.lesson.map(|lesson| lesson.0),
        schedule.title.text(),
        schedule.starts_at,
        minutes(schedule),
        schedule.zone,
        event.actor.map(|user| user.0),
        event.at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn rescheduled(tx: &mut Tx, class: ClassKey, event: &Event, schedule: &Schedule) -> Result<(), Fault> {
    sqlx::query!(
        "update sessions set course_id = $3, lesson_id = $4, title = $5, starts_at = $6, minutes = $7, zone = $8,
                revision = revision + 1, changed_at = $9
         where tenant_id = $1 and id = $2",
        class.tenant.0,
        class.session.0,
        schedule.course.0,
        schedule.lesson.map(|lesson| lesson.0),
        schedule.title.text(),
        schedule.starts_at,
        minutes(schedule),
        schedule.zone,
        event.at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn cancelled(tx: &mut Tx, class: ClassKey, event: &Event, reason: &str) -> Result<(), Fault> {
    sqlx::query!(
        "update sessions set phase = 'cancelled', revision = revision + 1, changed_at = $3
         where tenant_id = $1 and id = $2",
        class.tenant.0,
        class.session.0,
        event.at,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into class_plans (tenant_id, session_id, cancelled_because) values ($1, $2, $3)
         on conflict (tenant_id, session_id) do update set cancelled_because = excluded.cancelled_because",
        class.tenant.0,
        class.session.0,
        reason
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn started(tx: &mut Tx, class: ClassKey, event: &Event) -> Result<(), Fault> {
    sqlx::query!(
        "update sessions set phase = 'live', started_at = $3, teacher = coalesce($4, teacher)
         where tenant_id = $1 and id = $2",
        class.tenant.0,
        class.session.0,
        event.at,
        event.actor.map(|user| user.0),
    )
    .execute(&mut **tx)
    .await?;
    leases::offer(tx, class).await
}

async fn ended(tx: &mut Tx, class: ClassKey, at: DateTime<Utc>, length: Offset) -> Result<(), Fault> {
    sqlx::query!(
        "update sessions set phase = 'ended', length_ms = $3 where tenant_id = $1 and id = $2",
        class.tenant.0,
        class.session.0,
        length.0,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into replays (tenant_id, session_id, created_at) values ($1, $2, $3)",
        class.tenant.0,
        class.session.0,
        at,
    )
    .execute(&mut **tx)
    .await?;
    leases::over(tx, class).await
}

/// `domain::session::LONGEST_CLASS_MINUTES` is far below what a smallint holds.
fn minutes(schedule: &Schedule) -> i16 {
    i16::try_from(schedule.minutes).unwrap_or(i16::MAX)
}
