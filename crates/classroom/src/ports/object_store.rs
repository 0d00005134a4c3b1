//! Where recordings, slides and artifacts lie: any S3, or the one inside the process.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

/// The port to object storage. Keys are relative to one private bucket, with `/` between their parts
/// (`<tenant>/<session>/tracks/<track>.webm`).
#[async_trait]
pub trait ObjectStore: Send + Sync {
    /// Writes a whole object, replacing what was there.
    async fn put(&self, key: &str, body: Bytes, content_type: &str) -> Result<(), ObjectError>;

    /// Reads a whole object; `None` where there is none.
    async fn get(&self, key: &str) -> Result<Option<Bytes>, ObjectError>;

    /// The object's size in bytes; `None` where there is none.
    async fn size(&self, key: &str) -> Result<Option<u64>, ObjectError>;

    /// Removes an object. Removing what is not there is no error.
    async fn delete(&self, key: &str) -> Result<(), ObjectError>;

    /// An address that a browser can `GET` (with ranges) for as long as `ttl`, without any other right.
    async fn signed_url(&self, key: &str, ttl: Duration) -> Result<String, ObjectError>;

    /// Begins an upload in parts; nothing can be read under `key` until [`ObjectStore::complete_upload`].
    async fn begin_upload(&self, key: &str, content_type: &str) -> Result<UploadId, ObjectError>;

    /// Sends part `number` (1 to 10,000; each but the last 5 MiB or more). Sending a number again replaces that part.
    async fn upload_part(
        &self,
        key: &str,
        upload: &UploadId,
        number: u32,
        body: Bytes,
    ) -> Result<PartTag, ObjectError>;

    /// An address to which a browser can `PUT` part `number`, of exactly this many bytes, for as long as `ttl`, without any other
    /// right.
    async fn signed_part(
        &self,
        key: &str,
        upload: &UploadId,
        number: u32,
        bytes: u64,
        ttl: Duration,
    ) -> Result<String, ObjectError>;

    /// The parts that have arrived, in ascending order of their numbers; `None` where there is no such upload (any more).
    async fn parts(&self, key: &str, upload: &UploadId) -> Result<Option<Vec<Part>>, ObjectError>;

    /// Joins the parts, in ascending order of their numbers, into the object.
    async fn complete_upload(
        &self,
        key: &str,
        upload: &UploadId,
        parts: &[(u32, PartTag)],
    ) -> Result<(), ObjectError>;

    /// Forgets an upload and its parts.
    async fn abort_upload(&self, key: &str, upload: &UploadId) -> Result<(), ObjectError>;
}

/// Names an upload in parts that has begun.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UploadId(pub String);

/// What storage answered for a part (its entity tag).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PartTag(pub String);

/// A part that has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its number.
    pub number: u32,
    /// Its size.
    pub bytes: u64,
    /// What completing the upload names it by.
    pub tag: PartTag,
}

/// Why object storage didn't do it.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// Storage can't be reached or answers with a server error: worth trying again.
    #[error("object storage is unavailable: {0}")]
    Unavailable(String),
    /// Storage refused (credentials, bucket, key): trying again won't help.
    #[error("object storage refused: {0}")]
    Refused(String),
}
