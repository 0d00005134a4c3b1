//! LiveKit: rooms, passes and webhooks of any LiveKit server or of LiveKit Cloud.

mod passes;
pub mod signalling;

use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::event_log::ClassKey;
use classroom::ports::media::{MediaError, MediaReport, MediaRooms, Pass, Report};
use domain::effect::Inside;
use domain::ids::{ConnectionId, SessionId, UserId};
use domain::media::Source;
use livekit_api::access_token::{AccessToken, TokenVerifier};
use livekit_api::services::ServiceError;
use livekit_api::services::room::{CreateRoomOptions, RoomClient, UpdateParticipantOptions};
use livekit_api::services::{ServerError, ServerErrorCode};
use livekit_api::webhooks::WebhookReceiver;
use livekit_protocol::{ParticipantInfo, ParticipantPermission, TrackSource};

use passes::{Entry, Metadata};

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

impl LiveKit {
    /// `url` may be `ws(s)://` or `http(s)://`. Nothing is called yet.
    #[must_use]
    pub fn new(url: &str, key: &str, secret: &str) -> Self {
        let url = socket_url(url);
        let rooms = RoomClient::with_api_key(&url.replacen("ws", "http", 1), key, secret);
        Self {
            url,
            key: key.to_owned(),
            secret: secret.to_owned(),
            rooms: rooms.with_request_timeout(TIMEOUT),
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

    fn signed(&self, entry: Entry, ttl: Duration) -> Result<String, MediaError> {
        let Entry { identity, name, metadata, grants } = entry;
        let token = AccessToken::with_api_key(&self.key, &self.secret).with_ttl(ttl).with_grants(grants);
        let token = token.with_identity(&identity).with_name(&name).with_metadata(&metadata);
        token.to_jwt().map_err(|error| MediaError::Refused(error.to_string()))
    }
}

/// The address for WebSockets: `ws(s)://` whatever it begins with.
fn socket_url(url: &str) -> String {
    let (scheme, host) = url.split_once("://").unwrap_or(("ws", url));
    let s = if matches!(scheme, "wss" | "https") { "s" } else { "" };
    format!("ws{s}://{host}")
}

#[async_trait]
impl MediaRooms for LiveKit {
    async fn open_room(&self, class: ClassKey) -> Result<(), MediaError> {
        let ClassKey { tenant, session } = class;
        let metadata = Metadata { session, tenant, connection: None }.text()?;
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
            Err(error) => return unless_gone::<()>(Err(error)),
        };
        let sent = person.tracks.iter().filter(|track| {
            let is_document = track.name == Source::DOCUMENT;
            let is_it = track.source() == track_source(source) && is_document == (source == Source::Document);
            is_it && !track.muted
        });
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
        let updated = self.rooms.update_participant(&session.to_string(), &user.to_string(), options).await;
        unless_gone(updated)
    }

    async fn inside(&self, session: SessionId) -> Result<Vec<Inside>, MediaError> {
        match self.rooms.list_participants(&session.to_string()).await {
            Ok(people) => Ok(people.iter().filter_map(person).collect()),
            Err(error) => unless_gone::<()>(Err(error)).map(|()| Vec::new()),
        }
    }

    fn pass(&self, session: SessionId, pass: &Pass, ttl: Duration) -> Result<String, MediaError> {
        self.signed(passes::of_class(session, pass)?, ttl)
    }

    fn trial_pass(&self, user: UserId, end: ConnectionId, ttl: Duration) -> Result<String, MediaError> {
        self.signed(passes::of_trial(user, end), ttl)
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn report(&self, body: &str, authorization: &str) -> Result<Option<MediaReport>, MediaError> {
        let event = self
            .webhooks
            .receive(body, authorization)
            .map_err(|error| MediaError::Refused(error.to_string()))?;
        // Rooms and people that aren't ours (a shared LiveKit project) have other metadata.
        let read = |metadata: &String| serde_json::from_str::<Metadata>(metadata).ok();
        let pass = event.participant.as_ref().and_then(|one| read(&one.metadata));
        let connection = pass.as_ref().and_then(|pass| pass.connection);
        let room = event.room.as_ref().and_then(|room| read(&room.metadata));
        let Some(Metadata { session, tenant, .. }) = room.or(pass) else {
            return Ok(None);
        };
        let person = event.participant.and_then(|person| Some((person.identity.parse().ok()?, person.sid)));
        let what = match (event.event.as_str(), person) {
            ("participant_joined", Some((user, stay))) => Report::Connected { user, stay, connection },
            ("participant_left" | "participant_connection_aborted", Some((user, stay))) => {
                Report::Disconnected { user, stay }
            }
            ("room_finished", _) => Report::RoomClosed,
            _ => return Ok(None),
        };
        Ok(Some(MediaReport { id: event.id, tenant, session, what }))
    }
}

/// What is not there any more needs nothing done.
fn unless_gone<T>(answer: Result<T, ServiceError>) -> Result<(), MediaError> {
    match answer {
        Err(ServiceError::Twirp(ServerError::Twirp(error))) if error.code == ServerErrorCode::NOT_FOUND => {
            Ok(())
        }
        answer => answer.map(drop).map_err(|error| translate(&error)),
    }
}

/// A person of ours in a room: neither a recorder nor somebody of another program's.
fn person(there: &ParticipantInfo) -> Option<Inside> {
    let user = there.identity.parse().ok()?;
    let may = there.permission.clone().unwrap_or_default();
    if may.hidden {
        return None;
    }
    // An empty list is any source.
    let named = |source: &Source| {
        let any = may.can_publish_sources.is_empty();
        any || may.can_publish_sources.contains(&track_source(*source).into())
    };
    let sources = Source::ALL.into_iter().filter(|source| may.can_publish && named(source)).collect();
    Some(Inside { user, sources })
}

fn track_source(source: Source) -> TrackSource {
    match source {
        Source::Camera | Source::Document => TrackSource::Camera,
        Source::Microphone => TrackSource::Microphone,
        Source::Screen => TrackSource::ScreenShare,
        Source::ScreenAudio => TrackSource::ScreenShareAudio,
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
    use std::time::Duration;

    use base64::Engine;
    use classroom::ports::media::{MediaError, MediaRooms, Pass, Report};
    use domain::effect::Inside;
    use domain::ids::{ConnectionId, SessionId, TenantId, UserId};
    use domain::media::Source;
    use livekit_api::access_token::{AccessToken, TokenVerifier};
    use livekit_protocol::{ParticipantInfo, ParticipantPermission, TrackSource};
    use serde_json::json;
    use uuid::Uuid;

    use super::{LiveKit, person};

    const SECRET: &str = "a secret that is long enough to sign with";
    const TENANT: TenantId = TenantId(Uuid::from_u128(6));

    fn livekit() -> LiveKit {
        LiveKit::new("http://127.0.0.1:7880", "key", SECRET)
    }

    fn signed(body: &str, secret: &str) -> String {
        use sha2::Digest;
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(body));
        AccessToken::with_api_key("key", secret).with_sha256(&hash).to_jwt().unwrap()
    }

    #[test]
    fn browsers_get_the_address_of_its_websocket_whatever_its_host_is_called() {
        for (given, url) in [
            ("wss://school.livekit.cloud", "wss://school.livekit.cloud"),
            ("https://livekit.aws.example", "wss://livekit.aws.example"),
            ("wss://http.example:7880", "wss://http.example:7880"),
            ("http://127.0.0.1:7880", "ws://127.0.0.1:7880"),
        ] {
            assert_eq!(LiveKit::new(given, "key", SECRET).url(), url);
        }
    }

    #[test]
    fn a_pass_opens_one_room_and_no_more_than_the_role_needs() {
        let session = SessionId(Uuid::from_u128(5));
        let student = Pass::Person {
            tenant: TENANT,
            user: UserId(Uuid::from_u128(1)),
            connection: ConnectionId(Uuid::from_u128(8)),
            name: "Amina".into(),
            sources: vec![],
        };
        let token = livekit().pass(session, &student, Duration::from_secs(60)).unwrap();
        let claims = TokenVerifier::with_api_key("key", SECRET).verify(&token).unwrap();
        assert_eq!(claims.video.room, session.to_string());
        assert!(claims.video.room_join && claims.video.can_subscribe());
        assert!(!claims.video.can_publish() && !claims.video.can_publish_data());
        assert!(!claims.video.room_admin && !claims.video.room_create && !claims.video.hidden);
        let metadata: serde_json::Value = serde_json::from_str(&claims.metadata).unwrap();
        let connection = Uuid::from_u128(8);
        assert_eq!(metadata, json!({ "session": session, "tenant": TENANT, "connection": connection }));
    }

    #[test]
    fn a_trial_is_in_a_room_of_ones_own_that_is_no_class() {
        let (user, end) = (UserId(Uuid::from_u128(1)), ConnectionId(Uuid::from_u128(8)));
        let token = livekit().trial_pass(user, end, Duration::from_secs(60)).unwrap();
        let claims = TokenVerifier::with_api_key("key", SECRET).verify(&token).unwrap();
        assert_eq!(claims.video.room, format!("trial-{user}"));
        assert!(claims.video.room_join && claims.video.can_publish() && claims.video.can_subscribe());
        assert!(!claims.video.can_publish_data() && !claims.video.room_admin && !claims.video.room_create);
        assert_eq!(claims.metadata, "");
        let there = ParticipantInfo { identity: claims.sub, ..ParticipantInfo::default() };
        assert_eq!(person(&there), None, "an end is nobody");
    }

    #[test]
    fn people_in_a_room_are_those_with_an_account_and_what_they_may_send() {
        let user = UserId(Uuid::from_u128(1));
        let there = |identity: &str, permission| ParticipantInfo {
            identity: identity.to_owned(),
            permission: Some(permission),
            ..ParticipantInfo::default()
        };
        let microphone = ParticipantPermission {
            can_publish: true,
            can_publish_sources: vec![TrackSource::Microphone.into()],
            ..ParticipantPermission::default()
        };
        let inside = |sources: &[Source]| Some(Inside { user, sources: sources.to_vec() });
        let id = user.to_string();
        assert_eq!(person(&there(&id, microphone.clone())), inside(&[Source::Microphone]));
        let silent = ParticipantPermission { can_publish: false, ..microphone.clone() };
        assert_eq!(person(&there(&id, silent)), inside(&[]));
        let any = ParticipantPermission { can_publish_sources: vec![], ..microphone.clone() };
        assert_eq!(person(&there(&id, any)), inside(&Source::ALL));
        let recorder = ParticipantPermission { hidden: true, ..microphone.clone() };
        assert_eq!(person(&there(&id, recorder)), None);
        assert_eq!(person(&there("recorder-1", microphone)), None);
    }

    #[test]
    fn a_webhook_is_read_only_with_our_signature_over_this_very_body() {
        let (session, user) = (SessionId(Uuid::from_u128(5)), UserId(Uuid::from_u128(7)));
        let metadata = json!({ "session": session, "tenant": TENANT }).to_string();
        let body = |room: &str, person: &str| {
            let room = json!({ "name": session, "metadata": room });
            let person = json!({ "identity": user, "sid": "PA_1", "metadata": person });
            json!({ "event": "participant_joined", "id": "EV_1", "room": room, "participant": person })
                .to_string()
        };
        for body in [body(&metadata, ""), body("", &metadata)] {
            let report = livekit().report(&body, &signed(&body, SECRET)).unwrap().unwrap();
            assert_eq!((report.session, report.tenant), (session, TENANT));
            let stay = "PA_1".to_owned();
            assert_eq!(report.what, Report::Connected { user, stay, connection: None });
        }
        let foreign = body("", "a room of somebody else's");
        assert_eq!(livekit().report(&foreign, &signed(&foreign, SECRET)).unwrap(), None);
        let body = body(&metadata, "");

        let forged = livekit().report(&body, &signed(&body, "another secret, just as long as ours"));
        assert!(matches!(forged, Err(MediaError::Refused(_))));
        let altered = body.replace("joined", "left");
        assert!(livekit().report(&altered, &signed(&body, SECRET)).is_err());
    }
}
