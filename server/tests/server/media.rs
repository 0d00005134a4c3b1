//! The object storage inside the process, from outside: nothing but what a signed address reads.

use testkit::load::Process;
use testkit::server::Server;
use testkit::visitor::Visitor;

use crate::bodies::{chunked, status};
use crate::installation::Installation;

const MIB: usize = 1024 * 1024;
/// What a server's memory may grow by for other reasons.
const NOTHING_MUCH: u64 = 16 * MIB as u64;
/// What a signature looks like that isn't ours.
const FORGED: &str = "AWS4-HMAC-SHA256 Credential=lectern/20261129/us-east-1/s3/aws4_request, \
                      SignedHeaders=host;x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000";
const METHODS: [&str; 8] = ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "COPY"];
const PATHS: [&str; 6] =
    ["/media", "/media/", "/media/a.webm", "/media/a/b/c", "/media/..%2fobjects.key", "/media//"];
/// What S3 knows beside objects.
const QUERIES: [&str; 20] = [
    "",
    "?acl",
    "?cors",
    "?delete",
    "?lifecycle",
    "?list-type=2",
    "?location",
    "?logging",
    "?notification",
    "?partNumber=1&uploadId=1",
    "?policy",
    "?publicAccessBlock",
    "?restore",
    "?select&select-type=2",
    "?tagging",
    "?torrent",
    "?uploadId=1",
    "?uploads",
    "?versioning",
    "?versions",
];

/// A server with its own storage.
async fn server(place: &Installation) -> Server {
    let own = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY"].map(|name| (name, ""));
    let settings = [&own[..], &[("LECTERN_PART", "all"), ("RECORDER", "off")][..]].concat();
    place.server_with(&settings).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_signed_is_refused_before_it_is_read() {
    let place = Installation::new().await;
    let server = server(&place).await;
    let process = Process::new(server.pid().unwrap().as_raw_nonzero().get().cast_unsigned());
    let form = "Content-Type: multipart/form-data; boundary=x";
    let forged = format!(
        "Authorization: {FORGED}\r\nX-Amz-Content-Sha256: UNSIGNED-PAYLOAD\r\nX-Amz-Date: 20261129T000000Z"
    );
    for (head, more) in [
        ("POST /media/ HTTP/1.1", form),
        ("POST /media HTTP/1.1", form),
        ("POST /media/a HTTP/1.1", form),
        ("PUT /media/a HTTP/1.1", "X-Any: thing"),
        ("PUT /media/a HTTP/1.1", &forged),
        ("POST /media/ HTTP/1.1", &format!("{form}\r\n{forged}")),
    ] {
        let before = process.peak_memory().unwrap();
        let (answer, sent) = chunked(server.address(), &format!("{head}\r\n{more}"), 256 * MIB).await;
        // Where the connection was torn down before the answer was read, nothing was taken either.
        assert!(matches!(status(&answer), 0 | 400..=499), "{head}: {answer}");
        assert!(sent < 64 * MIB, "{head}: {sent} bytes were taken");
        let grown = process.peak_memory().unwrap() - before;
        assert!(grown < NOTHING_MUCH, "{head}: {grown} bytes more than before");
    }
    drop(place.database.take_jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_of_s3_is_open_to_strangers() {
    let place = Installation::new().await;
    let server = server(&place).await;
    let client = reqwest::Client::new();
    for method in METHODS {
        for path in PATHS {
            for query in QUERIES {
                let url = format!("http://{}{path}{query}", server.address());
                for signature in [None, Some(FORGED), Some("AWS lectern:AAAA"), Some("Bearer x")] {
                    let request = client.request(method.parse().unwrap(), &url).body("<Delete/>");
                    let request = match signature {
                        Some(signature) => request
                            .header("authorization", signature)
                            .header("x-amz-date", "20261129T000000Z"),
                        None => request,
                    };
                    let answer = request.send().await.unwrap();
                    let said = answer.status();
                    assert!(said.is_client_error(), "{method} {path}{query} with {signature:?}: {said}");
                    assert_eq!(
                        answer.headers()["x-content-type-options"],
                        "nosniff",
                        "{method} {path}{query}"
                    );
                }
            }
        }
    }
    let visitor = Visitor::new(server.address()).unwrap();
    assert_eq!(visitor.text("/healthz").await.unwrap(), "ok");
    drop(place.database.take_jobs().await);
}
