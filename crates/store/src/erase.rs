//! Erasing a person: their words can't be read any more, by anybody, and the log stays whole.

use classroom::ports::event_log::ClassKey;
use classroom::ports::records::StoreError;
use domain::ids::{DeckId, SessionId, TenantId, UserId};

use crate::error::Fault;
use crate::seal::Holder;
use crate::{Store, jobs, tenant};

impl Store {
    /// Destroys a person's data key, name, address, password, logins, remembered devices and calendar address, and the stored
    /// snapshots of the tenant's classes. What they wrote and said, wherever it is stored, is lost at once here and within a
    /// minute on other servers; backups keep it as long as they keep the wrapped key. The files that they brought into classes,
    /// with all that was made of them, are removed by jobs of this transaction. Erasing is administration's, which comes later:
    /// until then tests alone ask for it.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn erase_person(&self, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
        Ok(erase(self, tenant, user).await?)
    }
}

async fn erase(store: &Store, tenant: TenantId, user: UserId) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    // What was folded of classes has their words. Counting holds up who is about to store one that was read before, and has it
    // find out.
    sqlx::query!("update tenants set erasures = erasures + 1 where id = $1", tenant.0)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from class_snapshots where tenant_id = $1", tenant.0).execute(&mut *tx).await?;
    // The empty row stays, so that no new key is made.
    sqlx::query!(
        "insert into data_keys (tenant_id, holder, wrapped) values ($1, $2, null)
         on conflict (tenant_id, holder) do update set wrapped = null",
        tenant.0,
        user.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update users set name = '', email = null, password = null where tenant_id = $1 and id = $2",
        tenant.0,
        user.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("delete from logins where tenant_id = $1 and user_id = $2", tenant.0, user.0)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from known_devices where tenant_id = $1 and user_id = $2", tenant.0, user.0)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from calendar_addresses where tenant_id = $1 and user_id = $2", tenant.0, user.0)
        .execute(&mut *tx)
        .await?;
    let brought = sqlx::query!(
        "select session_id, id from studio_assets where tenant_id = $1 and uploader = $2",
        tenant.0,
        user.0
    )
    .fetch_all(&mut *tx)
    .await?;
    for file in brought {
        let class = ClassKey { tenant, session: SessionId(file.session_id) };
        jobs::add_deck(&mut tx, jobs::ERASE, class, DeckId(file.id)).await?;
    }
    tx.commit().await?;
    store.keys.forget(tenant, Holder(user.0));
    Ok(())
}
