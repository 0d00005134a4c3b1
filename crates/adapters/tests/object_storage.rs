//! The same cases against every object store: the fake, the one inside the process, and a real S3 where one is named.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

use std::{path::PathBuf, time::Duration};

use adapters::{
    embedded_s3::{EmbeddedS3, KEY_LIMIT},
    object_storage::{ObjectStorage, PublicAddress, S3Settings},
};
use bytes::Bytes;
use classroom::ports::object_store::{ObjectError, ObjectStore};
use http_body_util::{BodyExt as _, Empty, Full};
use hyper::{Request, Response, StatusCode, body::Incoming, header, service::service_fn};
use hyper_util::{
    client::legacy::Client,
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use testkit::objects::FakeObjects;

/// As long as the keys of recordings get: two ids, a folder and a file named by a third id.
const KEY: &str = "01990000-0000-7000-8000-000000000001/01990000-0000-7000-8000-000000000002/tracks/01990000-0000-7000-8000-000000000003.webm";
const PART: usize = 5 * 1024 * 1024;

#[tokio::test]
async fn the_fake() {
    let fake = FakeObjects::default();
    cases(&fake).await;
    spoilt_uploads(&fake).await;
    assert_eq!(fake.open_uploads(), 0);
    fake.set_down(true);
    assert!(matches!(fake.get(KEY).await, Err(ObjectError::Unavailable(_))));
}

#[tokio::test]
async fn the_one_inside_the_process() {
    let server = Server::start().await;
    let store = ObjectStorage::new(&server.settings);
    store.check().await.unwrap();
    cases(&store).await;
    spoilt_uploads(&store).await;
    signed_addresses(&store, &server.settings.endpoint).await;
    signed_parts(&store, &server.settings.endpoint).await;
    assert_eq!(server.files(), Vec::<PathBuf>::new(), "something was left of what had been deleted");
    let long = "k".repeat(KEY_LIMIT + 1);
    assert!(matches!(store.put(&long, Bytes::new(), "text/plain").await, Err(ObjectError::Refused(_))));
    store.put(&long[1..], Bytes::from_static(b"fits"), "text/plain").await.unwrap();
}

/// Set `LECTERN_TEST_S3_ENDPOINT`, `_ACCESS_KEY`, `_SECRET_KEY` and `_BUCKET` to run the cases against a real S3.
#[tokio::test]
async fn a_real_one() {
    let var = |name: &str| std::env::var(format!("LECTERN_TEST_S3_{name}"));
    let Ok(endpoint) = var("ENDPOINT") else {
        return;
    };
    let store = ObjectStorage::new(&S3Settings {
        endpoint: endpoint.clone(),
        public: PublicAddress::At(endpoint),
        region: "us-east-1".to_owned(),
        bucket: var("BUCKET").unwrap(),
        access_key: var("ACCESS_KEY").unwrap(),
        secret_key: var("SECRET_KEY").unwrap(),
    });
    store.check().await.unwrap();
    cases(&store).await;
    signed_addresses(&store, "").await;
    signed_parts(&store, "").await;
}

#[tokio::test]
async fn a_wrong_key_is_refused() {
    let server = Server::start().await;
    let wrong = S3Settings { secret_key: "wrong".to_owned(), ..server.settings.clone() };
    assert!(matches!(ObjectStorage::new(&wrong).check().await, Err(ObjectError::Refused(_))));
    assert!(matches!(ObjectStorage::new(&wrong).get(KEY).await, Err(ObjectError::Refused(_))));
    let other = S3Settings { bucket: "other".to_owned(), ..server.settings.clone() };
    assert!(matches!(ObjectStorage::new(&other).get(KEY).await, Err(ObjectError::Refused(_))));
}

async fn cases(store: &dyn ObjectStore) {
    whole_objects(store).await;
    uploads_in_parts(store).await;
    forgotten_uploads(store).await;
}

/// What Amazon's S3 refuses and we therefore do too; SeaweedFS, for one, takes it.
async fn spoilt_uploads(store: &dyn ObjectStore) {
    let upload = store.begin_upload(KEY, "video/webm").await.unwrap();
    let old_head = store.upload_part(KEY, &upload, 1, part(b'0', PART)).await.unwrap();
    let tail = store.upload_part(KEY, &upload, 2, part(b'2', 10)).await.unwrap();
    let small = store.upload_part(KEY, &upload, 1, part(b'1', 10)).await.unwrap();
    for (parts, what) in [
        (vec![(1, old_head), (2, tail.clone())], "a part that was replaced"),
        (vec![(1, small.clone()), (2, tail.clone())], "a small part in the middle"),
        (vec![(2, tail), (1, small)], "parts out of order"),
        (vec![], "no part"),
    ] {
        let joined = store.complete_upload(KEY, &upload, &parts).await;
        assert!(matches!(joined, Err(ObjectError::Refused(_))), "{what} was taken: {joined:?}");
    }
    store.abort_upload(KEY, &upload).await.unwrap();
}

async fn whole_objects(store: &dyn ObjectStore) {
    store.delete(KEY).await.unwrap();
    assert_eq!(store.get(KEY).await.unwrap(), None);
    assert_eq!(store.size(KEY).await.unwrap(), None);
    store.put(KEY, Bytes::from_static(b"first"), "text/plain").await.unwrap();
    store.put(KEY, Bytes::from_static(b"the second"), "text/plain").await.unwrap();
    assert_eq!(store.get(KEY).await.unwrap().as_deref(), Some(&b"the second"[..]));
    assert_eq!(store.size(KEY).await.unwrap(), Some(10));
    store.delete(KEY).await.unwrap();
    assert_eq!(store.get(KEY).await.unwrap(), None);
}

async fn uploads_in_parts(store: &dyn ObjectStore) {
    let upload = store.begin_upload(KEY, "video/webm").await.unwrap();
    store.upload_part(KEY, &upload, 1, part(b'0', PART)).await.unwrap();
    let tail = store.upload_part(KEY, &upload, 2, part(b'2', 1000)).await.unwrap();
    let head = store.upload_part(KEY, &upload, 1, part(b'1', PART)).await.unwrap();
    let arrived = store.parts(KEY, &upload).await.unwrap().unwrap();
    let arrived: Vec<_> = arrived.into_iter().map(|part| (part.number, part.bytes, part.tag)).collect();
    assert_eq!(arrived, [(1, PART as u64, head.clone()), (2, 1000, tail.clone())]);
    assert_eq!(store.get(KEY).await.unwrap(), None, "an upload was seen before its end");

    store.complete_upload(KEY, &upload, &[(1, head), (2, tail)]).await.unwrap();
    let whole = store.get(KEY).await.unwrap().unwrap();
    assert_eq!(whole.len(), PART + 1000);
    assert_eq!((whole[0], whole[PART - 1], whole[PART], whole[PART + 999]), (b'1', b'1', b'2', b'2'));
    store.delete(KEY).await.unwrap();
}

async fn forgotten_uploads(store: &dyn ObjectStore) {
    let upload = store.begin_upload(KEY, "video/webm").await.unwrap();
    let only = store.upload_part(KEY, &upload, 1, part(b'1', 10)).await.unwrap();
    store.abort_upload(KEY, &upload).await.unwrap();
    let late = store.upload_part(KEY, &upload, 1, part(b'1', 10)).await;
    assert!(matches!(late, Err(ObjectError::Refused(_))), "a part of a forgotten upload was taken: {late:?}");
    let late = store.complete_upload(KEY, &upload, &[(1, only)]).await;
    assert!(matches!(late, Err(ObjectError::Refused(_))), "a forgotten upload was completed: {late:?}");
    assert_eq!(store.get(KEY).await.unwrap(), None);
}

/// What a browser gets: type and ranges with the signature, nothing without it.
async fn signed_addresses(store: &ObjectStorage, base: &str) {
    let upload = store.begin_upload(KEY, "video/webm").await.unwrap();
    let tag = store.upload_part(KEY, &upload, 1, Bytes::from_static(b"0123456789")).await.unwrap();
    store.complete_upload(KEY, &upload, &[(1, tag)]).await.unwrap();
    let url = format!("{base}{}", store.signed_url(KEY, Duration::from_secs(60)).await.unwrap());

    let (answer, body) = get(&url, None).await;
    assert_eq!((answer.status(), &body[..]), (StatusCode::OK, &b"0123456789"[..]));
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "video/webm");
    let (answer, body) = get(&url, Some("bytes=2-4")).await;
    assert_eq!((answer.status(), &body[..]), (StatusCode::PARTIAL_CONTENT, &b"234"[..]));
    assert_eq!(answer.headers()[header::CONTENT_RANGE], "bytes 2-4/10");
    let (answer, body) = get(&url, Some("bytes=7-")).await;
    assert_eq!((answer.status(), &body[..]), (StatusCode::PARTIAL_CONTENT, &b"789"[..]));
    let (answer, _) = get(&url, Some("bytes=99-")).await;
    assert_eq!(answer.status(), StatusCode::RANGE_NOT_SATISFIABLE);

    let unsigned = url.split('?').next().unwrap();
    assert_eq!(get(unsigned, None).await.0.status(), StatusCode::FORBIDDEN);
    let forged = url.replace("X-Amz-Signature=", "X-Amz-Signature=0");
    assert!(get(&forged, None).await.0.status().is_client_error());
    let elsewhere = url.replace(".webm", ".ogg");
    assert_eq!(get(&elsewhere, None).await.0.status(), StatusCode::FORBIDDEN);
    for method in ["PUT", "POST", "DELETE"] {
        let done = asked(Request::builder().method(method).uri(&url)).await.0.status();
        assert!(done.is_client_error(), "{method} by an address to read: {done}");
    }
    assert_eq!(get(&url, None).await.1, "0123456789", "it is as it was");
    store.delete(KEY).await.unwrap();
}

