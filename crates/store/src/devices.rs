//! The devices on which somebody signed in before.

use chrono::{DateTime, Utc};
use classroom::ports::people::NewLogin;
use domain::ids::TenantId;

use crate::Store;
use crate::error::Fault;
use crate::tenant::{self, Tx};

/// Devices that are remembered for one account; the one that wasn't used for longest makes room.
const OF_ONE_ACCOUNT: i64 = 30;

pub(crate) async fn known(
    store: &Store,
    tenant: TenantId,
    email: &str,
    devices: &[[u8; 32]],
    since: DateTime<Utc>,
) -> Result<Option<[u8; 32]>, Fault> {
    let hashes: Vec<Vec<u8>> = devices.iter().map(|hash| hash.to_vec()).collect();
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let known = sqlx::query_scalar!(
        "select token_hash from known_devices
         join users on users.tenant_id = known_devices.tenant_id and users.id = known_devices.user_id
         where known_devices.tenant_id = $1 and lower(email) = lower($2) and token_hash = any($3) and used_at > $4
         limit 1",
        tenant.0,
        email,
        &hashes[..],
        since
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(known.and_then(|hash| hash.try_into().ok()))
}

pub(crate) async fn remember(tx: &mut Tx, tenant: TenantId, login: &NewLogin) -> Result<(), Fault> {
    sqlx::query!(
        "insert into known_devices (tenant_id, user_id, token_hash, created_at, used_at) values ($1, $2, $3, $4, $4)
         on conflict (tenant_id, user_id, token_hash) do update set used_at = excluded.used_at",
        tenant.0,
        login.user.0,
        &login.device,
        login.at
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from known_devices where tenant_id = $1 and user_id = $2 and token_hash in (
             select token_hash from known_devices where tenant_id = $1 and user_id = $2
             order by used_at desc, token_hash offset $3)",
        tenant.0,
        login.user.0,
        OF_ONE_ACCOUNT
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
