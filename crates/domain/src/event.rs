//! The facts of a class, in the past tense, and their place in its log.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{
    ChapterId, CommandId, ConnectionId, CourseId, LessonId, MessageId, Offset, RecordingId, Sequence,
    SessionId, UserId,
};
use crate::pipeline::Stage;
use crate::recording::Track;
use crate::role::Role;
use crate::session::EndReason;
use crate::words::Words;

/// One fact at its place in a class's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the log.
    pub sequence: Sequence,
    /// When it happened on the class's clock.
    pub offset: Offset,
    /// When it happened, to the millisecond.
    pub at: DateTime<Utc>,
    /// Who did it; `None` for the system (recorder, pipeline, clock).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<UserId>,
    /// The command that caused it, so that the one who sent it knows it was heard.
    pub command: CommandId,
    /// What happened.
    pub fact: Fact,
}

/// What happened. The tag `kind` is `noun.verbed`; a kind that this build doesn't know reads as [`Fact::Unknown`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Fact {
    /// The class was put on the calendar.
    #[serde(rename = "session.scheduled")]
    SessionScheduled(Schedule),
    /// Its title, time or lesson was changed.
    #[serde(rename = "session.rescheduled")]
    SessionRescheduled(Schedule),
    /// The class began; offsets count from here.
    #[serde(rename = "session.started")]
    SessionStarted,
    /// The class ended for everybody.
    #[serde(rename = "session.ended")]
    SessionEnded {
        /// How it came to end.
        reason: EndReason,
    },
    /// Somebody opened the class (one tab).
    #[serde(rename = "participant.joined")]
    ParticipantJoined {
        /// Who.
        user: UserId,
        /// As what.
        role: Role,
        /// Their name as they were called then.
        name: Words,
        /// The tab.
        connection: ConnectionId,
        /// The server that holds the tab, so that a restart knows which tabs it lost.
        node: String,
    },
    /// Somebody closed one tab of the class, or lost it.
    #[serde(rename = "participant.left")]
    ParticipantLeft {
        /// Who.
        user: UserId,
        /// The tab.
        connection: ConnectionId,
    },
    /// The media server saw them arrive.
    #[serde(rename = "media.connected")]
    MediaConnected {
        /// Who.
        user: UserId,
    },
    /// The media server saw them go.
    #[serde(rename = "media.disconnected")]
    MediaDisconnected {
        /// Who.
        user: UserId,
    },
    /// A chat message was written.
    #[serde(rename = "chat.posted")]
    ChatPosted {
        /// The message.
        message: MessageId,
        /// What it says.
        text: Words,
    },
    /// A chat message was taken away; its text is not shown any more.
    #[serde(rename = "chat.removed")]
    ChatRemoved {
        /// The message.
        message: MessageId,
    },
    /// The teacher began a new chapter.
    #[serde(rename = "chapter.marked")]
    ChapterMarked {
        /// The chapter.
        chapter: ChapterId,
        /// Its title.
        title: Words,
    },
    /// The recorder is in the room.
    #[serde(rename = "recording.started")]
    RecordingStarted {
        /// The recording.
        recording: RecordingId,
    },
    /// A track is being written.
    #[serde(rename = "recording.track_started")]
    TrackStarted {
        /// The track, with what is known of it at its start.
        track: Track,
    },
    /// A track lies whole in object storage.
    #[serde(rename = "recording.track_finished")]
    TrackFinished {
        /// The track, with its length and size.
        track: Track,
    },
    /// Every track of the recording lies in object storage.
    #[serde(rename = "recording.finalized")]
    RecordingFinalized {
        /// The recording.
        recording: RecordingId,
    },
    /// A processing stage works; sent at most once a second.
    #[serde(rename = "stage.progressed")]
    StageProgressed {
        /// Which.
        stage: Stage,
        /// 0 to 100.
        percent: u8,
    },
    /// A processing stage is done; what it made can be fetched.
    #[serde(rename = "stage.finished")]
    StageFinished {
        /// Which.
        stage: Stage,
    },
    /// A processing stage failed for good; it may be started again.
    #[serde(rename = "stage.failed")]
    StageFailed {
        /// Which.
        stage: Stage,
        /// Why, in words for staff.
        reason: String,
    },
    /// Somebody had a failed stage run again.
    #[serde(rename = "stage.restarted")]
    StageRestarted {
        /// Which.
        stage: Stage,
    },
    /// A fact from a newer server.
    #[serde(other, rename = "unknown")]
    Unknown,
}

