//! Object storage in memory, as strict as the real one, and able to be down.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use classroom::ports::object_store::{ObjectError, ObjectStore, Part, PartTag, UploadId};

/// Parts but the last have at least this many bytes.
const SMALLEST_PART: usize = 5 * 1024 * 1024;

/// A fake bucket.
#[derive(Debug, Default)]
pub struct FakeObjects {
    inner: Mutex<Inner>,
    down: AtomicBool,
}

#[derive(Debug, Default)]
struct Inner {
    objects: BTreeMap<String, Object>,
    uploads: BTreeMap<String, Upload>,
    /// Makes upload ids and part tags.
    counter: u64,
}

#[derive(Debug)]
struct Object {
    body: Bytes,
    content_type: String,
}

#[derive(Debug)]
struct Upload {
    key: String,
    content_type: String,
    parts: BTreeMap<u32, (PartTag, Bytes)>,
}

impl FakeObjects {
    /// Makes every call fail as if nothing answered, or work again.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }

    /// The keys of all objects, sorted.
    pub fn keys(&self) -> Vec<String> {
        self.lock().objects.keys().cloned().collect()
    }

    /// What an object was said to be.
    pub fn content_type(&self, key: &str) -> Option<String> {
        self.lock().objects.get(key).map(|object| object.content_type.clone())
    }

    /// How many uploads in parts have begun and are neither completed nor aborted.
    pub fn open_uploads(&self) -> usize {
        self.lock().uploads.len()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reach(&self) -> Result<MutexGuard<'_, Inner>, ObjectError> {
        if self.down.load(Ordering::SeqCst) {
            return Err(ObjectError::Unavailable("the fake is down".to_owned()));
        }
        Ok(self.lock())
    }
}

impl Inner {
    fn next(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    fn upload(&mut self, key: &str, id: &UploadId) -> Result<&mut Upload, ObjectError> {
        let upload = self.uploads.get_mut(&id.0).filter(|upload| upload.key == key);
        upload.ok_or_else(|| refused("no such upload"))
    }
}

fn refused(why: &str) -> ObjectError {
    ObjectError::Refused(why.to_owned())
}

#[async_trait]
impl ObjectStore for FakeObjects {
    async fn put(&self, key: &str, body: Bytes, content_type: &str) -> Result<(), ObjectError> {
        let object = Object { body, content_type: content_type.to_owned() };
        self.reach()?.objects.insert(key.to_owned(), object);
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Option<Bytes>, ObjectError> {
        Ok(self.reach()?.objects.get(key).map(|object| object.body.clone()))
    }

    async fn size(&self, key: &str) -> Result<Option<u64>, ObjectError> {
        Ok(self.reach()?.objects.get(key).map(|object| object.body.len() as u64))
    }

    async fn delete(&self, key: &str) -> Result<(), ObjectError> {
        self.reach()?.objects.remove(key);
        Ok(())
    }

    async fn signed_url(&self, key: &str, ttl: Duration) -> Result<String, ObjectError> {
        Ok(format!("/fake-objects/{key}?seconds={}", ttl.as_secs()))
    }

    async fn begin_upload(&self, key: &str, content_type: &str) -> Result<UploadId, ObjectError> {
        let mut inner = self.reach()?;
        let id = format!("upload-{}", inner.next());
        let upload =
            Upload { key: key.to_owned(), content_type: content_type.to_owned(), parts: BTreeMap::new() };
        inner.uploads.insert(id.clone(), upload);
        Ok(UploadId(id))
    }

    async fn upload_part(
        &self,
        key: &str,
        upload: &UploadId,
        number: u32,
        body: Bytes,
    ) -> Result<PartTag, ObjectError> {
        let mut inner = self.reach()?;
        let tag = PartTag(format!("\"{}\"", inner.next()));
        if !(1..=10_000).contains(&number) {
            return Err(refused("a part's number is 1 to 10,000"));
        }
        inner.upload(key, upload)?.parts.insert(number, (tag.clone(), body));
        Ok(tag)
    }

    async fn signed_part(
        &self,
        key: &str,
        upload: &UploadId,
        number: u32,
        bytes: u64,
        ttl: Duration,
    ) -> Result<String, ObjectError> {
        let seconds = ttl.as_secs();
        Ok(format!("/fake-objects/{key}?part={number}&bytes={bytes}&upload={}&seconds={seconds}", upload.0))
    }

    async fn parts(&self, key: &str, upload: &UploadId) -> Result<Option<Vec<Part>>, ObjectError> {
        let mut inner = self.reach()?;
        let Ok(begun) = inner.upload(key, upload) else { return Ok(None) };
        let part = |(number, (tag, body)): (&u32, &(PartTag, Bytes))| Part {
            number: *number,
            bytes: body.len() as u64,
            tag: tag.clone(),
        };
        Ok(Some(begun.parts.iter().map(part).collect()))
    }

    async fn complete_upload(
        &self,
        key: &str,
        upload: &UploadId,
        parts: &[(u32, PartTag)],
    ) -> Result<(), ObjectError> {
        let mut inner = self.reach()?;
        let begun = inner.upload(key, upload)?;
        if parts.is_empty() || !parts.is_sorted_by(|(a, _), (b, _)| a < b) {
            return Err(refused("parts come in ascending order, one at least"));
        }
        let mut body = Vec::new();
        for (index, (number, tag)) in parts.iter().enumerate() {
            let sent = begun.parts.get(number).filter(|(sent, _)| sent == tag);
            let (_, bytes) = sent.ok_or_else(|| refused("no such part, or it was sent again since"))?;
            if index + 1 < parts.len() && bytes.len() < SMALLEST_PART {
                return Err(refused("a part but the last has 5 MiB or more"));
            }
            body.extend_from_slice(bytes);
        }
        let object = Object { body: body.into(), content_type: begun.content_type.clone() };
        inner.uploads.remove(&upload.0);
        inner.objects.insert(key.to_owned(), object);
        Ok(())
    }

    async fn abort_upload(&self, key: &str, upload: &UploadId) -> Result<(), ObjectError> {
        let mut inner = self.reach()?;
        inner.upload(key, upload)?;
        inner.uploads.remove(&upload.0);
        Ok(())
    }
}
