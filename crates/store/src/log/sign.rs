//! The signed head of each class's log: how long it is and which hash it ends with, under a key that isn't in the database.
//!
//! The chain of hashes has no key: whoever can write to the database could compute it anew, or take its end away. The head is
//! written in the same statement as the events that it covers.

use std::sync::Arc;

use classroom::ports::event_log::ClassKey;
use domain::chain::Hash;
use domain::ids::Sequence;
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::row;
use crate::error::Fault;
use crate::seal::keyed;
use crate::tenant::Tx;

/// Keys that heads are signed with: the first one signs, each of them vouches for what it has signed.
#[derive(Clone)]
pub struct LogKeys(Arc<[LogKey]>);

#[derive(Clone)]
struct LogKey {
    id: String,
    mac: Hmac<Sha256>,
}

impl LogKeys {
    /// The keys, the one that signs first.
    #[must_use]
    pub fn new(first: &[u8; 32], others: &[[u8; 32]]) -> Self {
        Self([first].into_iter().chain(others).map(LogKey::new).collect())
    }

    /// A key made from the master key, for installations that have no other. It signs no less well, but whoever has the one
    /// has the other.
    pub(crate) fn of_master_key(master_key: &[u8; 32]) -> Self {
        let made = keyed(master_key).chain_update(b"lectern log key").finalize();
        let key = Zeroizing::new(<[u8; 32]>::from(made.into_bytes()));
        Self::new(&key, &[])
    }

    /// Signs a head with the first key.
    pub(super) fn sign(&self, class: ClassKey, last: Sequence, hash: Hash) -> Head {
        let key = &self.0[0];
        let signature = message(key.mac.clone(), class, last, hash).finalize().into_bytes().to_vec();
        Head { last, hash: hash.0.to_vec(), key: key.id.clone(), signature }
    }

    /// Whether a head is one of ours for this class.
    pub(super) fn check(&self, class: ClassKey, head: &Head) -> Result<(), Distrust> {
        let key = self.0.iter().find(|key| key.id == head.key);
        let key = key.ok_or_else(|| Distrust::UnknownKey(head.key.clone()))?;
        let hash = head.end().ok_or(Distrust::Forged)?;
        let signed = message(key.mac.clone(), class, head.last, hash);
        signed.verify_slice(&head.signature).map_err(|_| Distrust::Forged)
    }
}

impl LogKey {
    fn new(key: &[u8; 32]) -> Self {
        let id = Sha256::new().chain_update(b"lectern log key id").chain_update(key).finalize();
        Self { id: hex::encode(&id[..8]), mac: keyed(key) }
    }
}

impl std::fmt::Debug for LogKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.id)).finish()
    }
}

/// A signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub last: Sequence,
    pub hash: Vec<u8>,
    pub key: String,
    pub signature: Vec<u8>,
}

impl Head {
    /// The hash that the log ends with; `None` where it is no hash, which none of ours is.
    pub fn end(&self) -> Option<Hash> {
        self.hash.as_slice().try_into().map(Hash).ok()
    }
}

/// Why a head isn't believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Distrust {
    UnknownKey(String),
    Forged,
}

/// What is signed: the school and the class, so that no log passes for another's, its length and its end.
fn message(mac: Hmac<Sha256>, class: ClassKey, last: Sequence, hash: Hash) -> Hmac<Sha256> {
    mac.chain_update(b"lectern log head 1")
        .chain_update(class.tenant.0.as_bytes())
        .chain_update(class.session.0.as_bytes())
        .chain_update(last.0.to_be_bytes())
        .chain_update(hash.0)
}

/// The class's signed head; `None` where its log was never signed.
pub(super) async fn stored(tx: &mut Tx, class: ClassKey) -> Result<Option<Head>, Fault> {
    let row = sqlx::query!(
        "select sequence, hash, key_id, signature from log_heads where tenant_id = $1 and session_id = $2",
        class.tenant.0,
        class.session.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Head {
        last: Sequence(row.sequence.unsigned_abs()),
        hash: row.hash,
        key: row.key_id,
        signature: row.signature,
    }))
}

/// Signs a log that has no head yet, as it is found.
pub(super) async fn adopt(tx: &mut Tx, class: ClassKey, head: &Head) -> Result<bool, Fault> {
    let signed = sqlx::query!(
        "insert into log_heads (tenant_id, session_id, sequence, hash, key_id, signature) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing",
        class.tenant.0,
        class.session.0,
        row::stored(head.last)?,
        head.hash,
        head.key,
        head.signature
    )
    .execute(&mut **tx)
    .await?;
    Ok(signed.rows_affected() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{SessionId, TenantId};
    use uuid::Uuid;

    fn class(tenant: u128, session: u128) -> ClassKey {
        ClassKey { tenant: TenantId(Uuid::from_u128(tenant)), session: SessionId(Uuid::from_u128(session)) }
    }

    #[test]
    fn a_signature_is_of_its_class_its_length_and_its_end() {
        let keys = LogKeys::new(&[7; 32], &[]);
        let head = keys.sign(class(1, 2), Sequence(5), Hash([3; 32]));
        assert_eq!(keys.check(class(1, 2), &head), Ok(()));
        assert_eq!(keys.check(class(9, 2), &head), Err(Distrust::Forged), "another school");
        assert_eq!(keys.check(class(1, 9), &head), Err(Distrust::Forged), "another class");
        for altered in [
            Head { last: Sequence(4), ..head.clone() },
            Head { hash: vec![4; 32], ..head.clone() },
            Head { hash: vec![3; 31], ..head.clone() },
            Head { signature: vec![0; 32], ..head.clone() },
            Head { signature: vec![], ..head.clone() },
        ] {
            assert_eq!(keys.check(class(1, 2), &altered), Err(Distrust::Forged), "{altered:?}");
        }
    }

    #[test]
    fn a_new_key_signs_and_the_old_one_still_vouches() {
        let (old, new) = ([1; 32], [2; 32]);
        let signed = LogKeys::new(&old, &[]).sign(class(1, 2), Sequence(5), Hash([3; 32]));
        let both = LogKeys::new(&new, &[old]);
        assert_eq!(both.check(class(1, 2), &signed), Ok(()));
        let next = both.sign(class(1, 2), Sequence(6), Hash([4; 32]));
        assert_eq!(LogKeys::new(&new, &[]).check(class(1, 2), &next), Ok(()));
        let unknown = Err(Distrust::UnknownKey(signed.key.clone()));
        assert_eq!(LogKeys::new(&new, &[]).check(class(1, 2), &signed), unknown);
        let relabelled = Head { key: next.key, ..signed };
        assert_eq!(both.check(class(1, 2), &relabelled), Err(Distrust::Forged));
    }
}
