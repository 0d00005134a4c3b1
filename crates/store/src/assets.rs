//! Files that staff bring into a class. That one lies in object storage whole says the class's log (`log::project::slides`).

use async_trait::async_trait;
use classroom::permit::Permit;
use classroom::ports::assets::{Asset, Assets};
use classroom::ports::event_log::ClassKey;
use classroom::ports::object_store::UploadId;
use classroom::ports::records::StoreError;
use domain::ids::DeckId;
use uuid::Uuid;

use crate::error::Fault;
use crate::{Store, tenant};

/// What decks are called among the files.
const KIND: &str = "deck";

#[async_trait]
impl Assets for Store {
    async fn with_hash(&self, class: ClassKey, sha256: [u8; 32]) -> Result<Option<Asset>, StoreError> {
        Ok(find(self, class, None, Some(sha256)).await?)
    }

    async fn of_deck(&self, class: ClassKey, deck: DeckId) -> Result<Option<Asset>, StoreError> {
        Ok(find(self, class, Some(deck), None).await?)
    }

    async fn begun(&self, class: ClassKey) -> Result<u64, StoreError> {
        Ok(begun(self, class).await?)
    }

    async fn keep(&self, by: &Permit, class: ClassKey, asset: &Asset) -> Result<Asset, StoreError> {
        keep(self, by.user().0, class, asset).await?;
        let kept = find(self, class, None, Some(asset.sha256)).await?;
        Ok(kept.ok_or_else(|| Fault::Broken(format!("the file of deck {} is gone", asset.deck)))?)
    }

    async fn forget(&self, _: &Permit, class: ClassKey, deck: DeckId) -> Result<(), StoreError> {
        Ok(forget(self, class, deck).await?)
    }
}

impl Store {
    /// Forgets a file that is on its way, since who brings it is erased.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn forget_upload(&self, class: ClassKey, deck: DeckId) -> Result<(), StoreError> {
        Ok(forget(self, class, deck).await?)
    }
}

async fn find(
    store: &Store,
    class: ClassKey,
    deck: Option<DeckId>,
    sha256: Option<[u8; 32]>,
) -> Result<Option<Asset>, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let row = sqlx::query!(
        r#"select id, key, bytes, sha256 as "sha256!", upload from studio_assets
         where tenant_id = $1 and session_id = $2 and kind = $3 and sha256 is not null
           and ($4::uuid is null or id = $4) and ($5::bytea is null or sha256 = $5)"#,
        class.tenant.0,
        class.session.0,
        KIND,
        deck.map(|deck| deck.0) as Option<Uuid>,
        sha256.as_ref().map(|hash| hash.as_slice()) as Option<&[u8]>,
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    let Some(row) = row else { return Ok(None) };
    let sha256 = row.sha256.try_into().map_err(|_| Fault::Broken(format!("the SHA-256 of {}", row.key)))?;
    let bytes = u64::try_from(row.bytes).map_err(|_| Fault::Broken(format!("the size of {}", row.key)))?;
    Ok(Some(Asset { deck: DeckId(row.id), key: row.key, bytes, sha256, upload: row.upload.map(UploadId) }))
}

async fn begun(store: &Store, class: ClassKey) -> Result<u64, Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from studio_assets where tenant_id = $1 and session_id = $2 and upload is not null"#,
        class.tenant.0,
        class.session.0,
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(count.unsigned_abs())
}

async fn keep(store: &Store, uploader: Uuid, class: ClassKey, asset: &Asset) -> Result<(), Fault> {
    let bytes = i64::try_from(asset.bytes).map_err(|_| Fault::Broken("a size".to_owned()))?;
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    sqlx::query!(
        "insert into studio_assets (tenant_id, session_id, id, kind, key, bytes, mime, uploader, sha256, upload)
         values ($1, $2, $3, $4, $5, $6, 'application/octet-stream', $7, $8, $9)
         on conflict (session_id, sha256) do update set upload = excluded.upload
             where studio_assets.id = excluded.id and studio_assets.upload is not null",
        class.tenant.0,
        class.session.0,
        asset.deck.0,
        KIND,
        asset.key,
        bytes,
        uploader,
        asset.sha256.as_slice(),
        asset.upload.as_ref().map(|upload| upload.0.as_str()),
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

async fn forget(store: &Store, class: ClassKey, deck: DeckId) -> Result<(), Fault> {
    let mut tx = tenant::begin_class(&store.pool, class).await?;
    sqlx::query!(
        "delete from studio_assets where tenant_id = $1 and session_id = $2 and id = $3 and upload is not null",
        class.tenant.0,
        class.session.0,
        deck.0,
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}
