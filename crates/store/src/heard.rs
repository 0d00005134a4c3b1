//! What was heard in a track, sealed with its speaker's key: it lies in object storage until it becomes a transcript.

use std::collections::BTreeSet;

use classroom::ports::event_log::ClassKey;
use classroom::ports::records::StoreError;
use domain::recording::Track;
use domain::words::Words;

use crate::error::Fault;
use crate::seal::{Holder, SealContext};
use crate::{Store, tenant};

impl Store {
    /// Seals what was heard in a track; `None` where its speaker was erased.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn seal_heard(
        &self,
        class: ClassKey,
        track: &Track,
        heard: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(seal(self, class, track, heard).await?)
    }

    /// Opens what [`Store::seal_heard`] sealed; erased where its speaker was.
    ///
    /// # Errors
    /// Where the database is down, or the bytes are none of ours.
    pub async fn open_heard(
        &self,
        class: ClassKey,
        track: &Track,
        sealed: &[u8],
    ) -> Result<Words, StoreError> {
        Ok(open(self, class, track, sealed).await?)
    }
}

async fn seal(store: &Store, class: ClassKey, track: &Track, heard: &str) -> Result<Option<Vec<u8>>, Fault> {
    let holder = Holder::of(class.tenant, Some(track.user));
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let (keys, fresh) = store.keys.to_write(&mut tx, class.tenant, BTreeSet::from([holder])).await?;
    let sealed = keys.seal(holder, SealContext::Heard(track.id), &heard.into())?;
    tx.commit().await?;
    store.keys.remember(class.tenant, &fresh);
    Ok(sealed)
}

async fn open(store: &Store, class: ClassKey, track: &Track, sealed: &[u8]) -> Result<Words, Fault> {
    let holder = Holder::of(class.tenant, Some(track.user));
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let keys = store.keys.to_read(&mut tx, class.tenant, BTreeSet::from([holder])).await?;
    tx.commit().await?;
    keys.open(holder, SealContext::Heard(track.id), Some(sealed))
}
