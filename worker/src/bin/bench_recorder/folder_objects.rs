//! Object storage in a folder: enough for the recorder, and with no memory of its own that would count as the bot's.

use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use classroom::ports::object_store::{ObjectError, ObjectStore, Part, PartTag, UploadId};
use tokio::fs;
use uuid::Uuid;

pub struct FolderObjects {
    root: PathBuf,
}

impl FolderObjects {
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// An object's bytes.
    pub fn read(&self, key: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(self.root.join(key))
    }

    async fn write(&self, path: &Path, body: &[u8]) -> Result<(), ObjectError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).await.map_err(failed)?;
        }
        fs::write(path, body).await.map_err(failed)
    }

    fn part(&self, upload: &UploadId, number: u32) -> PathBuf {
        self.root.join("uploads").join(&upload.0).join(number.to_string())
    }
}

fn failed(error: std::io::Error) -> ObjectError {
    ObjectError::Unavailable(error.to_string())
}

#[async_trait]
impl ObjectStore for FolderObjects {
    async fn put(&self, key: &str, body: Bytes, _content_type: &str) -> Result<(), ObjectError> {
        self.write(&self.root.join(key), &body).await
    }

    async fn get(&self, key: &str) -> Result<Option<Bytes>, ObjectError> {
        Ok(fs::read(self.root.join(key)).await.ok().map(Bytes::from))
    }

    async fn size(&self, key: &str) -> Result<Option<u64>, ObjectError> {
        Ok(fs::metadata(self.root.join(key)).await.ok().map(|found| found.len()))
    }

    async fn delete(&self, key: &str) -> Result<(), ObjectError> {
        fs::remove_file(self.root.join(key)).await.map_err(failed)
    }

    async fn signed_url(&self, key: &str, _ttl: Duration) -> Result<String, ObjectError> {
        Ok(format!("file://{}", self.root.join(key).display()))
    }

    async fn begin_upload(&self, _key: &str, _content_type: &str) -> Result<UploadId, ObjectError> {
        Ok(UploadId(Uuid::new_v4().to_string()))
    }

    async fn upload_part(
        &self,
        _key: &str,
        upload: &UploadId,
        number: u32,
        body: Bytes,
    ) -> Result<PartTag, ObjectError> {
        self.write(&self.part(upload, number), &body).await?;
        Ok(PartTag(number.to_string()))
    }

    async fn signed_part(
        &self,
        _key: &str,
        upload: &UploadId,
        number: u32,
        _bytes: u64,
        _ttl: Duration,
    ) -> Result<String, ObjectError> {
        Ok(format!("file://{}", self.part(upload, number).display()))
    }

    async fn parts(&self, _key: &str, _upload: &UploadId) -> Result<Option<Vec<Part>>, ObjectError> {
        Ok(None)
    }

    async fn complete_upload(
        &self,
        key: &str,
        upload: &UploadId,
        parts: &[(u32, PartTag)],
    ) -> Result<(), ObjectError> {
        let mut whole = Vec::new();
        for (number, _) in parts {
            whole.extend(fs::read(self.part(upload, *number)).await.map_err(failed)?);
        }
        self.write(&self.root.join(key), &whole).await
    }

    async fn abort_upload(&self, _key: &str, _upload: &UploadId) -> Result<(), ObjectError> {
        Ok(())
    }
}
