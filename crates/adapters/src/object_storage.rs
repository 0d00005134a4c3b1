//! Object storage over S3: one client for the service inside the process and for any real one.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::{
    Client,
    config::{
        BehaviorVersion, Builder, Credentials, Region, RequestChecksumCalculation,
        ResponseChecksumValidation, retry::RetryConfig, timeout::TimeoutConfig,
    },
    error::{ProvideErrorMetadata as _, SdkError},
    operation::get_object::GetObjectError,
    presigning::PresigningConfig,
    primitives::ByteStream,
    types::{CompletedMultipartUpload, CompletedPart},
};
use bytes::Bytes;
use classroom::ports::object_store::{ObjectError, ObjectStore, Part, PartTag, UploadId};

/// How to reach an S3 service.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Settings {
    /// The address this process uses: scheme, host and port.
    pub endpoint: String,
    /// The address browsers use.
    pub public: PublicAddress,
    /// The region that requests are signed for; most self-hosted services take any.
    pub region: String,
    /// The one private bucket that holds everything.
    pub bucket: String,
    /// Names the key.
    pub access_key: String,
    /// Signs requests.
    pub secret_key: String,
}

/// Where a browser finds what a signed address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicAddress {
    /// At this scheme, host and port.
    At(String),
    /// Where the page came from: the addresses are paths, whatever name people know this server by.
    SamePage,
}

/// A bucket of an S3 service.
#[derive(Debug, Clone)]
pub struct ObjectStorage {
    client: Client,
    signer: Client,
    bucket: String,
    public: PublicAddress,
}

impl ObjectStorage {
    /// A client for the bucket that `settings` name. Nothing is sent yet.
    pub fn new(settings: &S3Settings) -> Self {
        let signer = match &settings.public {
            PublicAddress::At(endpoint) => client(settings, endpoint),
            PublicAddress::SamePage => client(settings, &settings.endpoint),
        };
        Self {
            client: client(settings, &settings.endpoint),
            signer,
            bucket: settings.bucket.clone(),
            public: settings.public.clone(),
        }
    }

    /// Asks for the bucket, once: whether storage is there and takes our key.
    ///
    /// # Errors
    /// [`ObjectError::Unavailable`] where nothing answers, [`ObjectError::Refused`] for a wrong key or bucket.
    pub async fn check(&self) -> Result<(), ObjectError> {
        let once = Builder::new().retry_config(RetryConfig::disabled());
        let asked = self.client.head_bucket().bucket(&self.bucket).customize().config_override(once);
        asked.send().await.map_err(failure)?;
        Ok(())
    }
}

/// Path-style addresses, since the embedded service and most others have no name a bucket; checksums only where S3
/// demands them, since not every service knows the newer ones.
fn client(settings: &S3Settings, endpoint: &str) -> Client {
    let credentials = Credentials::new(&settings.access_key, &settings.secret_key, None, None, "settings");
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(3))
        .read_timeout(Duration::from_secs(30))
        .build();
    let config = Builder::new()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .endpoint_url(endpoint)
        .region(Region::new(settings.region.clone()))
        .credentials_provider(credentials)
        .force_path_style(true)
        .timeout_config(timeouts)
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .build();
    Client::from_conf(config)
}

