//! Which requests the service takes: reading by a signed address, sending a part of an upload by one, and the calls of our own client. Everything else is
//! refused before a byte of its body is read.

use hyper::{
    HeaderMap, Method, Uri,
    header::{AUTHORIZATION, CONTENT_LENGTH, TRANSFER_ENCODING},
};

/// Bytes of an object or a part, at most: recordings are sent in parts of a few MiB.
const LARGEST_PART: u64 = 256 * 1024 * 1024;
/// Bytes of a part that a browser sends, at most.
const LARGEST_SENT: u64 = 16 * 1024 * 1024;
/// Bytes of the list of an upload's parts, at most: 10,000 of a hundred bytes each.
const LONGEST_LIST: u64 = 2 * 1024 * 1024;
/// What a signed address adds to its path.
const SIGNATURE: [&str; 6] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
];
/// The name under which our client says what it calls, in the query too.
const CALLED: &str = "x-id";
/// The header that makes a write a copy of another object.
const COPY: &str = "x-amz-copy-source";

/// Why a request isn't taken, in words for whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No signature, or two.
    #[error(
        "Nothing is here without a signature. Open the class's or replay's page again for a fresh address."
    )]
    Unsigned,
    /// A call that neither browsers nor our client make.
    #[error("Files are read here with GET and HEAD, by the addresses that Lectern's pages have.")]
    OtherCall,
    /// A body without a length.
    #[error("A body needs a Content-Length here.")]
    NoLength,
    /// A body that is too long, or one where none belongs.
    #[error("That body is too long.")]
    TooLong,
}

/// Passes what may be answered, by what can be known before its body is read. The signature itself is checked after.
///
/// # Errors
/// [`Refused`].
pub fn admit(method: &Method, uri: &Uri, headers: &HeaderMap, bucket: &str) -> Result<(), Refused> {
    let names = names(uri);
    let by_address = names.iter().any(|name| name.eq_ignore_ascii_case("X-Amz-Signature"));
    let by_header =
        headers.get(AUTHORIZATION).is_some_and(|value| value.as_bytes().starts_with(b"AWS4-HMAC-SHA256 "));
    if by_address == by_header || headers.get_all(AUTHORIZATION).iter().count() > usize::from(by_header) {
        return Err(Refused::Unsigned);
    }
    let in_bucket = uri.path().strip_prefix('/').and_then(|path| path.strip_prefix(bucket));
    let key = match in_bucket.ok_or(Refused::OtherCall)?.split_once('/') {
        Some(("", key)) => !key.is_empty(),
        None if uri.path().len() == bucket.len() + 1 => false,
        _ => return Err(Refused::OtherCall),
    };
    if headers.contains_key(COPY) {
        return Err(Refused::OtherCall);
    }
    let longest = if by_address { by_signed_address(method, key, &names) } else { ours(method, key, &names) };
    bounded(headers, longest.ok_or(Refused::OtherCall)?)
}

/// The longest body of a request by a signed address: none, where it reads; a part, where it sends one. The signature covers the
/// names that say which part of which upload.
fn by_signed_address(method: &Method, key: bool, names: &[&str]) -> Option<u64> {
    let mut named: Vec<_> =
        names.iter().copied().filter(|name| *name != CALLED && !SIGNATURE.contains(name)).collect();
    named.sort_unstable();
    match (method.as_str(), key, named.as_slice()) {
        ("GET" | "HEAD", true, []) => Some(0),
        ("PUT", true, ["partNumber", "uploadId"]) => Some(LARGEST_SENT),
        _ => None,
    }
}

/// The longest body of a call that our own client makes; `None` where it makes no such call.
fn ours(method: &Method, key: bool, names: &[&str]) -> Option<u64> {
    let mut names: Vec<_> = names.iter().copied().filter(|name| *name != CALLED).collect();
    names.sort_unstable();
    match (method.as_str(), key, names.as_slice()) {
        ("HEAD", _, []) | ("GET", true, [] | ["uploadId"]) => Some(0),
        ("DELETE", true, [] | ["uploadId"]) => Some(0),
        ("PUT", true, [] | ["partNumber", "uploadId"]) => Some(LARGEST_PART),
        ("POST", true, ["uploads"]) => Some(0),
        ("POST", true, ["uploadId"]) => Some(LONGEST_LIST),
        _ => None,
    }
}

