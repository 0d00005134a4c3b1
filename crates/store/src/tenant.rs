//! Transactions that name their tenant first: row-level security shows them that tenant's rows and no other.

use classroom::ports::event_log::ClassKey;
use domain::ids::TenantId;
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

use crate::error::Fault;

/// A transaction that has named its tenant.
pub(crate) type Tx = Transaction<'static, Postgres>;

/// Begins a transaction and names the tenant, in one round trip. Nothing in that can be wrong for good: whatever
/// fails is the connection's fault.
pub(crate) async fn begin(pool: &PgPool, tenant: TenantId) -> Result<Tx, Fault> {
    // A UUID is written in hexadecimal digits and dashes: nothing to quote.
    let begin = format!("begin; set local lectern.tenant = '{}'", tenant.0);
    pool.begin_with(AssertSqlSafe(begin)).await.map_err(|error| Fault::Unavailable(error.to_string()))
}

/// [`begin`] for a class's tenant.
pub(crate) async fn begin_class(pool: &PgPool, class: ClassKey) -> Result<Tx, Fault> {
    begin(pool, class.tenant).await
}
