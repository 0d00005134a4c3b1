//! Opening the store: who we are, the schema, the master key.

use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgConnection, PgPool};
use tokio::sync::Semaphore;

use crate::error::OpenError;
use crate::{LogKeys, Store, jobs, route, seal};

/// The schema, step by step.
static MIGRATIONS: Migrator = {
    let mut migrations = sqlx::migrate!("../../migrations");
    // While servers are replaced one after another, old ones restart on a schema that is already newer.
    migrations.ignore_missing = true;
    migrations
};

/// Names our advisory lock ("lectern" in ASCII).
const MIGRATING: i64 = 0x006c_6563_7465_726e;
/// Connections of one process, at most.
const MOST_CONNECTIONS: u32 = 16;
/// How long a class waits for a connection before it says that the log can't be reached.
const PATIENCE: Duration = Duration::from_secs(2);

/// Connects to `url`, brings the schema up to date and checks role and master key. Tries each thing once.
///
/// # Errors
/// An [`OpenError`] that says what to do.
pub async fn open(url: &str, master_key: &[u8; 32]) -> Result<Store, OpenError> {
    let options = options(url)?;
    let unreachable = |error: sqlx::Error| OpenError::Unreachable(error.to_string());
    // Not through the pool, which would go on trying.
    let mut connection = tokio::time::timeout(PATIENCE * 5, PgConnection::connect_with(&options))
        .await
        .map_err(|_| OpenError::Unreachable("no answer in 10 seconds".into()))?
        .map_err(unreachable)?;
    check_role(&mut connection).await?;
    // One server at a time; the others find the work done.
    sqlx::query("select pg_advisory_lock($1)")
        .bind(MIGRATING)
        .execute(&mut connection)
        .await
        .map_err(unreachable)?;
    let pool = pool(options);
    MIGRATIONS.run(&pool).await.map_err(|error| OpenError::Migration(error.to_string()))?;
    jobs::migrate(&pool).await?;
    let keys = seal::Keys::new(master_key);
    keys.prove(&pool).await?;
    // Gives the lock back.
    connection.close().await.map_err(unreachable)?;
    let log_keys = LogKeys::of_master_key(master_key);
    Ok(Store {
        pool,
        keys: Arc::new(keys),
        tails: Arc::default(),
        batches: Arc::default(),
        renewals: Arc::new(Semaphore::new(1)),
        notifies: false,
        log_keys,
    })
}

fn options(url: &str) -> Result<PgConnectOptions, OpenError> {
    Ok(route::options(url)?.application_name("lectern").options([
        // A server that hangs in the middle of a write must not hold the class's next place in the log for
        // ever.
        ("idle_in_transaction_session_timeout", "10s"),
        ("timezone", "UTC"),
    ]))
}

fn pool(options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(MOST_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        // A round trip, against a class that pauses once for each connection that a restart of Postgres left dead.
        .test_before_acquire(true)
        .connect_lazy_with(options)
}

async fn check_role(connection: &mut PgConnection) -> Result<(), OpenError> {
    let role = sqlx::query!(
        r#"select rolname::text as "name!", rolsuper or rolbypassrls as "too_strong!"
           from pg_roles where rolname = current_user"#
    )
    .fetch_one(connection)
    .await
    .map_err(|error| OpenError::Unreachable(error.to_string()))?;
    if role.too_strong {
        return Err(OpenError::RoleTooStrong { role: role.name });
    }
    Ok(())
}
