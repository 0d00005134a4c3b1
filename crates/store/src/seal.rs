//! Data keys: one a person, wrapped by the master key, and what is sealed with them.
//!
//! XChaCha20-Poly1305 throughout: its nonces are long enough to be drawn at random. Each sealed text is bound
//! to its place, so that nobody can move one into another's mouth.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::ids::{Offset, PollId, SceneId, Sequence, SessionId, TenantId, TrackId, UserId};
use domain::words::Words;
use hmac::{Hmac, Mac as _};
use rand::TryRngCore as _;
use rand::rngs::OsRng;
use sha2::Sha256;
use sqlx::PgPool;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::{Fault, OpenError};
use crate::tenant::Tx;

/// How long a server may go on using a key that another one has erased.
const REMEMBERED_FOR: Duration = Duration::from_secs(60);
/// The way texts are sealed; the first byte of each.
const SCHEME: u8 = 1;
const NONCE_BYTES: usize = 24;

/// Whose key it is: a person's, or the tenant's own for words that are nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Holder(pub Uuid);

impl Holder {
    pub fn of(tenant: TenantId, person: Option<UserId>) -> Self {
        Self(person.map_or(tenant.0, |user| user.0))
    }
}

/// Where a sealed text stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SealContext {
    /// An event of a class's log, and the rows made from it.
    Event(SessionId, Sequence),
    /// A transcript's cue.
    Cue(SessionId, i64),
    /// A chapter or highlight found in the text.
    Found(SessionId, Offset),
    /// What was heard in a track.
    Heard(TrackId),
    /// A poll prepared for a lesson.
    Prepared(PollId),
    /// A scene outside of any class.
    Kept(SceneId),
}

impl SealContext {
    fn bytes(self) -> [u8; 25] {
        let (tag, whole, place) = match self {
            Self::Event(session, sequence) => (0, session.0, sequence.0.to_be_bytes()),
            Self::Cue(session, start_ms) => (1, session.0, start_ms.to_be_bytes()),
            Self::Found(session, offset) => (2, session.0, offset.0.to_be_bytes()),
            Self::Heard(track) => (3, track.0, [0; 8]),
            Self::Prepared(poll) => (4, poll.0, [0; 8]),
            Self::Kept(scene) => (5, scene.0, [0; 8]),
        };
        let mut bytes = [tag; 25];
        bytes[1..17].copy_from_slice(whole.as_bytes());
        bytes[17..].copy_from_slice(&place);
        bytes
    }
}

/// The data keys of some people; `None` for who was erased. Keys wipe themselves when they are dropped.
#[derive(Clone, Default)]
pub(crate) struct Opened(HashMap<Holder, Option<Arc<XChaCha20Poly1305>>>);

impl Opened {
    /// Seals the words, or loses them where their holder was erased.
    pub fn seal(&self, holder: Holder, place: SealContext, words: &Words) -> Result<Option<Vec<u8>>, Fault> {
        match (self.0.get(&holder), &words.0) {
            (Some(Some(key)), Some(text)) => encrypt(key, text.as_bytes(), &place.bytes()).map(Some),
            _ => Ok(None),
        }
    }

    /// Opens what was sealed; erased where the key is gone.
    pub fn open(&self, holder: Holder, place: SealContext, sealed: Option<&[u8]>) -> Result<Words, Fault> {
        let (Some(Some(key)), Some(sealed)) = (self.0.get(&holder), sealed) else {
            return Ok(Words(None));
        };
        let text = decrypt(key, sealed, &place.bytes()).and_then(|text| String::from_utf8(text).ok());
        let foreign = || Fault::Broken(format!("{place:?} was sealed with another key or for another place"));
        Ok(Words(Some(text.ok_or_else(foreign)?)))
    }

    /// Seals bytes that belong to `bound_to`; `None` where the holder has no key any more.
    pub fn seal_bytes(
        &self,
        holder: Holder,
        bound_to: &[u8],
        bytes: &[u8],
    ) -> Result<Option<Vec<u8>>, Fault> {
        let key = self.0.get(&holder).and_then(Option::as_deref);
        key.map(|key| encrypt(key, bytes, bound_to)).transpose()
    }

    /// Opens what [`Opened::seal_bytes`] sealed; `None` where it isn't that, or doesn't belong there.
    pub fn open_bytes(&self, holder: Holder, bound_to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        decrypt(self.0.get(&holder)?.as_deref()?, sealed, bound_to)
    }
}

/// Every data key this process has opened lately.
pub(crate) struct Keys {
    master: XChaCha20Poly1305,
    /// For digests that nobody without the master key can compute.
    digests: Hmac<Sha256>,
    cache: Mutex<HashMap<(TenantId, Holder), Remembered>>,
}

struct Remembered {
    key: Option<Arc<XChaCha20Poly1305>>,
    until: Instant,
}

impl Keys {
    pub fn new(master_key: &[u8; 32]) -> Self {
        let digests = keyed(master_key).chain_update(b"lectern digests");
        Self { master: XChaCha20Poly1305::new(master_key.into()), digests, cache: Mutex::default() }
    }