/// What a browser may do with the address of a part: send that part of that upload, of that size, and nothing else.
async fn signed_parts(store: &ObjectStorage, base: &str) {
    let upload = store.begin_upload(KEY, "application/octet-stream").await.unwrap();
    assert_eq!(store.parts(KEY, &upload).await.unwrap(), Some(vec![]));
    let address = store.signed_part(KEY, &upload, 1, 10, Duration::from_secs(60)).await.unwrap();
    let url = format!("{base}{address}");
    let forged = url.replace("X-Amz-Signature=", "X-Amz-Signature=0");
    let other_part = url.replace("partNumber=1", "partNumber=2");
    let other_key = url.replace(".webm", ".ogg");
    let unsigned = url.split("X-Amz-").next().unwrap();
    for (to, body) in [
        (forged.as_str(), "0123456789"),
        (other_part.as_str(), "0123456789"),
        (other_key.as_str(), "0123456789"),
        (unsigned, "0123456789"),
        (url.as_str(), "0123456789 and more"),
    ] {
        let status = send("PUT", to, body).await;
        assert!(status.is_client_error(), "{status} for {body:?} to {to}");
    }
    for method in ["GET", "POST", "DELETE"] {
        let status = send(method, &url, "").await;
        assert!(status.is_client_error(), "{method} by the address of a part: {status}");
    }
    assert_eq!(store.parts(KEY, &upload).await.unwrap(), Some(vec![]), "nothing of that came in");

    assert_eq!(send("PUT", &url, "0123456789").await, StatusCode::OK);
    let parts = store.parts(KEY, &upload).await.unwrap().unwrap();
    assert_eq!(parts.iter().map(|part| (part.number, part.bytes)).collect::<Vec<_>>(), [(1, 10)]);
    store.complete_upload(KEY, &upload, &[(1, parts[0].tag.clone())]).await.unwrap();
    assert_eq!(store.get(KEY).await.unwrap().as_deref(), Some(&b"0123456789"[..]));
    assert_eq!(store.parts(KEY, &upload).await.unwrap(), None, "the upload is over");
    assert!(send("PUT", &url, "9876543210").await.is_client_error(), "and takes no more");
    store.delete(KEY).await.unwrap();
}

