//! LiveKit: rooms, passes and webhooks of any LiveKit server or of LiveKit Cloud.

use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::event_log::ClassKey;
use classroom::ports::media::{MediaError, MediaReport, MediaRooms, Pass, Report};
use domain::ids::{SessionId, UserId};
use domain::recording::Source;
use livekit_api::access_token::{AccessToken, TokenVerifier, VideoGrants};
use livekit_api::services::ServiceError;
use livekit_api::services::room::{CreateRoomOptions, RoomClient, UpdateParticipantOptions};
use livekit_api::services::{ServerError, ServerErrorCode};
use livekit_api::webhooks::WebhookReceiver;
use livekit_protocol::{ParticipantPermission, TrackSource};
use serde::{Deserialize, Serialize};

/// Seconds an empty room stays open: a teacher whose connection drops finds it as it was.
const EMPTY_SECONDS: u32 = 10 * 60;
/// How long a call to the media server may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A LiveKit server and the key we have there.
pub struct LiveKit {
    url: String,
    key: String,
    secret: String,
    rooms: RoomClient,
    webhooks: WebhookReceiver,
}

/// What a room says of itself, so that a webhook or an auditor knows whose it is.
#[derive(Debug, Serialize, Deserialize)]
struct RoomMetadata {
    session: SessionId,
    tenant: domain::ids::TenantId,
}

impl LiveKit {
    /// `url` may be `ws(s)://` or `http(s)://`. Nothing is called yet.
    #[must_use]
    pub fn new(url: &str, key: &str, secret: &str) -> Self {
        Self {
            url: url.replacen("http", "ws", 1),
            key: key.to_owned(),
            secret: secret.to_owned(),
            rooms: RoomClient::with_api_key(&url.replacen("ws", "http", 1), key, secret)
                .with_request_timeout(TIMEOUT),
            webhooks: WebhookReceiver::new(TokenVerifier::with_api_key(key, secret)),
        }
    }

    /// Asks the server something harmless, to learn at the start whether the key is right.
    ///
    /// # Errors
    /// [`MediaError::Refused`] for a wrong key or secret, [`MediaError::Unavailable`] where nobody answers.
    pub async fn check(&self) -> Result<(), MediaError> {
        let nobody = vec!["00000000-0000-0000-0000-000000000000".to_owned()];
        self.rooms.list_rooms(nobody).await.map(drop).map_err(|error| translate(&error))
    }
}

#[async_trait]
impl MediaRooms for LiveKit {
    async fn open_room(&self, class: ClassKey) -> Result<(), MediaError> {
        let ClassKey { tenant, session } = class;
        let metadata = serde_json::to_string(&RoomMetadata { session, tenant })
            .map_err(|error| MediaError::Refused(error.to_string()))?;
        let options = CreateRoomOptions {
            empty_timeout: EMPTY_SECONDS,
            departure_timeout: EMPTY_SECONDS,
            metadata,
            ..CreateRoomOptions::default()
        };
        let made = self.rooms.create_room(&session.to_string(), options).await;
        made.map(drop).map_err(|error| translate(&error))
    }

    async fn close_room(&self, session: SessionId) -> Result<(), MediaError> {
        unless_gone(self.rooms.delete_room(&session.to_string()).await)
    }

    async fn send_out(&self, session: SessionId, user: UserId) -> Result<(), MediaError> {
        unless_gone(self.rooms.remove_participant(&session.to_string(), &user.to_string()).await)
    }

    async fn stop(&self, session: SessionId, user: UserId, source: Source) -> Result<(), MediaError> {
        let (room, identity) = (session.to_string(), user.to_string());
        let person = match self.rooms.get_participant(&room, &identity).await {
            Ok(person) => person,
            Err(error) => return unless_gone(Err(error)),
        };
        let sent = person.tracks.iter().filter(|track| track.source() == track_source(source) && !track.muted);
        for track in sent {
            unless_gone(self.rooms.mute_published_track(&room, &identity, &track.sid, true).await)?;
        }
        Ok(())
    }

    async fn allow(&self, session: SessionId, user: UserId, sources: &[Source]) -> Result<(), MediaError> {
        let permission = ParticipantPermission {
            can_subscribe: true,
            can_publish: !sources.is_empty(),
            can_publish_sources: sources.iter().map(|source| track_source(*source).into()).collect(),
            ..ParticipantPermission::default()
        };
        let options =
            UpdateParticipantOptions { permission: Some(permission), ..UpdateParticipantOptions::default() };
        let told = self.rooms.update_participant(&session.to_string(), &user.to_string(), options).await;
        unless_gone(told)
    }