    /// A digest of the parts, which nobody without the master key can compute: not even by trying every word.
    pub fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let with = |digest: Hmac<Sha256>, part: &&[u8]| {
            // Length first, so that no two lists run into the same bytes.
            digest.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
        };
        parts.iter().fold(self.digests.clone(), with).finalize().into_bytes().into()
    }

    /// Checks that the database was made with this master key, or leaves a proof at the first start.
    pub async fn prove(&self, pool: &PgPool) -> Result<(), OpenError> {
        const PROOF: &[u8] = b"lectern";
        let unreachable = |error: sqlx::Error| OpenError::Unreachable(error.to_string());
        let sealed = encrypt(&self.master, PROOF, PROOF).map_err(|_| OpenError::WrongMasterKey)?;
        sqlx::query!("insert into work.master_key_proof (sealed) values ($1) on conflict do nothing", sealed)
            .execute(pool)
            .await
            .map_err(unreachable)?;
        let proof = sqlx::query_scalar!("select sealed from work.master_key_proof")
            .fetch_one(pool)
            .await
            .map_err(unreachable)?;
        decrypt(&self.master, &proof, PROOF).map(|_| ()).ok_or(OpenError::WrongMasterKey)
    }

    /// The keys of `holders` as far as there are any.
    pub async fn to_read(
        &self,
        tx: &mut Tx,
        tenant: TenantId,
        holders: BTreeSet<Holder>,
    ) -> Result<Opened, Fault> {
        let (mut opened, missing) = self.remembered(tenant, holders);
        let fetched = self.fetch(tx, tenant, &missing).await?;
        self.remember(tenant, &fetched);
        opened.0.extend(fetched.0);
        Ok(opened)
    }

    /// The keys of `holders` as far as there are any, as they are stored in this transaction's moment.
    pub async fn as_stored(
        &self,
        tx: &mut Tx,
        tenant: TenantId,
        holders: &BTreeSet<Holder>,
    ) -> Result<Opened, Fault> {
        self.fetch(tx, tenant, holders).await
    }

    /// The keys of `holders`, made where there are none. What comes new must be [`Keys::remember`]ed after
    /// the commit, not before.
    pub async fn to_write(
        &self,
        tx: &mut Tx,
        tenant: TenantId,
        holders: BTreeSet<Holder>,
    ) -> Result<(Opened, Opened), Fault> {
        let (mut opened, missing) = self.remembered(tenant, holders);
        let mut fetched = self.fetch(tx, tenant, &missing).await?;
        let keyless: Vec<Uuid> =
            missing.iter().filter(|holder| !fetched.0.contains_key(holder)).map(|holder| holder.0).collect();
        if !keyless.is_empty() {
            let mut wrapped = Vec::with_capacity(keyless.len());
            for holder in &keyless {
                let key = random::<32>()?;
                wrapped.push(encrypt(&self.master, &*key, &owner(tenant, Holder(*holder)))?);
            }
            // Another server may be making the same key: one of us waits here, then both read the one that
            // stands.
            sqlx::query!(
                "insert into data_keys (tenant_id, holder, wrapped)
                 select $1, holder, wrapped from unnest($2::uuid[], $3::bytea[]) as made(holder, wrapped)
                 on conflict do nothing",
                tenant.0,
                &keyless,
                &wrapped,
            )
            .execute(&mut **tx)
            .await?;
            let made = keyless.into_iter().map(Holder).collect();
            fetched.0.extend(self.fetch(tx, tenant, &made).await?.0);
        }
        opened.0.extend(fetched.0.clone());
        Ok((opened, fetched))
    }

    /// Keeps keys that are committed.
    pub fn remember(&self, tenant: TenantId, keys: &Opened) {
        if keys.0.is_empty() {
            return;
        }
        let now = Instant::now();
        let mut cache = self.cache();
        cache.retain(|_, known| known.until > now);
        for (holder, key) in &keys.0 {
            let known = Remembered { key: key.clone(), until: now + REMEMBERED_FOR };
            cache.insert((tenant, *holder), known);
        }
    }

    /// Drops a person's key from memory.
    pub fn forget(&self, tenant: TenantId, holder: Holder) {
        self.cache().remove(&(tenant, holder));
    }

    fn remembered(&self, tenant: TenantId, holders: BTreeSet<Holder>) -> (Opened, BTreeSet<Holder>) {
        let now = Instant::now();
        let cache = self.cache();
        let mut opened = Opened::default();
        let missing = holders
            .into_iter()
            .filter(|holder| match cache.get(&(tenant, *holder)) {
                Some(known) if known.until > now => {
                    opened.0.insert(*holder, known.key.clone());
                    false
                }
                _ => true,
            })
            .collect();
        (opened, missing)
    }

    async fn fetch(
        &self,
        tx: &mut Tx,
        tenant: TenantId,
        holders: &BTreeSet<Holder>,
    ) -> Result<Opened, Fault> {
        if holders.is_empty() {
            return Ok(Opened::default());
        }
        let holders: Vec<Uuid> = holders.iter().map(|holder| holder.0).collect();
        let rows = sqlx::query!(
            "select holder, wrapped from data_keys where tenant_id = $1 and holder = any($2)",
            tenant.0,
            &holders
        )
        .fetch_all(&mut **tx)
        .await?;
        let mut opened = Opened::default();
        for row in rows {
            let holder = Holder(row.holder);
            let key = row.wrapped.map(|wrapped| self.unwrap(tenant, holder, &wrapped)).transpose()?;
            opened.0.insert(holder, key.map(Arc::new));
        }
        Ok(opened)
    }

    fn unwrap(&self, tenant: TenantId, holder: Holder, wrapped: &[u8]) -> Result<XChaCha20Poly1305, Fault> {
        decrypt(&self.master, wrapped, &owner(tenant, holder))
            .map(Zeroizing::new)
            .and_then(|key| XChaCha20Poly1305::new_from_slice(&key).ok())
            .ok_or_else(|| Fault::Broken(format!("the data key of {} is not ours to open", holder.0)))
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, HashMap<(TenantId, Holder), Remembered>> {
        // A panic elsewhere leaves nothing half done in a map of keys.
        self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// HMAC-SHA-256 with this key, which it fills up with zeros itself.
pub(crate) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    <Hmac<Sha256> as KeyInit>::new((&*block).into())
}

/// A wrapped key is bound to whose it is.
fn owner(tenant: TenantId, holder: Holder) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(tenant.0.as_bytes());
    bytes[16..].copy_from_slice(holder.0.as_bytes());
    bytes
}

