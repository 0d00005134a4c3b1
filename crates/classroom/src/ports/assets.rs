//! Files that staff bring into a class.

use async_trait::async_trait;
use domain::ids::DeckId;

use super::event_log::ClassKey;
use super::object_store::UploadId;
use super::records::StoreError;
use crate::permit::Permit;

/// A file of a class, whole or on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The deck that it is, or becomes.
    pub deck: DeckId,
    /// Its key in object storage.
    pub key: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, as its uploader said.
    pub sha256: [u8; 32],
    /// The upload under way; none once it lies in object storage whole.
    pub upload: Option<UploadId>,
}

/// The port to the files of classes.
#[async_trait]
pub trait Assets: Send + Sync {
    /// The file of this hash in a class.
    async fn with_hash(&self, class: ClassKey, sha256: [u8; 32]) -> Result<Option<Asset>, StoreError>;

    /// A deck's file.
    async fn of_deck(&self, class: ClassKey, deck: DeckId) -> Result<Option<Asset>, StoreError>;

    /// How many files are on their way into a class.
    async fn begun(&self, class: ClassKey) -> Result<u64, StoreError>;

    /// Keeps a file that is on its way, or the new upload of one that was. Where somebody else began with the same file at the
    /// same moment theirs stays; gives the one that is kept.
    async fn keep(&self, by: &Permit, class: ClassKey, asset: &Asset) -> Result<Asset, StoreError>;

    /// Forgets a file that is on its way; one that is whole stays.
    async fn forget(&self, by: &Permit, class: ClassKey, deck: DeckId) -> Result<(), StoreError>;
}
