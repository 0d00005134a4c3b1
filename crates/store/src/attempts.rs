//! Attempts to sign in, counted by key. Everybody who locks several rows locks them in the order of their keys.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::TenantId;

use crate::Store;
use crate::error::Fault;
use crate::tenant;

pub(crate) async fn count(
    store: &Store,
    tenant: TenantId,
    keys: [[u8; 32]; 2],
    now: DateTime<Utc>,
    lasts: TimeDelta,
) -> Result<[u32; 2], Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let wanted = keys.map(|key| key.to_vec());
    let over = now - lasts;
    let rows = sqlx::query!(
        "insert into attempts (tenant_id, key, since, count)
         select $1, key, $3, 1 from unnest($2::bytea[]) as given (key) order by key
         on conflict (tenant_id, key) do update set
             count = case when attempts.since < $4 then 1 else attempts.count + 1 end,
             since = case when attempts.since < $4 then excluded.since else attempts.since end
         returning key, count",
        tenant.0,
        &wanted[..],
        now,
        over
    )
    .fetch_all(&mut *tx)
    .await?;
    // Whatever doesn't count any more, of anybody, goes with it; nobody is waited for.
    sqlx::query!(
        "delete from attempts where tenant_id = $1 and key in (
             select key from attempts where tenant_id = $1 and since < $2 limit 100 for update skip locked)",
        tenant.0,
        over
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    let counted = |key: &[u8; 32]| rows.iter().find(|row| row.key == key).map_or(0, |row| row.count);
    Ok([&keys[0], &keys[1]].map(|key| u32::try_from(counted(key)).unwrap_or(0)))
}

pub(crate) async fn forgive(
    store: &Store,
    tenant: TenantId,
    person: [u8; 32],
    address: [u8; 32],
) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    sqlx::query!(
        "with held as (
             select key from attempts where tenant_id = $1 and key in ($2, $3) order by key for update)
         update attempts set count = case when attempts.key = $2 then 0 else greatest(count - 1, 0) end
         from held where tenant_id = $1 and attempts.key = held.key",
        tenant.0,
        &person,
        &address
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}