/// A class on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// The class.
    pub session: SessionId,
    /// The course it belongs to.
    pub course: CourseId,
    /// The lesson it teaches, if it teaches one.
    pub lesson: Option<LessonId>,
    /// Its title.
    pub title: Words,
    /// When it is to start.
    pub starts_at: DateTime<Utc>,
    /// How long it is to take, in minutes.
    pub minutes: u16,
    /// The IANA time zone it was scheduled in.
    pub zone: String,
}

impl Fact {
    /// The tag in rows and on the wire.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SessionScheduled(_) => "session.scheduled",
            Self::SessionRescheduled(_) => "session.rescheduled",
            Self::SessionStarted => "session.started",
            Self::SessionEnded { .. } => "session.ended",
            Self::ParticipantJoined { .. } => "participant.joined",
            Self::ParticipantLeft { .. } => "participant.left",
            Self::MediaConnected { .. } => "media.connected",
            Self::MediaDisconnected { .. } => "media.disconnected",
            Self::ChatPosted { .. } => "chat.posted",
            Self::ChatRemoved { .. } => "chat.removed",
            Self::ChapterMarked { .. } => "chapter.marked",
            Self::RecordingStarted { .. } => "recording.started",
            Self::TrackStarted { .. } => "recording.track_started",
            Self::TrackFinished { .. } => "recording.track_finished",
            Self::RecordingFinalized { .. } => "recording.finalized",
            Self::StageProgressed { .. } => "stage.progressed",
            Self::StageFinished { .. } => "stage.finished",
            Self::StageFailed { .. } => "stage.failed",
            Self::StageRestarted { .. } => "stage.restarted",
            Self::Unknown => "unknown",
        }
    }

    /// The words in it, if it is of a kind that has any.
    #[must_use]
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::SessionScheduled(s) | Self::SessionRescheduled(s) => Some(&s.title),
            Self::ParticipantJoined { name, .. } => Some(name),
            Self::ChatPosted { text, .. } => Some(text),
            Self::ChapterMarked { title, .. } => Some(title),
            _ => None,
        }
    }

    /// The words in it, to be taken out before it is stored or put back when it is read.
    pub fn words_mut(&mut self) -> Option<&mut Words> {
        match self {
            Self::SessionScheduled(s) | Self::SessionRescheduled(s) => Some(&mut s.title),
            Self::ParticipantJoined { name, .. } => Some(name),
            Self::ChatPosted { text, .. } => Some(text),
            Self::ChapterMarked { title, .. } => Some(title),
            _ => None,
        }
    }

    /// Whose words they are, when that is not who acted: a name belongs to its bearer.
    #[must_use]
    pub fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        match self {
            Self::ParticipantJoined { user, .. } => Some(*user),
            _ => actor,
        }
    }
}

/// The version new rows are written in; `upcast` lifts older ones.
pub const VERSION: i16 = 1;

/// Lifts a stored payload of an older version to [`VERSION`]. Rows themselves are never rewritten.
#[must_use]
pub fn upcast(version: i16, payload: serde_json::Value) -> serde_json::Value {
    debug_assert!(version <= VERSION, "a newer row is read as far as it is understood");
    payload
}

#[cfg(test)]
mod tests {
    use super::Fact;
    use crate::ids::MessageId;
    use uuid::Uuid;

    #[test]
    fn the_tag_is_the_kind() {
        let fact = Fact::ChatPosted { message: MessageId(Uuid::nil()), text: "hi".into() };
        let json = serde_json::to_value(&fact).unwrap();
        assert_eq!(json["kind"], fact.kind());
        assert_eq!(serde_json::from_value::<Fact>(json).unwrap(), fact);
    }

    #[test]
    fn a_newer_servers_fact_is_read_as_unknown() {
        let fact: Fact = serde_json::from_str(r#"{"kind":"hologram.projected","user":3}"#).unwrap();
        assert_eq!(fact, Fact::Unknown);
    }
}
