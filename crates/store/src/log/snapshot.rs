//! Classes as they are stored folded. A stored class is used where it is of this build's fold, of the log that is there, and
//! from after the last erasure. Whatever else is there counts as nothing.

use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::event_log::ClassKey;
use classroom::ports::records::StoreError;
use classroom::ports::snapshots::Snapshots;
use domain::ClassView;
use domain::chain::Hash;
use domain::ids::Sequence;
use domain::view::{apply, read_whole, write_whole};

use super::verify::{Flaw, one_moment};
use super::{PATIENCE, in_time, read, row};
use crate::Store;
use crate::error::Fault;
use crate::seal::{Holder, Opened};
use crate::tenant::{self, Tx};

/// A digest of the sources that fold a class, made by the build script: what another build has folded isn't known to be what this one folds.
const FOLD: [u8; 32] = *include_bytes!(concat!(env!("OUT_DIR"), "/fold"));
/// Rows folded at a time.
const PAGE: usize = 1_000;
/// Nobody waits for a class to be stored, but it isn't tried for ever.
const LONGEST_RENEWAL: Duration = Duration::from_secs(120);

#[async_trait]
impl Snapshots for Store {
    async fn load(&self, class: ClassKey) -> Result<Option<ClassView>, StoreError> {
        match in_time(PATIENCE, find(self, class)).await? {
            None => Ok(None),
            Some(sealed) => Ok(Some(sealed.open().await?)),
        }
    }

    async fn renew(&self, class: ClassKey, grown: u64) -> Result<(), StoreError> {
        // One at a time: each holds a connection and a whole class for as long as it folds.
        let Ok(_turn) = self.renewals.acquire().await else { return Ok(()) };
        Ok(in_time(LONGEST_RENEWAL, renew(self, class, grown)).await?)
    }
}

/// What a stored class is bound to: it opens nowhere else.
struct Binding {
    class: ClassKey,
    sequence: Sequence,
    /// The hash of the log's row there.
    hash: Vec<u8>,
    erasures: i64,
}

impl Binding {
    fn bytes(&self) -> Vec<u8> {
        [
            b"lectern class snapshot",
            self.class.tenant.0.as_bytes().as_slice(),
            self.class.session.0.as_bytes(),
            &self.sequence.0.to_be_bytes(),
            &self.erasures.to_be_bytes(),
            &FOLD,
            &self.hash,
        ]
        .concat()
    }
}

/// A stored class that fits what is there, still sealed.
struct Sealed {
    binding: Binding,
    keys: Opened,
    bytes: Vec<u8>,
}

impl Sealed {
    /// Takes as long as the class is large: not on a thread that others wait for.
    async fn open(self) -> Result<ClassView, Fault> {
        let Self { binding, keys, bytes } = self;
        let open = move || {
            let useless = |why: &str| Fault::Broken(format!("the stored class {why}"));
            let holder = Holder::of(binding.class.tenant, None);
            let bytes = keys.open_bytes(holder, &binding.bytes(), &bytes);
            let bytes = bytes.ok_or_else(|| useless("was changed, or sealed for something else"))?;
            let view = read_whole(&bytes).map_err(|error| useless(&error.to_string()))?;
            if view.sequence == binding.sequence { Ok(view) } else { Err(useless("is at another event")) }
        };
        blocking(open).await?
    }
}

async fn find(store: &Store, class: ClassKey) -> Result<Option<Sealed>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let sealed = stored(store, &mut tx, class).await?;
    tx.commit().await?;
    Ok(sealed)
}