/// Scheme, nonce, cipher text with its tag.
fn encrypt(key: &XChaCha20Poly1305, text: &[u8], bound_to: &[u8]) -> Result<Vec<u8>, Fault> {
    let nonce = random::<NONCE_BYTES>()?;
    let sealed = key
        .encrypt(XNonce::from_slice(&*nonce), Payload { msg: text, aad: bound_to })
        .map_err(|_| Fault::Broken("a text too long to be sealed".into()))?;
    Ok([&[SCHEME], &nonce[..], &sealed].concat())
}

/// `None` where key, place or bytes aren't the ones it was sealed with.
fn decrypt(key: &XChaCha20Poly1305, sealed: &[u8], bound_to: &[u8]) -> Option<Vec<u8>> {
    let (&SCHEME, rest) = sealed.split_first()? else { return None };
    let (nonce, sealed) = rest.split_at_checked(NONCE_BYTES)?;
    key.decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: bound_to }).ok()
}

fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, Fault> {
    let mut bytes = Zeroizing::new([0; N]);
    OsRng
        .try_fill_bytes(&mut *bytes)
        .map_err(|error| Fault::Broken(format!("the system has no random bytes: {error}")))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(holder: Holder, key: &[u8; 32]) -> Opened {
        Opened(HashMap::from([(holder, Some(Arc::new(XChaCha20Poly1305::new(key.into()))))]))
    }

    #[test]
    fn a_digest_is_of_its_key_and_its_parts() {
        let keys = Keys::new(&[7; 32]);
        assert_eq!(keys.digest(&[b"a", b"bc"]), keys.digest(&[b"a", b"bc"]));
        assert_ne!(keys.digest(&[b"a", b"bc"]), keys.digest(&[b"ab", b"c"]));
        assert_ne!(keys.digest(&[b"a"]), Keys::new(&[8; 32]).digest(&[b"a"]));
    }

    #[test]
    fn words_open_at_their_own_place_only() {
        let (ada, session) = (Holder(Uuid::from_u128(7)), SessionId(Uuid::from_u128(1)));
        let keys = opened(ada, &[9; 32]);
        let place = SealContext::Event(session, Sequence(3));
        let sealed = keys.seal(ada, place, &"hello".into()).unwrap().unwrap();
        assert!(!sealed.windows(5).any(|bytes| bytes == b"hello"));
        assert_eq!(keys.open(ada, place, Some(&sealed)).unwrap(), "hello".into());
        for other in [SealContext::Event(session, Sequence(4)), SealContext::Cue(session, 3)] {
            assert!(keys.open(ada, other, Some(&sealed)).is_err(), "{other:?}");
        }
        let strangers = opened(ada, &[8; 32]);
        assert!(strangers.open(ada, place, Some(&sealed)).is_err(), "another key");
    }

    #[test]
    fn without_a_key_words_are_erased_not_an_error() {
        let (ada, place) = (Holder(Uuid::from_u128(7)), SealContext::Cue(SessionId(Uuid::nil()), 0));
        let erased = Opened(HashMap::from([(ada, None)]));
        assert_eq!(erased.seal(ada, place, &"gone".into()).unwrap(), None);
        assert!(erased.open(ada, place, Some(b"\x01anything")).unwrap().erased());
    }
}
