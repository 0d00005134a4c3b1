//! The words in a fact, and whose they are.

use crate::event::{Fact, Schedule};
use crate::ids::{MessageId, UserId};
use crate::question::Carried;
use crate::words::Words;

/// The place of a fact's words, to read or to write as the fact is borrowed.
macro_rules! words {
    ($fact:expr) => {
        match $fact {
            Fact::SessionScheduled(Schedule { title: words, .. })
            | Fact::SessionRescheduled(Schedule { title: words, .. })
            | Fact::SessionCancelled { reason: words }
            | Fact::ParticipantJoined { name: words, .. }
            | Fact::ParticipantNamed { name: words, .. }
            | Fact::LobbyKnocked { name: words, .. }
            | Fact::ChapterMarked { title: words, .. }
            | Fact::PollGrouped { title: words, .. }
            | Fact::PollGroupShown { title: words, .. }
            | Fact::ChatPosted { text: words, .. }
            | Fact::ChatEdited { text: words, .. }
            | Fact::ChatReported { text: words, .. }
            | Fact::QuestionAsked { text: words, .. }
            | Fact::QuestionApproved { text: words, .. }
            | Fact::QuestionCarried(Carried { text: words, .. })
            | Fact::QuestionAnswered { text: words, .. }
            | Fact::QuestionDismissed { reason: words, .. }
            | Fact::PollOpened { wording: words, .. }
            | Fact::PollVoted { text: words, .. }
            | Fact::PollKeyed { explanation: words, .. }
            | Fact::PollShown { explanation: words, .. } => Some(words),
            Fact::SettingsChanged { .. }
            | Fact::SessionContinuedFrom { .. }
            | Fact::SessionStarted
            | Fact::SessionPaused
            | Fact::SessionResumed
            | Fact::TeacherLost
            | Fact::TeacherReturned
            | Fact::SessionTakenOver { .. }
            | Fact::SessionEnded { .. }
            | Fact::LobbyLeft { .. }
            | Fact::LobbyAdmitted { .. }
            | Fact::LobbyTurnedAway { .. }
            | Fact::ParticipantLeft { .. }
            | Fact::ParticipantAway { .. }
            | Fact::ParticipantBack { .. }
            | Fact::ParticipantRemoved { .. }
            | Fact::ParticipantBanned { .. }
            | Fact::ParticipantUnbanned { .. }
            | Fact::SpotlightMoved { .. }
            | Fact::MediaConnected { .. }
            | Fact::MediaDisconnected { .. }
            | Fact::MediaStopped { .. }
            | Fact::PermissionChanged { .. }
            | Fact::PermissionGranted { .. }
            | Fact::PermissionLocked
            | Fact::PermissionUnlocked
            | Fact::HandRaised { .. }
            | Fact::HandLowered { .. }
            | Fact::ChatRemoved { .. }
            | Fact::ChatPinned { .. }
            | Fact::ChatUnpinned { .. }
            | Fact::ChatReacted { .. }
            | Fact::ChatUnreacted { .. }
            | Fact::ChatReportDismissed { .. }
            | Fact::QuestionUpvoted { .. }
            | Fact::QuestionUnvoted { .. }
            | Fact::QuestionClaimed { .. }
            | Fact::QuestionAnsweredAloud { .. }
            | Fact::QuestionResolved { .. }
            | Fact::QuestionMerged { .. }
            | Fact::QuestionStaged { .. }
            | Fact::QuestionUnstaged { .. }
            | Fact::PollClosed { .. }
            | Fact::PollHidden { .. }
            | Fact::PollRecalled { .. }
            | Fact::RecordingStarted { .. }
            | Fact::TrackStarted { .. }
            | Fact::TrackFinished { .. }
            | Fact::RecordingFinalized { .. }
            | Fact::StageProgressed { .. }
            | Fact::StageFinished { .. }
            // Its reason is the program's own text.
            | Fact::StageFailed { .. }
            | Fact::StageRestarted { .. }
            | Fact::Unknown => None,
        }
    };
}

