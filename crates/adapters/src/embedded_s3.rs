//! The S3 service inside the process: the few operations that [`crate::object_storage`] uses, on a folder.

mod calls;

use std::{
    io,
    path::{Path, PathBuf},
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use bytes::Bytes;
use calls::Refused;
use hyper::{
    HeaderMap, Method, Request, Response, StatusCode, Uri,
    body::Body,
    header::{CONNECTION, CONTENT_TYPE, HOST, HeaderValue},
    http::Extensions,
};
use s3s::{
    HttpError, S3, S3Request, S3Response, S3Result,
    auth::SimpleAuth,
    dto::*,
    s3_error,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use uuid::Uuid;

use crate::object_storage::S3Settings;

/// Longest key in bytes: the folder keeps a key's attributes in a file whose name holds the key in base64 together with an
/// upload's id, and a file name has 255 bytes.
pub const KEY_LIMIT: usize = 128;

/// An S3 service on a folder. Every request must be signed with the one key of its settings.
#[derive(Clone, Debug)]
pub struct EmbeddedS3 {
    service: S3Service,
    host: HeaderValue,
    bucket: String,
}

impl EmbeddedS3 {
    /// Opens the folder (making it and its bucket) for the key and bucket in `settings`.
    ///
    /// # Errors
    /// Where the folder can't be made or read, or the settings' endpoint is no address.
    pub fn open(folder: &Path, settings: &S3Settings) -> io::Result<Self> {
        std::fs::create_dir_all(folder.join(&settings.bucket))?;
        let files = FileSystem::new(folder).map_err(|error| io::Error::other(format!("{error:?}")))?;
        let narrow = Narrow { files, folder: folder.to_owned(), bucket: settings.bucket.clone() };
        let mut builder = S3ServiceBuilder::new(narrow);
        builder.set_auth(SimpleAuth::from_single(&settings.access_key, settings.secret_key.as_str()));
        let host = settings.endpoint.split_once("://").map_or(settings.endpoint.as_str(), |(_, host)| host);
        let host = HeaderValue::from_str(host).map_err(io::Error::other)?;
        Ok(Self { service: builder.build(), host, bucket: settings.bucket.clone() })
    }

    /// Answers a request for `/BUCKET/KEY`: whoever has a signed address reads, our own client does what it does. Whatever else
    /// comes is refused with its body unread, and a signature is checked before the body, too.
    ///
    /// The signature covers the name of the host, and people may reach this server by another name than the one it signs for
    /// (a proxy, `localhost`): so the request is checked as if it had been sent to ours.
    ///
    /// # Errors
    /// Where the connection broke in the middle of the request.
    pub async fn answer<B>(&self, mut request: Request<B>) -> Result<Response<s3s::Body>, HttpError>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        if let Err(refused) = calls::admit(request.method(), request.uri(), request.headers(), &self.bucket) {
            return Ok(refusal(refused));
        }
        request.headers_mut().insert(HOST, self.host.clone());
        self.service.call(request.map(s3s::Body::http_body_unsync)).await
    }
}

/// The answer to what isn't taken. What its sender still has to say nobody reads, so the connection ends with it.
fn refusal(refused: Refused) -> Response<s3s::Body> {
    let (status, code) = match refused {
        Refused::Unsigned => (StatusCode::FORBIDDEN, "AccessDenied"),
        Refused::OtherCall => (StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"),
        Refused::NoLength => (StatusCode::LENGTH_REQUIRED, "MissingContentLength"),
        Refused::TooLong => (StatusCode::PAYLOAD_TOO_LARGE, "EntityTooLarge"),
    };
    // As S3 words it, for clients of S3: of constants alone, so there is nothing to escape.
    let body =
        format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{refused}</Message></Error>");
    let mut response = Response::new(s3s::Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// What we use of S3, and nothing else: no listing, no other buckets. It mends where the folder's service is laxer than S3.
struct Narrow {
    files: FileSystem,
    folder: PathBuf,
    bucket: String,
}

#[async_trait::async_trait]
impl S3 for Narrow {
    async fn head_bucket(
        &self,
        request: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        self.files.head_bucket(request).await
    }

    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        self.check(&request.input.bucket, &request.input.key)?;
        self.files.put_object(request).await
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        self.check(&request.input.bucket, &request.input.key)?;
        self.files.get_object(request).await
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        self.check(&request.input.bucket, &request.input.key)?;
        self.files.head_object(request).await
    }

    /// The files beside an object, which hold its attributes, go with it.
    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        let beside = self.beside(&request.input.bucket, &request.input.key);
        let answer = self.files.delete_object(request).await?;
        for file in beside {
            match tokio::fs::remove_file(file).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(s3_error!(error, InternalError));
                }
                _ => {}
            }
        }
        Ok(answer)
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        self.check(&request.input.bucket, &request.input.key)?;
        self.files.create_multipart_upload(request).await
    }

    async fn upload_part(
        &self,
        request: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        self.files.upload_part(request).await
    }

    /// An upload that is over has no parts and is no upload any more; the folder's service says the first alone.
    async fn list_parts(&self, request: S3Request<ListPartsInput>) -> S3Result<S3Response<ListPartsOutput>> {
        let upload =
            Uuid::parse_str(&request.input.upload_id).map_err(|error| s3_error!(error, NoSuchUpload))?;
        let goes_on = tokio::fs::try_exists(self.folder.join(format!(".upload-{upload}.json"))).await;
        if !goes_on.map_err(|error| s3_error!(error, InternalError))? {
            return Err(s3_error!(NoSuchUpload));
        }
        self.files.list_parts(request).await
    }

    /// A part that was sent again has a new tag, and the old one names it no more.
    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let input = &request.input;
        let list = ListPartsInput::builder()
            .bucket(input.bucket.clone())
            .key(input.key.clone())
            .upload_id(input.upload_id.clone())
            .build()
            .map_err(|error| s3_error!(error, InternalError))?;
        let sent = self.files.list_parts(asking(list)).await?.output.parts.unwrap_or_default();
        let tag_of =
            |number| sent.iter().find(|part| part.part_number == number).and_then(|part| part.e_tag.as_ref());
        for part in input.multipart_upload.iter().flat_map(|upload| upload.parts.iter().flatten()) {
            if part.e_tag.is_none() || tag_of(part.part_number) != part.e_tag.as_ref() {
                return Err(s3_error!(InvalidPart, "no such part, or it was sent again since"));
            }
        }
        self.files.complete_multipart_upload(request).await
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        self.files.abort_multipart_upload(request).await
    }
}

impl Narrow {
    fn check(&self, bucket: &str, key: &str) -> S3Result<()> {
        if bucket != self.bucket {
            return Err(s3_error!(NoSuchBucket));
        }
        if key.len() > KEY_LIMIT {
            return Err(s3_error!(KeyTooLongError, "a key has {KEY_LIMIT} bytes at most here"));
        }
        Ok(())
    }

    /// Where s3s-fs keeps an object's attributes.
    fn beside(&self, bucket: &str, key: &str) -> [PathBuf; 2] {
        let [bucket, key] = [bucket, key].map(|name| BASE64_URL_SAFE_NO_PAD.encode(name));
        ["metadata", "internal"]
            .map(|kind| self.folder.join(format!(".bucket-{bucket}.object-{key}.{kind}.json")))
    }
}

/// A question of our own to the folder's service, which has no signature to check.
fn asking<T>(input: T) -> S3Request<T> {
    S3Request {
        input,
        method: Method::GET,
        uri: Uri::default(),
        headers: HeaderMap::new(),
        extensions: Extensions::new(),
        credentials: None,
        region: None,
        service: None,
        trailing_headers: None,
    }
}
