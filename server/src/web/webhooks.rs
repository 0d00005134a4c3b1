//! What LiveKit reports. Reports come late, twice and out of order; the class's own decision makes that harmless.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use classroom::ports::media::MediaError;

use super::Web;

/// `POST /webhooks/livekit`. A status of 500 and more makes LiveKit send the report again.
pub async fn livekit(State(web): State<Web>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (Ok(body), Some(signature)) = (std::str::from_utf8(&body), signature) else {
        return StatusCode::UNAUTHORIZED;
    };
    let report = match web.classroom.media.report(body, signature) {
        Ok(Some(report)) => report,
        Ok(None) => return StatusCode::OK,
        Err(error) => {
            note(&error);
            return StatusCode::UNAUTHORIZED;
        }
    };
    match web.classroom.hear_report(report).await {
        Ok(()) => StatusCode::OK,
        Err(refusal) => {
            tracing::warn!(%refusal, "a webhook has to come again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// Anybody can have a report refused, as often as they like: the first is said, for it may be for a setting, and all are counted.
fn note(error: &MediaError) {
    static SAID: AtomicBool = AtomicBool::new(false);
    metrics::counter!("lectern_refused_webhooks_total").increment(1);
    if SAID.swap(true, Ordering::Relaxed) {
        tracing::debug!(%error, "refused a webhook");
    } else {
        tracing::warn!(
            %error,
            "refused a webhook: is LIVEKIT_API_SECRET LiveKit's own? Others like it are counted (/metrics)"
        );
    }
}