async fn stored(store: &Store, tx: &mut Tx, class: ClassKey) -> Result<Option<Sealed>, Fault> {
    let row = sqlx::query!(
        "select snapshot.sequence, snapshot.erasures, snapshot.sealed, event.hash
         from class_snapshots snapshot
         join tenants on tenants.id = snapshot.tenant_id and tenants.erasures = snapshot.erasures
         join session_state_events event on event.tenant_id = snapshot.tenant_id
             and event.session_id = snapshot.session_id and event.sequence = snapshot.sequence
         where snapshot.tenant_id = $1 and snapshot.session_id = $2 and snapshot.fold = $3",
        class.tenant.0,
        class.session.0,
        FOLD.as_slice(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let holder = Holder::of(class.tenant, None);
    let keys = store.keys.to_read(tx, class.tenant, [holder].into()).await?;
    let sequence = Sequence(row.sequence.unsigned_abs());
    let binding = Binding { class, sequence, hash: row.hash, erasures: row.erasures };
    Ok(Some(Sealed { binding, keys, bytes: row.sealed }))
}

/// Folds and stores the class. All is read of one moment, with keys as they are then: a server's memory may hold words of somebody
/// who was erased meanwhile. Only rows that follow one another in the chain are folded: what was stored of a changed log would
/// outlast its repair.
async fn renew(store: &Store, class: ClassKey, grown: u64) -> Result<(), Fault> {
    let mut tx = one_moment(store, class).await?;
    let erasures = sqlx::query_scalar!("select erasures from tenants where id = $1", class.tenant.0)
        .fetch_one(&mut *tx)
        .await?;
    let (mut view, mut hash) = match stored(store, &mut tx, class).await? {
        None => (ClassView::default(), Hash::default()),
        Some(sealed) => begin_with(sealed).await,
    };
    let began = view.sequence;
    loop {
        let rows = read::rows(&mut tx, class, view.sequence, PAGE).await?;
        let mut last = view.sequence;
        for row in &rows {
            (last, hash) = (last.next(), row.link(class, hash));
            if row.sequence.unsigned_abs() != last.0 || row.hash != hash.0 {
                return Err(Flaw::Altered(last).into());
            }
        }
        let mut events = read::wordless(&rows)?;
        let holders = read::holders(class, &events, &rows);
        let keys = store.keys.as_stored(&mut tx, class.tenant, &holders).await?;
        read::put_words_in(class, &mut events, &rows, &keys)?;
        events.iter().for_each(|event| apply(&mut view, event));
        let last_page = rows.len() < PAGE;
        if last_page {
            break;
        }
    }
    tx.commit().await?;
    if view.sequence.0.saturating_sub(began.0) < grown.max(1) {
        return Ok(());
    }
    let binding = Binding { class, sequence: view.sequence, hash: hash.0.to_vec(), erasures };
    store_sealed(store, binding, view).await
}

/// The class as it is stored, with the hash of its last row; one that is of no use is made anew.
async fn begin_with(sealed: Sealed) -> (ClassView, Hash) {
    let hash = <[u8; 32]>::try_from(sealed.binding.hash.as_slice());
    match (sealed.open().await, hash) {
        (Ok(view), Ok(hash)) => (view, Hash(hash)),
        (Err(_), _) | (_, Err(_)) => Default::default(),
    }
}

/// Stores the class, unless somebody was erased since its words were read: an erasure and this wait for each other.
async fn store_sealed(store: &Store, binding: Binding, view: ClassView) -> Result<(), Fault> {
    let class = binding.class;
    let holder = Holder::of(class.tenant, None);
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let (keys, fresh) = store.keys.to_write(&mut tx, class.tenant, [holder].into()).await?;
    tx.commit().await?;
    store.keys.remember(class.tenant, &fresh);
    let bound = binding.bytes();
    let seal = move || {
        let bytes = write_whole(&view).map_err(|error| Fault::Broken(error.to_string()))?;
        keys.seal_bytes(holder, &bound, &bytes)
    };
    let Some(sealed) = blocking(seal).await?? else { return Ok(()) };
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    sqlx::query!(
        "insert into class_snapshots (tenant_id, session_id, sequence, fold, erasures, sealed)
         select id, $2, $3, $4, $5, $6 from tenants where id = $1 and erasures = $5 for share
         on conflict (tenant_id, session_id) do update
         set sequence = excluded.sequence, fold = excluded.fold, erasures = excluded.erasures, sealed = excluded.sealed",
        class.tenant.0,
        class.session.0,
        row::stored(binding.sequence)?,
        FOLD.as_slice(),
        binding.erasures,
        sealed,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Fault::Broken(error.to_string()))
}
