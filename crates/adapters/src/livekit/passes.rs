//! What passes into rooms say: who enters which, and what they may send.

use classroom::ports::media::{MediaError, Pass};
use domain::ids::{ConnectionId, SessionId, TenantId, UserId};
use domain::media::Source;
use livekit_api::access_token::VideoGrants;
use serde::{Deserialize, Serialize};

/// A pass that isn't signed yet. What is empty isn't said.
pub(super) struct Entry {
    pub identity: String,
    pub name: String,
    pub metadata: String,
    pub grants: VideoGrants,
}

/// What a room says of itself, and a person's pass of them, so that a webhook or an auditor knows whose it is. A room that
/// an arrival made says nothing.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Metadata {
    pub session: SessionId,
    pub tenant: TenantId,
    /// In a pass: the tab for which it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionId>,
}

impl Metadata {
    pub fn text(&self) -> Result<String, MediaError> {
        serde_json::to_string(self).map_err(|error| MediaError::Refused(error.to_string()))
    }
}

/// A pass into a class's room.
pub(super) fn of_class(session: SessionId, pass: &Pass) -> Result<Entry, MediaError> {
    let room = session.to_string();
    Ok(match pass {
        Pass::Person { tenant, user, connection, name, sources } => Entry {
            identity: user.to_string(),
            name: name.clone(),
            metadata: Metadata { session, tenant: *tenant, connection: Some(*connection) }.text()?,
            grants: grants(room, sources),
        },
        Pass::Recorder => Entry {
            identity: format!("recorder-{session}"),
            name: String::new(),
            metadata: String::new(),
            grants: VideoGrants { hidden: true, recorder: true, ..grants(room, &[]) },
        },
    })
}

/// A pass for one end of a trial, in a room of a person's own that is no class.
pub(super) fn of_trial(user: UserId, end: ConnectionId) -> Entry {
    Entry {
        identity: format!("end-{end}"),
        name: String::new(),
        metadata: String::new(),
        grants: grants(format!("trial-{user}"), &[Source::Camera, Source::Microphone]),
    }
}

/// Entering a room, hearing and seeing all of it, and sending these sources: an empty list of LiveKit's would be any.
fn grants(room: String, sources: &[Source]) -> VideoGrants {
    VideoGrants {
        room_join: true,
        room,
        can_subscribe: Some(true),
        can_publish: Some(!sources.is_empty()),
        can_publish_sources: sources.iter().map(|source| word(*source).to_owned()).collect(),
        can_publish_data: Some(false),
        can_update_own_metadata: Some(false),
        ..VideoGrants::default()
    }
}

/// The source's name in a pass.
fn word(source: Source) -> &'static str {
    match source {
        Source::Camera | Source::Document => "camera",
        Source::Microphone => "microphone",
        Source::Screen => "screen_share",
        Source::ScreenAudio => "screen_share_audio",
    }
}
