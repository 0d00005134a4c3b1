//! Object storage inside the process, on our own address.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt as _, path::Path};

use adapters::{
    embedded_s3::EmbeddedS3,
    object_storage::{PublicAddress, S3Settings},
};
use axum::{Router, body::Body, extract::Request, response::IntoResponse, routing::any};
use http::{HeaderValue, StatusCode, header};
use tower_http::set_header::SetResponseHeaderLayer;

use super::{EmbeddedError, secret};

const BUCKET: &str = "media";

/// Opens the storage in the state folder; its key is made at the first start.
pub(super) fn open(state: &Path, own_address: &str) -> Result<(S3Settings, EmbeddedS3), EmbeddedError> {
    let settings = S3Settings {
        endpoint: own_address.to_owned(),
        public: PublicAddress::SamePage,
        region: "us-east-1".to_owned(),
        bucket: BUCKET.to_owned(),
        access_key: "lectern".to_owned(),
        secret_key: secret::text(&state.join("objects.key"))?,
    };
    let folder = state.join("objects");
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
    let service = made
        .and_then(|()| EmbeddedS3::open(&folder, &settings))
        .map_err(|source| EmbeddedError::State { path: folder, source })?;
    Ok((settings, service))
}

/// `/media/KEY`, to be merged into the main router outside of any limit on a request's size or time: recordings pass here.
pub fn routes(storage: EmbeddedS3) -> Router {
    let answer = move |request: Request| {
        let storage = storage.clone();
        async move {
            match storage.answer(request).await {
                Ok(response) => response.map(Body::new).into_response(),
                Err(error) => {
                    tracing::warn!(?error, "object storage could not answer");
                    StatusCode::INTERNAL_SERVER_ERROR.into_response()
                }
            }
        }
    };
    // The bucket itself is asked for with and without its last slash.
    let bucket = Router::new().route("/media", any(answer.clone())).route("/media/", any(answer.clone()));
    // What is stored is looked at, not run, and kept by nobody else's cache, nor longer than its address is good for.
    let fixed = |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    bucket
        .route("/media/{*key}", any(answer))
        .layer(fixed(header::CACHE_CONTROL, "private, max-age=300"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
}
