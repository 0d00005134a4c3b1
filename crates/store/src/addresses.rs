//! The secret addresses of people's calendars.

use chrono::{DateTime, Utc};
use classroom::ports::people::CalendarOwner;
use domain::ids::{TenantId, UserId};

use crate::error::Fault;
use crate::{Store, tenant};

pub(crate) async fn set(
    store: &Store,
    tenant: TenantId,
    user: UserId,
    address: Option<([u8; 32], DateTime<Utc>)>,
) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    match address {
        Some((token_hash, now)) => {
            sqlx::query!(
            "insert into calendar_addresses (tenant_id, user_id, token_hash, made_at) values ($1, $2, $3, $4)
                 on conflict (tenant_id, user_id)
                 do update set token_hash = excluded.token_hash, made_at = excluded.made_at",
            tenant.0,
            user.0,
            &token_hash,
            now
        )
            .execute(&mut *tx)
            .await?
        }
        None => {
            sqlx::query!(
                "delete from calendar_addresses where tenant_id = $1 and user_id = $2",
                tenant.0,
                user.0
            )
            .execute(&mut *tx)
            .await?
        }
    };
    Ok(tx.commit().await?)
}

pub(crate) async fn since(
    store: &Store,
    tenant: TenantId,
    user: UserId,
) -> Result<Option<DateTime<Utc>>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let since = sqlx::query_scalar!(
        "select made_at from calendar_addresses where tenant_id = $1 and user_id = $2",
        tenant.0,
        user.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(since)
}

pub(crate) async fn owner(
    store: &Store,
    tenant: TenantId,
    token_hash: [u8; 32],
) -> Result<Option<CalendarOwner>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let row = sqlx::query!(
        "select users.id, users.name
         from calendar_addresses join users on users.tenant_id = $1 and users.id = user_id
         where calendar_addresses.tenant_id = $1 and token_hash = $2",
        tenant.0,
        &token_hash
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(row.map(|row| CalendarOwner { user: row.id.into(), name: row.name }))
}
