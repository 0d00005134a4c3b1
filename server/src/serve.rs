//! Serving people's connections: HTTP/1.1, in bounds. (Proxies speak it to us, whatever browsers speak to them.)

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, Method, Request, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service as _;

/// How long a request's head may take to come, from the connection's beginning or from the last answer on.
const LONGEST_HEAD: Duration = Duration::from_secs(20);
/// Bytes of a request's head, at most, and of what is read or written at once.
const LARGEST_HEAD: usize = 64 * 1024;
/// How long requests under way may take after the end was asked for.
const LONGEST_REST: Duration = Duration::from_secs(10);
/// The pause after a connection that couldn't be taken: where there are no open files left, the next one can't either.
const NEXT_TRY: Duration = Duration::from_millis(200);

/// Serves connections until `ended`, and then lets those under way finish.
pub async fn serve(listener: TcpListener, router: Router, ended: impl Future<Output = ()>) {
    // Nothing finds out first what somebody speaks: that would wait without an end, and HTTP/2 needs bounds of its own.
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(LONGEST_HEAD).max_buf_size(LARGEST_HEAD);
    let (connections, ending) = (TaskTracker::new(), CancellationToken::new());
    let mut ended = pin!(ended);
    loop {
        let (stream, peer) = tokio::select! {
            taken = listener.accept() => match taken {
                Ok(taken) => taken,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    sleep(NEXT_TRY).await;
                    continue;
                }
            },
            () = &mut ended => break,
        };
        let router = router.clone();
        let answer = service_fn(move |request| answer(router.clone(), peer, request));
        let (connection, ending) = (http.serve_connection(TokioIo::new(stream), answer), ending.clone());
        connections.spawn(async move {
            let mut connection = pin!(connection.with_upgrades());
            // Whoever broke it off knows.
            tokio::select! {
                _ = connection.as_mut() => return,
                () = ending.cancelled() => connection.as_mut().graceful_shutdown(),
            }
            let _ = connection.await;
        });
    }
    drop(listener);
    ending.cancel();
    connections.close();
    if timeout(LONGEST_REST, connections.wait()).await.is_err() {
        tracing::warn!("some requests were still under way when the server ended");
    }
}

async fn answer(
    mut router: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    if let Some(refused) = refused(&request) {
        return Ok(refused);
    }
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.call(request).await
}

/// What is for a proxy, or for the server as a whole, isn't for any page: the routes count on a path.
fn refused<B>(request: &Request<B>) -> Option<Response> {
    let uri = request.uri();
    let names_path = uri.path_and_query().is_some() && uri.path().starts_with('/');
    let mut answer = if *request.method() == Method::CONNECT {
        let words = "Nobody is connected to others here.";
        (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD, POST")], words).into_response()
    } else if names_path {
        return None;
    } else {
        let words = "This request asks for no page: what it asks for has to begin with a slash.";
        (StatusCode::BAD_REQUEST, words).into_response()
    };
    let headers = answer.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // What its sender may still have to say nobody reads.
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::refused;
    use http::{Method, Request, StatusCode, Uri};

    #[test]
    fn what_names_no_path_is_for_no_page() {
        let status = |method: &str, target: &str| {
            let method = Method::try_from(method).unwrap();
            let target = Uri::try_from(target).unwrap();
            refused(&Request::builder().method(method).uri(target).body(()).unwrap())
                .map(|answer| answer.status())
        };
        for (method, target) in [
            ("GET", "nopath"),
            ("GET", "localhost:4100"),
            ("POST", "a:1"),
            ("HEAD", "a:1"),
            ("OPTIONS", "*"),
            ("GET", "*"),
        ] {
            assert_eq!(status(method, target), Some(StatusCode::BAD_REQUEST), "{method} {target}");
        }
        for target in ["evil:443", "/", "http://evil/"] {
            assert_eq!(status("CONNECT", target), Some(StatusCode::METHOD_NOT_ALLOWED), "{target}");
        }
        for target in ["/", "/a?b", "//a", "http://localhost", "http://localhost/a", "http://localhost?a"] {
            for method in ["GET", "OPTIONS", "POST"] {
                assert_eq!(status(method, target), None, "{method} {target}");
            }
        }
    }
}
