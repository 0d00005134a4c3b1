//! The bodies of requests: read whole, in bounds and in time, before anybody works on them. All of them are forms, arguments and
//! reports, which are small; files go to the object storage.

use std::error::Error as _;
use std::time::Duration;

use app::caller::Caller;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::{Extension, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body_util::LengthLimitError;
use tokio::time::timeout;

use super::watch;

/// Bytes of a body, at most: of somebody who is signed in, or a report with its signature, and of anybody else.
const LARGEST: usize = 256 * 1024;
const LARGEST_OF_STRANGERS: usize = 16 * 1024;
/// How long a body may take to come.
const LONGEST: Duration = Duration::from_secs(20);

/// For what people send.
pub async fn of_people(Extension(caller): Extension<Caller>, request: Request, next: Next) -> Response {
    let most = if caller.actor.is_some() { LARGEST } else { LARGEST_OF_STRANGERS };
    read(request, most, next).await
}

/// For what other programs report.
pub async fn of_programs(request: Request, next: Next) -> Response {
    read(request, LARGEST, next).await
}

async fn read(request: Request, most: usize, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return next.run(Request::from_parts(parts, body)).await;
    }
    match whole(body, most).await {
        Ok(body) => next.run(Request::from_parts(parts, body)).await,
        Err((status, words)) => {
            let mut answer = (status, words).into_response();
            // What its sender still has to say nobody reads.
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            watch::with_id(answer, watch::request_id(&parts.headers))
        }
    }
}

async fn whole(body: Body, most: usize) -> Result<Body, (StatusCode, String)> {
    let too_long = || {
        let words = format!(
            "What was sent is longer than {} KiB, the most that is taken here. Go back, shorten it and send it again.",
            most / 1024
        );
        (StatusCode::PAYLOAD_TOO_LARGE, words)
    };
    // What says that it is too long isn't read at all.
    if body.size_hint().lower() > most as u64 {
        return Err(too_long());
    }
    match timeout(LONGEST, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => Ok(Body::from(bytes)),
        Ok(Err(error)) if error.source().is_some_and(|error| error.is::<LengthLimitError>()) => {
            Err(too_long())
        }
        Ok(Err(_)) => Err((StatusCode::BAD_REQUEST, "What was sent broke off. Send it again.".to_owned())),
        Err(_) => {
            let words = "What was sent took too long to come. Try again when your network is better.";
            Err((StatusCode::REQUEST_TIMEOUT, words.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use futures::stream;
    use std::convert::Infallible;
    use tokio::time::Instant;

    fn pieces(count: usize) -> Body {
        Body::from_stream(stream::iter(
            (0..count).map(|_| Ok::<_, Infallible>(Bytes::from_static(b"0123456789"))),
        ))
    }

    #[tokio::test]
    async fn a_body_is_taken_up_to_its_bound_with_a_length_and_without() {
        for (body, fits) in [
            (pieces(10), true),
            (pieces(11), false),
            (Body::from(vec![0_u8; 100]), true),
            (Body::from(vec![0_u8; 101]), false),
        ] {
            let read = whole(body, 100).await;
            assert_eq!(
                read.as_ref().err().map(|(status, _)| *status),
                (!fits).then_some(StatusCode::PAYLOAD_TOO_LARGE)
            );
            if let Ok(body) = read {
                assert_eq!(to_bytes(body, usize::MAX).await.unwrap().len(), 100);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        let began = Instant::now();
        let body = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
        assert_eq!(whole(body, 100).await.unwrap_err().0, StatusCode::REQUEST_TIMEOUT);
        assert_eq!(began.elapsed(), LONGEST);
    }
}
