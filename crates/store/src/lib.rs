//! Postgres: the event log, the rows made from it, accounts, leases and jobs. The only place with SQL.

mod addresses;
mod assets;
mod attempts;
mod ballots;
mod batch;
mod devices;
pub mod effects;
mod ended;
mod erase;
mod error;
mod heard;
pub mod jobs;
pub mod leases;
mod log;
mod nodes;
pub mod notices;
mod people;
pub mod pipeline;
mod pool;
mod prepared;
mod records;
mod route;
mod scenes;
mod seal;
pub mod seed;
mod tenant;

use std::sync::Arc;

use sqlx::PgPool;
use tokio::sync::Semaphore;

pub use ended::EndedLogins;
pub use error::OpenError;
pub use log::{Flaw, LogKeys};
pub use pool::open;
pub use route::{Route, Trust, route};

/// The store. Clones share their connections and caches.
#[derive(Clone)]
pub struct Store {
    pool: PgPool,
    keys: Arc<seal::Keys>,
    tails: Arc<log::Tails>,
    batches: Arc<Batches>,
    renewals: Arc<Semaphore>,
    notifies: bool,
    log_keys: LogKeys,
}

/// What is asked for each request: who it is, and what they are in a class.
#[derive(Default)]
struct Batches {
    hosts: people::Hosts,
    logins: people::Logins,
    standings: records::Standings,
}

impl Store {
    /// A store that signs the classes' logs with these keys, and not with one made from the master key.
    #[must_use]
    pub fn signing_with(self, log_keys: LogKeys) -> Self {
        // What other keys have vouched for is looked at again.
        Self { log_keys, tails: Arc::default(), ..self }
    }

    /// The connections, for graphile_worker's own tables. Tenants' rows can't be seen through them.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }
}