#[async_trait]
impl ObjectStore for ObjectStorage {
    async fn put(&self, key: &str, body: Bytes, content_type: &str) -> Result<(), ObjectError> {
        let request = self.client.put_object().bucket(&self.bucket).key(key).content_type(content_type);
        request.body(ByteStream::from(body)).send().await.map_err(failure)?;
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Option<Bytes>, ObjectError> {
        match self.client.get_object().bucket(&self.bucket).key(key).send().await {
            Ok(object) => {
                let body = object.body.collect().await;
                Ok(Some(body.map_err(|error| ObjectError::Unavailable(error.to_string()))?.into_bytes()))
            }
            Err(error) if matches!(error.as_service_error(), Some(GetObjectError::NoSuchKey(_))) => Ok(None),
            Err(error) => Err(failure(error)),
        }
    }

    async fn size(&self, key: &str) -> Result<Option<u64>, ObjectError> {
        match self.client.head_object().bucket(&self.bucket).key(key).send().await {
            Ok(head) => {
                Ok(Some(u64::try_from(head.content_length().unwrap_or_default()).unwrap_or_default()))
            }
            Err(error) if error.as_service_error().is_some_and(|error| error.is_not_found()) => Ok(None),
            Err(error) => Err(failure(error)),
        }
    }

    async fn delete(&self, key: &str) -> Result<(), ObjectError> {
        self.client.delete_object().bucket(&self.bucket).key(key).send().await.map_err(failure)?;
        Ok(())
    }

    async fn signed_url(&self, key: &str, ttl: Duration) -> Result<String, ObjectError> {
        let config =
            PresigningConfig::expires_in(ttl).map_err(|error| ObjectError::Refused(error.to_string()))?;
        let request = self.signer.get_object().bucket(&self.bucket).key(key);
        let signed = request.presigned(config).await.map_err(failure)?;
        match &self.public {
            PublicAddress::At(_) => Ok(signed.uri().to_owned()),
            PublicAddress::SamePage => Ok(path_of(signed.uri()).to_owned()),
        }
    }

    async fn begin_upload(&self, key: &str, content_type: &str) -> Result<UploadId, ObjectError> {
        let request =
            self.client.create_multipart_upload().bucket(&self.bucket).key(key).content_type(content_type);
        let upload = request.send().await.map_err(failure)?;
        let id =
            upload.upload_id.ok_or_else(|| ObjectError::Refused("storage named no upload".to_owned()))?;
        Ok(UploadId(id))
    }

    async fn upload_part(
        &self,
        key: &str,
        upload: &UploadId,
        number: u32,
        body: Bytes,
    ) -> Result<PartTag, ObjectError> {
        let request = self.client.upload_part().bucket(&self.bucket).key(key).upload_id(&upload.0);
        let request = request.part_number(part_number(number)?).body(ByteStream::from(body));
        let part = request.send().await.map_err(failure)?;
        let tag =
            part.e_tag.ok_or_else(|| ObjectError::Refused(format!("storage gave part {number} no tag")))?;
        Ok(PartTag(tag))
    }

    async fn signed_part(
        &self,
        key: &str,
        upload: &UploadId,
        number: u32,
        bytes: u64,
        ttl: Duration,
    ) -> Result<String, ObjectError> {
        let config =
            PresigningConfig::expires_in(ttl).map_err(|error| ObjectError::Refused(error.to_string()))?;
        let bytes = i64::try_from(bytes).map_err(|error| ObjectError::Refused(error.to_string()))?;
        let request = self.signer.upload_part().bucket(&self.bucket).key(key).upload_id(&upload.0);
        let request = request.part_number(part_number(number)?).content_length(bytes);
        let signed = request.presigned(config).await.map_err(failure)?;
        match &self.public {
            PublicAddress::At(_) => Ok(signed.uri().to_owned()),
            PublicAddress::SamePage => Ok(path_of(signed.uri()).to_owned()),
        }
    }

    async fn parts(&self, key: &str, upload: &UploadId) -> Result<Option<Vec<Part>>, ObjectError> {
        let request = self.client.list_parts().bucket(&self.bucket).key(key).upload_id(&upload.0);
        let listed = match request.send().await {
            Ok(listed) => listed.parts.unwrap_or_default(),
            Err(error) if error.code() == Some("NoSuchUpload") => return Ok(None),
            Err(error) => return Err(failure(error)),
        };
        let mut parts: Vec<_> = listed.into_iter().filter_map(part).collect();
        parts.sort_unstable_by_key(|part| part.number);
        Ok(Some(parts))
    }

    async fn complete_upload(
        &self,
        key: &str,
        upload: &UploadId,
        parts: &[(u32, PartTag)],
    ) -> Result<(), ObjectError> {
        let parts = parts
            .iter()
            .map(|(number, tag)| {
                Ok(CompletedPart::builder().part_number(part_number(*number)?).e_tag(&tag.0).build())
            })
            .collect::<Result<Vec<_>, ObjectError>>()?;
        let parts = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let request =
            self.client.complete_multipart_upload().bucket(&self.bucket).key(key).upload_id(&upload.0);
        request.multipart_upload(parts).send().await.map_err(failure)?;
        Ok(())
    }

    async fn abort_upload(&self, key: &str, upload: &UploadId) -> Result<(), ObjectError> {
        let request = self.client.abort_multipart_upload().bucket(&self.bucket).key(key).upload_id(&upload.0);
        request.send().await.map_err(failure)?;
        Ok(())
    }
}

fn part(listed: aws_sdk_s3::types::Part) -> Option<Part> {
    let number = u32::try_from(listed.part_number?).ok()?;
    let bytes = u64::try_from(listed.size?).ok()?;
    Some(Part { number, bytes, tag: PartTag(listed.e_tag?) })
}

fn part_number(number: u32) -> Result<i32, ObjectError> {
    match i32::try_from(number) {
        Ok(number @ 1..=10_000) => Ok(number),
        _ => Err(ObjectError::Refused(format!("part {number} is none of 1 to 10,000"))),
    }
}

/// The path and query of an absolute address.
fn path_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    url[host..].find('/').map_or(url, |path| &url[host + path..])
}

/// Sorts an answer into "try again" and "won't work".
fn failure<E>(error: SdkError<E>) -> ObjectError
where
    E: std::error::Error + Send + Sync + 'static,
{
    let status = error.raw_response().map(|response| response.status().as_u16());
    let text = aws_sdk_s3::error::DisplayErrorContext(&error).to_string();
    match (&error, status) {
        (SdkError::ServiceError(_), Some(400..=428 | 430..=499)) => ObjectError::Refused(text),
        (SdkError::ConstructionFailure(_), _) => ObjectError::Refused(text),
        _ => ObjectError::Unavailable(text),
    }
}

impl std::fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3Settings")
            .field("endpoint", &self.endpoint)
            .field("public", &self.public)
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_what_follows_the_host() {
        assert_eq!(path_of("http://127.0.0.1:3000/media/a.webm?X-Amz-Date=1"), "/media/a.webm?X-Amz-Date=1");
        assert_eq!(path_of("/media/a"), "/media/a");
    }

    #[test]
    fn part_numbers_are_those_of_s3() {
        assert!(part_number(0).is_err());
        assert!(part_number(10_001).is_err());
        assert_eq!(part_number(10_000).unwrap(), 10_000);
    }

    #[tokio::test]
    async fn nothing_there_is_unavailable() {
        let settings = S3Settings {
            endpoint: "http://127.0.0.1:1".to_owned(),
            public: PublicAddress::SamePage,
            region: "us-east-1".to_owned(),
            bucket: "media".to_owned(),
            access_key: "key".to_owned(),
            secret_key: "secret".to_owned(),
        };
        let answer = ObjectStorage::new(&settings).get("a").await;
        assert!(matches!(answer, Err(ObjectError::Unavailable(_))), "{answer:?}");
    }
}
