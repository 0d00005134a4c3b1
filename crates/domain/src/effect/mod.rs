//! What must happen outside once an event is in the log. The store writes it in the event's own transaction, as a durable job;
//! so nothing outside happens for a command that was refused, and nothing is lost with a server that dies after the commit.

mod room;

pub use room::{Correction, Inside, Review, review};

use serde::{Deserialize, Serialize};

use crate::event::{Event, Fact};
use crate::ids::{ConnectionId, PollId, Sequence, UserId};
use crate::participant::RECONNECTING_MS;
use crate::permission::Permission;
use crate::pipeline::Stage;
use crate::recording::Source;

/// What an event causes outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Something to do in the class's room, or in the class itself.
    Do(Task),
    /// A stage of processing is to run.
    Process(Stage),
    /// People are to be told by mail of the class's place on the calendar.
    Letters,
}

/// Something to do after the commit. It looks at the class as it is when it is done, so that a late one undoes no newer
/// decision, and doing it twice is harmless.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Task {
    /// Send somebody out of the room who was sent out of the class, unless they were let back meanwhile.
    SendOut {
        /// Who.
        user: UserId,
    },
    /// Send somebody out of the room whose way into it is gone, unless that is there (again).
    Unseat {
        /// Who.
        user: UserId,
        /// The tab through which they came; any tab of theirs will do where it isn't known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        connection: Option<ConnectionId>,
    },
    /// Let somebody in the room send what they may send now.
    Permit {
        /// Who.
        user: UserId,
    },
    /// Turn something off that somebody sends, unless they were given leave to send it since.
    StopMedia {
        /// Who.
        user: UserId,
        /// What.
        source: Source,
        /// The event that says so.
        at: Sequence,
    },
    /// Hold everybody in the room against the class: who they are, and what they may send.
    Review,
    /// The same, when those who left have had the time to come back.
    ReviewLater,
    /// Close the room of a class that is over.
    CloseRoom,
    /// Look what came of a poll in an earlier class.
    Recall {
        /// The poll.
        poll: PollId,
    },
}

impl Task {
    /// Names it within its class: of those with one name that still wait, the last is enough.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::SendOut { user } => format!("send_out:{user}"),
            Self::Unseat { user, .. } => format!("unseat:{user}"),
            Self::Permit { user } => format!("permit:{user}"),
            Self::StopMedia { user, source, .. } => format!("stop_media:{user}:{}", source.word()),
            Self::Review => "review".to_owned(),
            Self::ReviewLater => "review_later".to_owned(),
            Self::CloseRoom => "close_room".to_owned(),
            Self::Recall { poll } => format!("recall:{poll}"),
        }
    }

    /// How many milliseconds after the commit it is to be done. One that waits keeps its time when it is added again.
    #[must_use]
    pub fn after_ms(&self) -> i64 {
        match self {
            Self::ReviewLater => RECONNECTING_MS,
            Self::SendOut { .. }
            | Self::Unseat { .. }
            | Self::Permit { .. }
            | Self::StopMedia { .. }
            | Self::Review
            | Self::CloseRoom
            | Self::Recall { .. } => 0,
        }
    }
}

