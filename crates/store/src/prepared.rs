//! Polls that are written for a lesson before its class, sealed with the key of who wrote them.

use async_trait::async_trait;
use classroom::permit::Permit;
use classroom::ports::polls::PreparedPolls;
use classroom::ports::records::StoreError;
use domain::ids::{LessonId, PollId, TenantId, UserId};
use domain::poll::{Definition, Prepared};
use domain::words::Words;

use crate::error::Fault;
use crate::seal::{Holder, SealContext};
use crate::{Store, tenant};

#[async_trait]
impl PreparedPolls for Store {
    async fn of_lesson(&self, tenant: TenantId, lesson: LessonId) -> Result<Vec<Prepared>, StoreError> {
        Ok(of_lesson(self, tenant, lesson).await?)
    }

    async fn keep(&self, by: &Permit, lesson: LessonId, poll: &Prepared) -> Result<bool, StoreError> {
        Ok(keep(self, by.tenant(), lesson, by.user(), poll).await?)
    }

    async fn discard(&self, by: &Permit, lesson: LessonId, poll: PollId) -> Result<(), StoreError> {
        Ok(discard(self, by.tenant(), lesson, poll).await?)
    }

    async fn arrange(&self, by: &Permit, lesson: LessonId, order: &[PollId]) -> Result<(), StoreError> {
        Ok(arrange(self, by.tenant(), lesson, order).await?)
    }
}

/// Polls whose author was erased are left out.
async fn of_lesson(store: &Store, tenant: TenantId, lesson: LessonId) -> Result<Vec<Prepared>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let rows = sqlx::query!(
        "select id, holder, sealed from lesson_polls where tenant_id = $1 and lesson_id = $2 order by place, id",
        tenant.0,
        lesson.0
    )
    .fetch_all(&mut *tx)
    .await?;
    let holders = rows.iter().map(|row| Holder(row.holder)).collect();
    let keys = store.keys.to_read(&mut tx, tenant, holders).await?;
    tx.commit().await?;
    let mut polls = Vec::with_capacity(rows.len());
    for row in rows {
        let poll = PollId(row.id);
        let words = keys.open(Holder(row.holder), SealContext::Prepared(poll), row.sealed.as_deref())?;
        if let Words(Some(json)) = words {
            let definition: Definition =
                serde_json::from_str(&json).map_err(|error| Fault::Broken(error.to_string()))?;
            polls.push(Prepared { poll, definition });
        }
    }
    Ok(polls)
}

async fn keep(
    store: &Store,
    tenant: TenantId,
    lesson: LessonId,
    author: UserId,
    Prepared { poll, definition }: &Prepared,
) -> Result<bool, Fault> {
    let json = serde_json::to_string(definition).map_err(|error| Fault::Broken(error.to_string()))?;
    let holder = Holder::of(tenant, Some(author));
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let (keys, fresh) = store.keys.to_write(&mut tx, tenant, [holder].into()).await?;
    let sealed = keys.seal(holder, SealContext::Prepared(*poll), &json.into())?;
    let kept = sqlx::query!(
        "insert into lesson_polls (tenant_id, id, lesson_id, place, holder, sealed)
         select $1, $2, $3, coalesce(max(place), 0) + 1, $4, $5
         from lesson_polls where tenant_id = $1 and lesson_id = $3
         on conflict (tenant_id, id) do update set holder = excluded.holder, sealed = excluded.sealed
             where lesson_polls.lesson_id = excluded.lesson_id",
        tenant.0,
        poll.0,
        lesson.0,
        holder.0,
        sealed.as_deref(),
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    store.keys.remember(tenant, &fresh);
    Ok(kept.rows_affected() > 0)
}

async fn discard(store: &Store, tenant: TenantId, lesson: LessonId, poll: PollId) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    sqlx::query!(
        "delete from lesson_polls where tenant_id = $1 and lesson_id = $2 and id = $3",
        tenant.0,
        lesson.0,
        poll.0
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

async fn arrange(store: &Store, tenant: TenantId, lesson: LessonId, order: &[PollId]) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    sqlx::query!(
        "update lesson_polls set place = wanted.place
         from unnest($3::uuid[]) with ordinality as wanted(id, place)
         where tenant_id = $1 and lesson_id = $2 and lesson_polls.id = wanted.id",
        tenant.0,
        lesson.0,
        order as &[PollId]
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}