impl Fact {
    /// A plain chat message to everybody.
    #[must_use]
    pub fn chat(message: MessageId, text: &str) -> Self {
        Self::ChatPosted {
            message,
            text: text.into(),
            reply_to: None,
            readers: Default::default(),
            mentions: Default::default(),
        }
    }

    /// The words in it, if it is of a kind that has any.
    #[must_use]
    pub fn words(&self) -> Option<&Words> {
        // Most of these have none, and there are many votes.
        let may_lack =
            matches!(self, Self::PollVoted { .. } | Self::PollKeyed { .. } | Self::PollShown { .. });
        words!(self).filter(|words| !(may_lack && words.erased()))
    }

    /// The words in it, to be taken out before it is stored or put back when it is read.
    pub fn words_mut(&mut self) -> Option<&mut Words> {
        words!(self)
    }

    /// Whose words they are, when that is not who acted: a name belongs to its bearer, a question to its asker whoever
    /// approves it.
    #[must_use]
    pub fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        match self {
            Self::ParticipantJoined { user, .. }
            | Self::ParticipantNamed { user, .. }
            | Self::LobbyKnocked { user, .. } => Some(*user),
            Self::ChatReported { author, .. } => Some(*author),
            Self::QuestionApproved { asker, .. } | Self::QuestionCarried(Carried { asker, .. }) => *asker,
            Self::SessionScheduled(_)
            | Self::SessionRescheduled(_)
            | Self::SessionCancelled { .. }
            | Self::ChapterMarked { .. }
            | Self::PollGrouped { .. }
            | Self::PollGroupShown { .. }
            | Self::ChatPosted { .. }
            | Self::ChatEdited { .. }
            | Self::QuestionAsked { .. }
            | Self::QuestionAnswered { .. }
            | Self::QuestionDismissed { .. }
            | Self::PollOpened { .. }
            | Self::PollVoted { .. }
            | Self::PollKeyed { .. }
            | Self::PollShown { .. }
            | Self::SettingsChanged { .. }
            | Self::SessionContinuedFrom { .. }
            | Self::SessionStarted
            | Self::SessionPaused
            | Self::SessionResumed
            | Self::TeacherLost
            | Self::TeacherReturned
            | Self::SessionTakenOver { .. }
            | Self::SessionEnded { .. }
            | Self::LobbyLeft { .. }
            | Self::LobbyAdmitted { .. }
            | Self::LobbyTurnedAway { .. }
            | Self::ParticipantLeft { .. }
            | Self::ParticipantAway { .. }
            | Self::ParticipantBack { .. }
            | Self::ParticipantRemoved { .. }
            | Self::ParticipantBanned { .. }
            | Self::ParticipantUnbanned { .. }
            | Self::SpotlightMoved { .. }
            | Self::MediaConnected { .. }
            | Self::MediaDisconnected { .. }
            | Self::MediaStopped { .. }
            | Self::PermissionChanged { .. }
            | Self::PermissionGranted { .. }
            | Self::PermissionLocked
            | Self::PermissionUnlocked
            | Self::HandRaised { .. }
            | Self::HandLowered { .. }
            | Self::ChatRemoved { .. }
            | Self::ChatPinned { .. }
            | Self::ChatUnpinned { .. }
            | Self::ChatReacted { .. }
            | Self::ChatUnreacted { .. }
            | Self::ChatReportDismissed { .. }
            | Self::QuestionUpvoted { .. }
            | Self::QuestionUnvoted { .. }
            | Self::QuestionClaimed { .. }
            | Self::QuestionAnsweredAloud { .. }
            | Self::QuestionResolved { .. }
            | Self::QuestionMerged { .. }
            | Self::QuestionStaged { .. }
            | Self::QuestionUnstaged { .. }
            | Self::PollClosed { .. }
            | Self::PollHidden { .. }
            | Self::PollRecalled { .. }
            | Self::RecordingStarted { .. }
            | Self::TrackStarted { .. }
            | Self::TrackFinished { .. }
            | Self::RecordingFinalized { .. }
            | Self::StageProgressed { .. }
            | Self::StageFinished { .. }
            | Self::StageFailed { .. }
            | Self::StageRestarted { .. }
            | Self::Unknown => actor,
        }
    }
}