async fn send(method: &str, url: &str, body: &'static str) -> StatusCode {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::builder().method(method).uri(url);
    client
        .request(request.body(Full::new(Bytes::from_static(body.as_bytes()))).unwrap())
        .await
        .unwrap()
        .status()
}

async fn get(url: &str, range: Option<&str>) -> (Response<()>, Bytes) {
    let mut request = Request::get(url);
    if let Some(range) = range {
        request = request.header(header::RANGE, range);
    }
    // Another name for the same machine, as people use it: addresses must hold for that too.
    if url.starts_with("http://127.0.0.1") {
        request = request.header(header::HOST, "lectern.school.example");
    }
    asked(request).await
}

async fn asked(request: hyper::http::request::Builder) -> (Response<()>, Bytes) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let answer = client.request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
    let (head, body) = answer.into_parts();
    (Response::from_parts(head, ()), body.collect().await.unwrap().to_bytes())
}

fn part(byte: u8, length: usize) -> Bytes {
    Bytes::from(vec![byte; length])
}

/// The embedded service behind a real socket.
struct Server {
    settings: S3Settings,
    folder: PathBuf,
}

impl Server {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let folder = std::env::temp_dir().join(format!("lectern-objects-{}", uuid::Uuid::now_v7()));
        let settings = S3Settings {
            endpoint: format!("http://{}", listener.local_addr().unwrap()),
            public: PublicAddress::SamePage,
            region: "us-east-1".to_owned(),
            bucket: "media".to_owned(),
            access_key: "lectern".to_owned(),
            secret_key: "secret".to_owned(),
        };
        let service = EmbeddedS3::open(&folder, &settings).unwrap();
        tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                let service = service.clone();
                let answer = service_fn(move |request: Request<Incoming>| {
                    let service = service.clone();
                    async move { service.answer(request).await }
                });
                tokio::spawn(async move {
                    auto::Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(stream), answer)
                        .await
                });
            }
        });
        Self { settings, folder }
    }

    /// Every file in the folder.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}
