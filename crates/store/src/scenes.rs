//! Scenes outside of any class, sealed with the key of who wrote them last.

use std::collections::BTreeSet;

use async_trait::async_trait;
use classroom::permit::Permit;
use classroom::ports::records::StoreError;
use classroom::ports::scenes::{Change, KeptScenes, Shelf};
use domain::Rejection;
use domain::ids::{SceneId, TenantId, UserId};
use domain::scene::{Layout, Scene, Wording, prepared};
use uuid::Uuid;

use crate::error::Fault;
use crate::seal::{Holder, SealContext};
use crate::tenant::Tx;
use crate::{Store, tenant};

#[async_trait]
impl KeptScenes for Store {
    async fn on(&self, tenant: TenantId, shelf: Shelf) -> Result<Vec<Scene>, StoreError> {
        Ok(on(self, tenant, shelf).await?)
    }

    async fn change(
        &self,
        by: &Permit,
        shelf: Shelf,
        change: Change<'_>,
    ) -> Result<Result<Vec<Scene>, Rejection>, StoreError> {
        Ok(do_change(self, by.tenant(), shelf, change).await?)
    }
}

/// The columns that say which shelf it is.
fn columns(shelf: Shelf) -> (Option<Uuid>, Option<Uuid>) {
    match shelf {
        Shelf::Lesson(lesson) => (Some(lesson.0), None),
        Shelf::Own(owner) => (None, Some(owner.0)),
    }
}

async fn on(store: &Store, tenant: TenantId, shelf: Shelf) -> Result<Vec<Scene>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let scenes = read(store, &mut tx, tenant, shelf).await?;
    tx.commit().await?;
    Ok(scenes)
}

async fn do_change(
    store: &Store,
    tenant: TenantId,
    shelf: Shelf,
    change: Change<'_>,
) -> Result<Result<Vec<Scene>, Rejection>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let (lesson, owner) = columns(shelf);
    let name = lesson.or(owner).map(|id| id.to_string());
    // Until the transaction's end: rows that aren't there yet can't be locked.
    sqlx::query!("select 1 as done from pg_advisory_xact_lock(hashtextextended($1, 0))", name)
        .fetch_one(&mut *tx)
        .await?;
    let before = read(store, &mut tx, tenant, shelf).await?;
    let mut scenes = prepared(before.clone());
    match change(&mut scenes) {
        Err(refusal) => return Ok(Err(refusal)),
        Ok(false) => return Ok(Ok(before)),
        Ok(true) => {}
    }
    let after: Vec<Scene> = scenes.scenes.iter().map(|scene| (**scene).clone()).collect();
    let gone = before.iter().map(|scene| scene.id.0);
    let gone: Vec<Uuid> = gone.filter(|id| after.iter().all(|scene| scene.id.0 != *id)).collect();
    sqlx::query!("delete from kept_scenes where tenant_id = $1 and id = any($2)", tenant.0, &gone)
        .execute(&mut *tx)
        .await?;
    let holders: BTreeSet<Holder> = after.iter().map(|scene| Holder::of(tenant, scene.by)).collect();
    let (keys, fresh) = store.keys.to_write(&mut tx, tenant, holders).await?;
    for (place, scene) in (0_i32..).zip(&after) {
        let holder = Holder::of(tenant, scene.by);
        let sealed = keys.seal(holder, SealContext::Kept(scene.id), &scene.wording.words())?;
        let layout = serde_json::to_value(scene.layout).map_err(|error| Fault::Broken(error.to_string()))?;
        let written = sqlx::query!(
            "insert into kept_scenes (tenant_id, id, lesson_id, owner_id, place, layout, holder, author, sealed)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (tenant_id, id) do update
             set place = excluded.place, layout = excluded.layout, holder = excluded.holder,
                 author = excluded.author, sealed = excluded.sealed
             where kept_scenes.lesson_id is not distinct from excluded.lesson_id
               and kept_scenes.owner_id is not distinct from excluded.owner_id",
            tenant.0,
            scene.id.0,
            lesson,
            owner,
            place,
            layout,
            holder.0,
            scene.by.map(|by| by.0),
            sealed.as_deref(),
        )
        .execute(&mut *tx)
        .await?;
        if written.rows_affected() == 0 {
            return Ok(Err(Rejection::NameTaken));
        }
    }
    tx.commit().await?;
    store.keys.remember(tenant, &fresh);
    Ok(Ok(after))
}

/// Scenes whose author was erased are left out.
async fn read(store: &Store, tx: &mut Tx, tenant: TenantId, shelf: Shelf) -> Result<Vec<Scene>, Fault> {
    let (lesson, owner) = columns(shelf);
    let rows = sqlx::query!(
        "select id, layout, holder, author, sealed from kept_scenes
         where tenant_id = $1 and (lesson_id = $2 or owner_id = $3) order by place, id",
        tenant.0,
        lesson,
        owner
    )
    .fetch_all(&mut **tx)
    .await?;
    let holders = rows.iter().map(|row| Holder(row.holder)).collect();
    let keys = store.keys.to_read(tx, tenant, holders).await?;
    let mut scenes = Vec::with_capacity(rows.len());
    for row in rows {
        let id = SceneId(row.id);
        let words = keys.open(Holder(row.holder), SealContext::Kept(id), row.sealed.as_deref())?;
        if !words.erased() {
            let layout: Layout =
                serde_json::from_value(row.layout).map_err(|error| Fault::Broken(error.to_string()))?;
            scenes.push(Scene { id, layout, by: row.author.map(UserId), wording: Wording::read(&words) });
        }
    }
    Ok(scenes)
}
