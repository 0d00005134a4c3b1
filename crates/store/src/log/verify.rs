//! Proving that a class's log is as it was written, and whole.

use classroom::ports::event_log::{ClassKey, LogError};
use classroom::ports::records::StoreError;
use domain::chain::Hash;
use domain::ids::{Sequence, TenantId};

use super::read;
use super::sign::{self, Distrust, Head};
use crate::Store;
use crate::error::Fault;
use crate::tenant::{self, Tx};

/// Rows held in memory at a time.
const PAGE: usize = 1_000;

/// What is wrong with a class's log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The first event that is not as it was written, or that stands where another one is missing.
    #[error("event {0} is not as it was written")]
    Altered(Sequence),
    /// Its end is missing.
    #[error("it ends with event {found} and was signed up to event {signed}: its end is missing")]
    Shortened {
        /// The last event that is there.
        found: Sequence,
        /// The last one that was written.
        signed: Sequence,
    },
    /// There is more than was written.
    #[error("the events after {0} were not signed by this installation")]
    Lengthened(Sequence),
    /// Its chain of hashes was computed anew.
    #[error("its events up to {0} are not those that were signed: the log was rewritten")]
    Rewritten(Sequence),
    /// Its signature is none.
    #[error("its signature is not of this installation, for this class and this school")]
    Forged,
    /// It was signed with a key that isn't here.
    #[error("it was signed with the key {0}, which LECTERN_LOG_KEY doesn't have")]
    UnknownKey(String),
    /// It has no signature.
    #[error("it is not signed")]
    Unsigned,
}

impl From<Distrust> for Flaw {
    fn from(distrust: Distrust) -> Self {
        match distrust {
            Distrust::UnknownKey(id) => Self::UnknownKey(id),
            Distrust::Forged => Self::Forged,
        }
    }
}

impl Store {
    /// Every class of a tenant, by its start: those whose logs there are to prove.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn classes_of(&self, tenant: TenantId) -> Result<Vec<ClassKey>, StoreError> {
        Ok(classes_of(self, tenant).await?)
    }

    /// Computes the class's hash chain anew and holds it against its signed head. Erased words don't break it: what is sealed
    /// stays sealed.
    ///
    /// # Errors
    /// Where the log can't be read. What was found is inside.
    pub async fn verify(&self, class: ClassKey) -> Result<Result<(), Flaw>, LogError> {
        Ok(verify(self, class).await?)
    }

    /// Signs the log of a class that has no signature, because it was written before logs were signed; `false` where it has one.
    ///
    /// # Errors
    /// Where the log can't be read or is broken.
    pub async fn sign(&self, class: ClassKey) -> Result<bool, LogError> {
        Ok(adopt(self, class).await?)
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

/// A transaction that sees one moment, whatever is written meanwhile.
pub(super) async fn one_moment(store: &Store, class: ClassKey) -> Result<Tx, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    sqlx::query("set transaction isolation level repeatable read").execute(&mut *tx).await?;
    Ok(tx)
}

async fn verify(store: &Store, class: ClassKey) -> Result<Result<(), Flaw>, Fault> {
    let mut tx = one_moment(store, class).await?;
    let head = sign::stored(&mut tx, class).await?;
    let chain = chain(&mut tx, class, head.as_ref().map_or(Sequence(0), |head| head.last)).await?;
    tx.commit().await?;
    Ok(match (chain, head) {
        (Err(flaw), _) => Err(flaw),
        (Ok(_), None) => Err(Flaw::Unsigned),
        (Ok(chain), Some(head)) => held(store, class, &chain, &head),
    })
}

/// Holds the chain against the head that was signed.
fn held(store: &Store, class: ClassKey, chain: &Chain, head: &Head) -> Result<(), Flaw> {
    store.log_keys.check(class, head)?;
    match chain.at_head {
        None => Err(Flaw::Shortened { found: chain.last, signed: head.last }),
        Some(hash) if hash.0 != *head.hash => Err(Flaw::Rewritten(head.last)),
        Some(_) if chain.last > head.last => Err(Flaw::Lengthened(head.last)),
        Some(_) => Ok(()),
    }
}

async fn adopt(store: &Store, class: ClassKey) -> Result<bool, Fault> {
    let mut tx = one_moment(store, class).await?;
    if sign::stored(&mut tx, class).await?.is_some() {
        return Ok(false);
    }
    let chain = chain(&mut tx, class, Sequence(0)).await?.map_err(|flaw| Fault::Broken(flaw.to_string()))?;
    if chain.last == Sequence(0) {
        return Ok(false);
    }
    let head = store.log_keys.sign(class, chain.last, chain.hash);
    let signed = sign::adopt(&mut tx, class, &head).await?;
    tx.commit().await?;
    Ok(signed)
}

/// A chain that is whole in itself.
struct Chain {
    last: Sequence,
    hash: Hash,
    /// The hash of the row that the head names, if there is such a row.
    at_head: Option<Hash>,
}

async fn chain(tx: &mut Tx, class: ClassKey, head: Sequence) -> Result<Result<Chain, Flaw>, Fault> {
    let mut chain = Chain { last: Sequence::default(), hash: Hash::default(), at_head: None };
    loop {
        let rows = read::rows(tx, class, chain.last, PAGE).await?;
        for row in &rows {
            let expected = chain.last.next();
            chain.hash = row.link(class, chain.hash);
            if row.sequence.unsigned_abs() != expected.0 || row.hash != chain.hash.0 {
                return Ok(Err(Flaw::Altered(expected)));
            }
            chain.last = expected;
            if expected == head {
                chain.at_head = Some(chain.hash);
            }
        }
        if rows.len() < PAGE {
            return Ok(Ok(chain));
        }
    }
}
