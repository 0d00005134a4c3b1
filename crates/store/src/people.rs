//! Accounts and logins.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use classroom::permit::Permit;
use classroom::ports::people::{Account, Attempt, CalendarOwner, Failed, NewLogin, People};
use classroom::ports::records::StoreError;
use domain::attempt::Verdict;
use domain::ids::{TenantId, UserId};
use domain::role::{Actor, Role};
use sqlx::PgPool;

use crate::batch::Batcher;
use crate::error::Fault;
use crate::{Store, addresses, attempts, devices, tenant};

/// Whose hosts are asked for.
pub(crate) type Hosts = Batcher<String, (), Option<TenantId>>;
/// Whose logins are asked for, by the hash of their token.
pub(crate) type Logins = Batcher<TenantId, [u8; 32], Option<Login>>;

/// A login, whether it has run out or not.
#[derive(Clone)]
pub(crate) struct Login {
    actor: Actor,
    until: DateTime<Utc>,
}

#[async_trait]
impl People for Store {
    async fn tenant_of_host(&self, host: &str) -> Result<Option<TenantId>, StoreError> {
        Ok(tenant_of_host(self, host).await?)
    }

    async fn account(&self, tenant: TenantId, email: &str) -> Result<Option<Account>, StoreError> {
        Ok(account(self, tenant, email).await?)
    }

    async fn begin_login(&self, tenant: TenantId, login: &NewLogin) -> Result<(), StoreError> {
        Ok(begin_login(self, tenant, login).await?)
    }

    async fn login(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<Actor>, StoreError> {
        Ok(login(self, tenant, token_hash, now).await?)
    }

    async fn end_login(&self, tenant: TenantId, token_hash: [u8; 32]) -> Result<(), StoreError> {
        Ok(end_login(self, tenant, token_hash).await?)
    }

    async fn set_calendar_address(
        &self,
        by: &Permit,
        address: Option<([u8; 32], DateTime<Utc>)>,
    ) -> Result<(), StoreError> {
        Ok(addresses::set(self, by.tenant(), by.user(), address).await?)
    }

    async fn calendar_address_since(
        &self,
        tenant: TenantId,
        user: UserId,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        Ok(addresses::since(self, tenant, user).await?)
    }

    async fn calendar_of(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
    ) -> Result<Option<CalendarOwner>, StoreError> {
        Ok(addresses::owner(self, tenant, token_hash).await?)
    }

    async fn known_device(
        &self,
        tenant: TenantId,
        email: &str,
        devices: &[[u8; 32]],
        since: DateTime<Utc>,
    ) -> Result<Option<[u8; 32]>, StoreError> {
        Ok(devices::known(self, tenant, email, devices, since).await?)
    }

    async fn count_attempt(
        &self,
        tenant: TenantId,
        attempt: &Attempt,
        now: DateTime<Utc>,
    ) -> Result<Verdict, StoreError> {
        Ok(attempts::count(self, tenant, attempt, now).await?)
    }

    async fn attempt_failed(
        &self,
        tenant: TenantId,
        attempt: &Attempt,
        account: Option<UserId>,
        why: Failed,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        Ok(attempts::failed(self, tenant, attempt, account, why, now).await?)
    }
}

async fn tenant_of_host(store: &Store, host: &str) -> Result<Option<TenantId>, Fault> {
    let pool = store.pool.clone();
    let all = move |host, asked: Vec<()>| {
        let pool = pool.clone();
        async move { Ok(vec![ask_tenant_of_host(&pool, host).await?; asked.len()]) }
    };
    store.batches.hosts.ask(host.to_lowercase(), (), all).await
}

/// The one question asked before a tenant is named: the policy on `tenant_domains` shows the named host's
/// row.
async fn ask_tenant_of_host(pool: &PgPool, host: String) -> Result<Option<TenantId>, Fault> {
    let mut tx = pool.begin().await?;
    sqlx::query_scalar!("select set_config('lectern.host', $1, true)", host).fetch_one(&mut *tx).await?;
    let tenant = sqlx::query_scalar!(
        "select tenant_id from tenant_domains where domain in ($1, '*') order by domain = '*' limit 1",
        host
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(tenant.map(TenantId))
}

async fn account(store: &Store, tenant: TenantId, email: &str) -> Result<Option<Account>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let row = sqlx::query!(
        "select id, password from users where tenant_id = $1 and lower(email) = lower($2)",
        tenant.0,
        email
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(row.map(|row| Account { user: row.id.into(), password: row.password }))
}

async fn begin_login(store: &Store, tenant: TenantId, login: &NewLogin) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    // A person's dead logins go when a new one comes: no other broom is needed.
    sqlx::query!(
        "delete from logins where tenant_id = $1 and user_id = $2 and until < now()",
        tenant.0,
        login.user.0
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into logins (tenant_id, user_id, token_hash, until) values ($1, $2, $3, $4)",
        tenant.0,
        login.user.0,
        &login.token_hash,
        login.until
    )
    .execute(&mut *tx)
    .await?;
    devices::remember(&mut tx, tenant, login).await?;
    attempts::forgive(store, &mut tx, tenant, login).await?;
    attempts::succeeded(&mut tx, tenant, login).await?;
    Ok(tx.commit().await?)
}

async fn login(
    store: &Store,
    tenant: TenantId,
    token_hash: [u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Actor>, Fault> {
    let pool = store.pool.clone();
    let all = move |tenant, hashes| {
        let pool = pool.clone();
        async move { logins(&pool, tenant, hashes).await }
    };
    let login = store.batches.logins.ask(tenant, token_hash, all).await?;
    Ok(login.filter(|login| login.until > now).map(|login| login.actor))
}

async fn logins(pool: &PgPool, tenant: TenantId, hashes: Vec<[u8; 32]>) -> Result<Vec<Option<Login>>, Fault> {
    let mut tx = tenant::begin(pool, tenant).await?;
    let wanted: Vec<Vec<u8>> = hashes.iter().map(|hash| hash.to_vec()).collect();
    let rows = sqlx::query!(
        r#"select logins.token_hash, logins.until, users.id, users.name,
                  array(select role from user_roles
                        where user_roles.tenant_id = users.tenant_id and user_id = users.id
                        order by role) as "roles!"
           from logins join users on users.tenant_id = logins.tenant_id and users.id = logins.user_id
           where logins.tenant_id = $1 and token_hash = any($2)"#,
        tenant.0,
        &wanted
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    let found: HashMap<Vec<u8>, Login> = rows
        .into_iter()
        .map(|row| {
            let roles = row.roles.iter().filter_map(|word| Role::from_word(word)).collect();
            let actor = Actor { tenant, user: row.id.into(), name: row.name, roles };
            (row.token_hash, Login { actor, until: row.until })
        })
        .collect();
    Ok(hashes.iter().map(|hash| found.get(hash.as_slice()).cloned()).collect())
}

async fn end_login(store: &Store, tenant: TenantId, token_hash: [u8; 32]) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    sqlx::query!("delete from logins where tenant_id = $1 and token_hash = $2", tenant.0, &token_hash)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}
