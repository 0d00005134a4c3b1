//! Proving that a class's log is as it was written.

use classroom::ports::event_log::{ClassKey, LogError};
use classroom::ports::records::StoreError;
use domain::chain::Hash;
use domain::ids::{Sequence, TenantId};

use super::read;
use crate::Store;
use crate::error::Fault;
use crate::tenant;

/// Rows held in memory at a time.
const PAGE: usize = 1_000;

/// The first event that is not as it was written, or that stands where another one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("event {0} is not as it was written")]
pub struct BrokenAt(pub Sequence);

impl Store {
    /// Every class of a tenant, by its start: those whose logs there are to prove.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn classes_of(&self, tenant: TenantId) -> Result<Vec<ClassKey>, StoreError> {
        Ok(classes_of(self, tenant).await?)
    }

    /// Computes the class's hash chain anew. Erased words don't break it: what is sealed stays sealed.
    ///
    /// # Errors
    /// Where the log can't be read. What was found is inside.
    pub async fn verify(&self, class: ClassKey) -> Result<Result<(), BrokenAt>, LogError> {
        Ok(verify(self, class).await?)
    }
}

async fn classes_of(store: &Store, tenant: TenantId) -> Result<Vec<ClassKey>, Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    let ids =
        sqlx::query_scalar!("select id from sessions where tenant_id = $1 order by starts_at, id", tenant.0)
            .fetch_all(&mut *tx)
            .await?;
    tx.commit().await?;
    Ok(ids.into_iter().map(|id| ClassKey { tenant, session: id.into() }).collect())
}

async fn verify(store: &Store, class: ClassKey) -> Result<Result<(), BrokenAt>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let (mut last, mut hash) = (Sequence::default(), Hash::default());
    loop {
        let rows = read::rows(&mut tx, class, last, PAGE).await?;
        for row in &rows {
            let expected = last.next();
            hash = row.link(class, hash);
            if row.sequence.unsigned_abs() != expected.0 || row.hash != hash.0 {
                return Ok(Err(BrokenAt(expected)));
            }
            last = expected;
        }
        if rows.len() < PAGE {
            return Ok(Ok(()));
        }
    }
}