    fn pass(&self, session: SessionId, pass: &Pass, ttl: Duration) -> Result<String, MediaError> {
        let entry = VideoGrants {
            room_join: true,
            room: session.to_string(),
            can_subscribe: Some(true),
            can_publish: Some(false),
            can_publish_data: Some(false),
            can_update_own_metadata: Some(false),
            ..VideoGrants::default()
        };
        let token = AccessToken::with_api_key(&self.key, &self.secret).with_ttl(ttl);
        let token =
            match pass {
                Pass::Person { user, name, sources } => token
                    .with_identity(&user.to_string())
                    .with_name(name)
                    .with_grants(VideoGrants {
                        can_publish: Some(!sources.is_empty()),
                        can_publish_sources: sources.iter().map(|source| grant(*source).to_owned()).collect(),
                        ..entry
                    }),
                Pass::Recorder => token
                    .with_identity(&format!("recorder-{session}"))
                    .with_grants(VideoGrants { hidden: true, recorder: true, ..entry }),
            };
        token.to_jwt().map_err(|error| MediaError::Refused(error.to_string()))
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn report(&self, body: &str, authorization: &str) -> Result<Option<MediaReport>, MediaError> {
        let event = self
            .webhooks
            .receive(body, authorization)
            .map_err(|error| MediaError::Refused(error.to_string()))?;
        let Some(room) = event.room else {
            return Ok(None);
        };
        // A room that isn't ours (a shared LiveKit project) has other metadata.
        let Ok(RoomMetadata { session, tenant }) = serde_json::from_str(&room.metadata) else {
            return Ok(None);
        };
        let person = event.participant.and_then(|person| person.identity.parse().ok());
        let what = match (event.event.as_str(), person) {
            ("participant_joined", Some(user)) => Report::Connected(user),
            ("participant_left" | "participant_connection_aborted", Some(user)) => Report::Disconnected(user),
            ("room_finished", _) => Report::RoomClosed,
            _ => return Ok(None),
        };
        Ok(Some(MediaReport { id: event.id, tenant, session, what }))
    }
}

/// What is not there any more needs nothing done.
fn unless_gone<T>(answer: Result<T, ServiceError>) -> Result<(), MediaError> {
    match answer {
        Err(ServiceError::Twirp(ServerError::Twirp(error))) if error.code == ServerErrorCode::NOT_FOUND => Ok(()),
        answer => answer.map(drop).map_err(|error| translate(&error)),
    }
}

fn track_source(source: Source) -> TrackSource {
    match source {
        Source::Camera => TrackSource::Camera,
        Source::Microphone => TrackSource::Microphone,
        Source::Screen => TrackSource::ScreenShare,
        Source::ScreenAudio => TrackSource::ScreenShareAudio,
    }
}

/// The source's name in a pass.
fn grant(source: Source) -> &'static str {
    match source {
        Source::Camera => "camera",
        Source::Microphone => "microphone",
        Source::Screen => "screen_share",
        Source::ScreenAudio => "screen_share_audio",
    }
}

fn translate(error: &ServiceError) -> MediaError {
    match error {
        ServiceError::Twirp(ServerError::Twirp(answer))
            if [ServerErrorCode::UNAUTHENTICATED, ServerErrorCode::PERMISSION_DENIED]
                .contains(&answer.code.as_str()) =>
        {
            MediaError::Refused(answer.msg.clone())
        }
        // LiveKit says "invalid token" in plain text, where its other errors are JSON.
        ServiceError::Twirp(ServerError::Request(error)) if error.is_decode() => {
            MediaError::Refused("its answer is that of a server that doesn't know us".to_owned())
        }
        ServiceError::AccessToken(error) => MediaError::Refused(error.to_string()),
        other => MediaError::Unavailable(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::LiveKit;
    use base64::Engine;
    use classroom::ports::media::{MediaError, MediaRooms, Pass, Report};
    use domain::ids::{SessionId, UserId};
    use livekit_api::access_token::{AccessToken, TokenVerifier};
    use std::time::Duration;
    use uuid::Uuid;

    const SECRET: &str = "a secret that is long enough to sign with";

    fn livekit() -> LiveKit {
        LiveKit::new("http://127.0.0.1:7880", "key", SECRET)
    }

    fn signed(body: &str, secret: &str) -> String {
        use sha2::Digest;
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(body));
        AccessToken::with_api_key("key", secret).with_sha256(&hash).to_jwt().unwrap()
    }

    #[test]
    fn a_pass_opens_one_room_and_no_more_than_the_role_needs() {
        let session = SessionId(Uuid::from_u128(5));
        let student = Pass::Person { user: UserId(Uuid::from_u128(1)), name: "Amina".into(), sources: vec![] };
        let token = livekit().pass(session, &student, Duration::from_secs(60)).unwrap();
        let claims = TokenVerifier::with_api_key("key", SECRET).verify(&token).unwrap();
        assert_eq!(claims.video.room, session.to_string());
        assert!(claims.video.room_join && claims.video.can_subscribe());
        assert!(!claims.video.can_publish() && !claims.video.can_publish_data());
        assert!(!claims.video.room_admin && !claims.video.room_create && !claims.video.hidden);
    }

    #[test]
    fn a_webhook_is_read_only_with_our_signature_over_this_very_body() {
        let (session, tenant, user) = (Uuid::from_u128(5), Uuid::from_u128(6), Uuid::from_u128(7));
        let metadata = format!(r#"{{\"session\":\"{session}\",\"tenant\":\"{tenant}\"}}"#);
        let body = format!(
            r#"{{"event":"participant_joined","id":"EV_1","room":{{"name":"{session}","metadata":"{metadata}"}},"participant":{{"identity":"{user}"}}}}"#
        );
        let report = livekit().report(&body, &signed(&body, SECRET)).unwrap().unwrap();
        assert_eq!((report.session.0, report.tenant.0), (session, tenant));
        assert_eq!(report.what, Report::Connected(UserId(user)));

        let forged = livekit().report(&body, &signed(&body, "another secret, just as long as ours"));
        assert!(matches!(forged, Err(MediaError::Refused(_))));
        let altered = body.replace("joined", "left");
        assert!(livekit().report(&altered, &signed(&body, SECRET)).is_err());
    }
}
