//! Serving people's connections: HTTP/1.1, in bounds. (Proxies speak it to us, whatever browsers speak to them.)

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use tower::Service as _;

/// How long a request's head may take to come, and how long a connection may wait for its next request.
const LONGEST_HEAD: Duration = Duration::from_secs(20);
/// Bytes of a request's head, at most, and of what is read or written at once.
const LARGEST_HEAD: usize = 64 * 1024;
/// How long requests under way may take after the end was asked for.
const LONGEST_REST: Duration = Duration::from_secs(10);
/// The pause after a connection that couldn't be taken: where there are no open files left, the next one can't either.
const NEXT_TRY: Duration = Duration::from_millis(200);

/// Serves connections until `ended`, and then lets those under way finish.
pub async fn serve(listener: TcpListener, router: Router, ended: impl Future<Output = ()>) {
    // Finding out whether somebody speaks HTTP/2 would wait without an end, and HTTP/2 needs bounds of its own.
    let mut http = auto::Builder::new(TokioExecutor::new()).http1_only();
    http.http1().timer(TokioTimer::new()).header_read_timeout(LONGEST_HEAD).max_buf_size(LARGEST_HEAD);
    let graceful = GracefulShutdown::new();
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
        let connection = http.serve_connection_with_upgrades(TokioIo::new(stream), answer);
        let connection = graceful.watch(connection.into_owned());
        tokio::spawn(async move {
            // Whoever broke it off knows.
            let _ = connection.await;
        });
    }
    drop(listener);
    if timeout(LONGEST_REST, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way when the server ended");
    }
}

async fn answer(
    mut router: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.call(request).await
}
