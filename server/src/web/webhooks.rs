//! What LiveKit reports. Reports come late, twice and out of order; the class's own decision makes that harmless.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use classroom::Refusal;
use classroom::ports::event_log::ClassKey;
use classroom::ports::media::Report;
use domain::command::Command;
use domain::ids::CommandId;
use sha2::{Digest, Sha256};

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
            tracing::warn!(%error, "refused a webhook");
            return StatusCode::UNAUTHORIZED;
        }
    };
    let (user, connected) = match report.what {
        Report::Connected(user) => (user, true),
        Report::Disconnected(user) => (user, false),
        Report::RoomClosed => return StatusCode::OK,
    };
    let key = ClassKey { tenant: report.tenant, session: report.session };
    let class = match web.classroom.classes.open(key).await {
        Ok(class) => class,
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE,
    };
    match class.write(command_id(&report.id), None, Command::Media { user, connected }).await {
        Err(Refusal::Paused) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::OK,
    }
}

/// The report's own id, as a command's: a report sent twice is one command.
fn command_id(report: &str) -> CommandId {
    let digest = Sha256::digest(report.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