/// What an event causes outside. Leases on recordings aren't among it: they are rows, which workers look for.
#[must_use]
pub fn effects(event: &Event) -> Vec<Effect> {
    let task = |task| vec![Effect::Do(task)];
    match &event.fact {
        Fact::SessionScheduled(_) | Fact::SessionRescheduled(_) => vec![Effect::Letters],
        Fact::SessionCancelled { .. } => vec![Effect::Letters, Effect::Do(Task::CloseRoom)],
        Fact::SessionEnded { .. } => task(Task::CloseRoom),

        Fact::ParticipantRemoved { user } | Fact::ParticipantBanned { user } => {
            task(Task::SendOut { user: *user })
        }
        Fact::ParticipantLeft { user, connection, for_good: true } => {
            task(Task::Unseat { user: *user, connection: Some(*connection) })
        }
        Fact::ParticipantLeft { for_good: false, .. } => task(Task::ReviewLater),
        Fact::MediaStopped { user, source } => {
            task(Task::StopMedia { user: *user, source: *source, at: event.sequence })
        }

        Fact::PermissionGranted { user, permission, .. } if is_of_media(*permission) => {
            task(Task::Permit { user: *user })
        }
        Fact::PermissionChanged { permission, .. } if is_of_media(*permission) => task(Task::Review),
        Fact::PermissionGranted { .. } | Fact::PermissionChanged { .. } => vec![],
        Fact::PermissionLocked
        | Fact::PermissionUnlocked
        | Fact::SessionTakenOver { .. }
        | Fact::TeacherReturned => task(Task::Review),

        Fact::PollOpened { again: None, poll, .. } => task(Task::Recall { poll: *poll }),
        // What came of it the first time is in this class.
        Fact::PollOpened { again: Some(_), .. } => vec![],

        Fact::RecordingFinalized { .. } => vec![Effect::Process(Stage::Extract)],
        Fact::StageRestarted { stage } => vec![Effect::Process(*stage)],

        Fact::SettingsChanged { .. }
        | Fact::SessionContinuedFrom { .. }
        | Fact::SessionStarted
        | Fact::SessionPaused
        | Fact::SessionResumed
        | Fact::TeacherLost
        // Who waits in the lobby, or is turned away there, is in no room.
        | Fact::LobbyKnocked { .. }
        | Fact::LobbyLeft { .. }
        | Fact::LobbyAdmitted { .. }
        | Fact::LobbyTurnedAway { .. }
        | Fact::ParticipantJoined { .. }
        | Fact::ParticipantNamed { .. }
        | Fact::ParticipantAway { .. }
        | Fact::ParticipantBack { .. }
        | Fact::ParticipantUnbanned { .. }
        | Fact::SpotlightMoved { .. }
        | Fact::MediaConnected { .. }
        | Fact::MediaDisconnected { .. }
        | Fact::HandRaised { .. }
        | Fact::HandLowered { .. }
        | Fact::ChatPosted { .. }
        | Fact::ChatEdited { .. }
        | Fact::ChatRemoved { .. }
        | Fact::ChatPinned { .. }
        | Fact::ChatUnpinned { .. }
        | Fact::ChatReacted { .. }
        | Fact::ChatUnreacted { .. }
        | Fact::ChatReported { .. }
        | Fact::ChatReportDismissed { .. }
        | Fact::QuestionAsked { .. }
        | Fact::QuestionApproved { .. }
        | Fact::QuestionCarried(_)
        | Fact::QuestionUpvoted { .. }
        | Fact::QuestionUnvoted { .. }
        | Fact::QuestionClaimed { .. }
        | Fact::QuestionAnsweredAloud { .. }
        | Fact::QuestionAnswered { .. }
        | Fact::QuestionResolved { .. }
        | Fact::QuestionDismissed { .. }
        | Fact::QuestionMerged { .. }
        | Fact::QuestionStaged { .. }
        | Fact::QuestionUnstaged { .. }
        | Fact::PollKeyed { .. }
        | Fact::PollVoted { .. }
        | Fact::PollClosed { .. }
        | Fact::PollGrouped { .. }
        | Fact::PollShown { .. }
        | Fact::PollGroupShown { .. }
        | Fact::PollHidden { .. }
        | Fact::PollRecalled { .. }
        | Fact::ChapterMarked { .. }
        | Fact::RecordingStarted { .. }
        | Fact::TrackStarted { .. }
        | Fact::TrackFinished { .. }
        | Fact::StageProgressed { .. }
        | Fact::StageFinished { .. }
        | Fact::StageFailed { .. }
        | Fact::Unknown => vec![],
    }
}

fn is_of_media(permission: Permission) -> bool {
    match permission {
        Permission::Microphone | Permission::Camera | Permission::Screen => true,
        Permission::Chat | Permission::Ask | Permission::Vote | Permission::RaiseHand => false,
    }
}

/// Whether turning off what somebody sends is of the past: since then they came into the room anew, or were given leave to send
/// it.
#[must_use]
pub fn is_outdated_stop<'a>(
    user: UserId,
    source: Source,
    since: impl IntoIterator<Item = &'a Event>,
) -> bool {
    since.into_iter().any(|event| match &event.fact {
        Fact::MediaConnected { user: who, .. } => *who == user,
        Fact::PermissionGranted { user: who, permission, allowed } => {
            *who == user && *permission == room::needed(source) && *allowed == Some(true)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests;