/// Passes a body of at most `longest` bytes that says how long it is.
fn bounded(headers: &HeaderMap, longest: u64) -> Result<(), Refused> {
    if headers.contains_key(TRANSFER_ENCODING) {
        return Err(if longest == 0 { Refused::TooLong } else { Refused::NoLength });
    }
    let length = match headers.get(CONTENT_LENGTH) {
        Some(length) => {
            length.to_str().ok().and_then(|length| length.parse().ok()).ok_or(Refused::NoLength)?
        }
        None if longest == 0 => 0,
        None => return Err(Refused::NoLength),
    };
    if length > longest { Err(Refused::TooLong) } else { Ok(()) }
}

/// The names in a request's query, as they stand there.
fn names(uri: &Uri) -> Vec<&str> {
    let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=lectern&X-Amz-Date=1&X-Amz-Expires=9\
                           &X-Amz-SignedHeaders=host&X-Amz-Signature=00&x-id=GetObject";

    fn asked(method: &str, path: &str, headers: &[(&'static str, &str)]) -> Result<(), Refused> {
        let headers =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        admit(&method.parse().unwrap(), &path.parse().unwrap(), &headers, "media")
    }

    fn signed(method: &str, path: &str, more: &[(&'static str, &str)]) -> Result<(), Refused> {
        let signature = ("authorization", "AWS4-HMAC-SHA256 Credential=lectern/1, Signature=00");
        asked(method, path, &[&[signature][..], more].concat())
    }

    #[test]
    fn who_has_a_signed_address_reads_and_does_nothing_else() {
        let address = format!("/media/a/b.webm?{ADDRESS}");
        assert_eq!(asked("GET", &address, &[("range", "bytes=0-1")]), Ok(()));
        assert_eq!(asked("HEAD", &address, &[]), Ok(()));
        for method in ["PUT", "POST", "DELETE", "PATCH", "OPTIONS", "COPY"] {
            assert_eq!(asked(method, &address, &[]), Err(Refused::OtherCall), "{method}");
        }
        for path in [format!("/media?{ADDRESS}"), format!("/media/?{ADDRESS}"), format!("/other/a?{ADDRESS}")]
        {
            assert_eq!(asked("GET", &path, &[]), Err(Refused::OtherCall), "{path}");
        }
        for more in
            ["acl", "tagging", "uploads", "uploadId=1", "versionId=1", "response-content-type=text/html"]
        {
            assert_eq!(asked("GET", &format!("{address}&{more}"), &[]), Err(Refused::OtherCall), "{more}");
        }
        assert_eq!(asked("GET", &address, &[("content-length", "1")]), Err(Refused::TooLong));
        assert_eq!(asked("GET", &address, &[("transfer-encoding", "chunked")]), Err(Refused::TooLong));
        assert_eq!(asked("GET", &address, &[("authorization", "Basic eDp5")]), Err(Refused::Unsigned));
    }

    #[test]
    fn who_has_a_signed_address_of_a_part_sends_that_part_and_does_nothing_else() {
        let address = ADDRESS.replace("GetObject", "UploadPart");
        let part = format!("/media/a/b?{address}&partNumber=1&uploadId=2");
        let length = [("content-length", "8388608")];
        assert_eq!(asked("PUT", &part, &length), Ok(()));
        for method in ["GET", "HEAD", "POST", "DELETE", "PATCH"] {
            assert_eq!(asked(method, &part, &[]), Err(Refused::OtherCall), "{method}");
        }
        for other in [
            format!("/media/a/b?{address}"),
            format!("/media/a/b?{address}&partNumber=1"),
            format!("/media/a/b?{address}&uploadId=2"),
            format!("/media/?{address}&partNumber=1&uploadId=2"),
            format!("{part}&acl"),
            format!("{part}&partNumber=3"),
        ] {
            assert_eq!(asked("PUT", &other, &length), Err(Refused::OtherCall), "{other}");
        }
        assert_eq!(asked("PUT", &part, &[]), Err(Refused::NoLength));
        assert_eq!(asked("PUT", &part, &[("transfer-encoding", "chunked")]), Err(Refused::NoLength));
        assert_eq!(asked("PUT", &part, &[("content-length", "99999999")]), Err(Refused::TooLong));
        let copy = [("content-length", "0"), ("x-amz-copy-source", "/media/b")];
        assert_eq!(asked("PUT", &part, &copy), Err(Refused::OtherCall));
    }

    #[test]
    fn our_own_calls_pass() {
        let short = [("content-length", "5")];
        assert_eq!(signed("HEAD", "/media", &[]), Ok(()));
        assert_eq!(signed("HEAD", "/media/", &[]), Ok(()));
        assert_eq!(signed("GET", "/media/a?x-id=GetObject", &[]), Ok(()));
        assert_eq!(signed("HEAD", "/media/a", &[]), Ok(()));
        assert_eq!(signed("PUT", "/media/a?x-id=PutObject", &short), Ok(()));
        assert_eq!(signed("POST", "/media/a?uploads", &[("content-length", "0")]), Ok(()));
        assert_eq!(signed("PUT", "/media/a?x-id=UploadPart&partNumber=1&uploadId=2", &short), Ok(()));
        assert_eq!(signed("POST", "/media/a?uploadId=2", &short), Ok(()));
        assert_eq!(signed("DELETE", "/media/a?x-id=AbortMultipartUpload&uploadId=2", &[]), Ok(()));
        assert_eq!(signed("GET", "/media/a?x-id=ListParts&uploadId=2", &[]), Ok(()));
        assert_eq!(signed("DELETE", "/media/a?x-id=DeleteObject", &[]), Ok(()));
    }

    #[test]
    fn even_who_signs_calls_nothing_that_we_do_not() {
        let short = [("content-length", "5")];
        for (method, path) in [
            ("GET", "/media"),
            ("GET", "/media?list-type=2"),
            ("GET", "/"),
            ("PUT", "/media"),
            ("DELETE", "/media"),
            ("POST", "/media"),
            ("POST", "/media?delete"),
            ("PUT", "/media/a?acl"),
            ("PUT", "/media/a?tagging"),
            ("POST", "/media/a?select&select-type=2"),
            ("PUT", "/mediabox/a"),
        ] {
            assert_eq!(signed(method, path, &short), Err(Refused::OtherCall), "{method} {path}");
        }
        let copy = [("content-length", "0"), ("x-amz-copy-source", "/media/b")];
        assert_eq!(signed("PUT", "/media/a", &copy), Err(Refused::OtherCall));
        assert_eq!(signed("PUT", "/media/a", &[]), Err(Refused::NoLength));
        assert_eq!(signed("PUT", "/media/a", &[("transfer-encoding", "chunked")]), Err(Refused::NoLength));
        assert_eq!(signed("PUT", "/media/a", &[("content-length", "99999999999")]), Err(Refused::TooLong));
        assert_eq!(
            signed("POST", "/media/a?uploadId=2", &[("content-length", "9999999")]),
            Err(Refused::TooLong)
        );
    }

    #[test]
    fn what_is_not_signed_is_not_here() {
        for (method, path) in
            [("POST", "/media/"), ("GET", "/media/a"), ("PUT", "/media/a"), ("GET", "/media")]
        {
            assert_eq!(asked(method, path, &[]), Err(Refused::Unsigned), "{method} {path}");
        }
        let form = [("content-type", "multipart/form-data; boundary=x"), ("transfer-encoding", "chunked")];
        assert_eq!(asked("POST", "/media/", &form), Err(Refused::Unsigned));
        assert_eq!(signed("POST", "/media/", &form), Err(Refused::OtherCall));
        assert_eq!(asked("GET", "/media/a", &[("authorization", "AWS lectern:00")]), Err(Refused::Unsigned));
        assert_eq!(
            asked("GET", "/media/a?Signature=1&Expires=2&AWSAccessKeyId=lectern", &[]),
            Err(Refused::Unsigned)
        );
    }
}
