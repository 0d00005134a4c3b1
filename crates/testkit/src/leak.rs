//! What students must not get, said without asking the code that keeps it from them.

use domain::ClassView;
use domain::event::{Event, Fact};
use domain::ids::UserId;
use domain::role::Viewer;

/// What of the event as `viewer`, a student, got it they should not have got, said without asking the code under test.
#[must_use]
pub fn leak(event: &Event, viewer: &Viewer, state: &ClassView) -> Option<&'static str> {
    let me = viewer.user;
    let others = |user: UserId| user != me;
    match &event.fact {
        Fact::ChatReported { .. } | Fact::ChatReportDismissed { .. } => Some("the staff's queue"),
        Fact::PollKeyed { .. } => Some("what is right"),
        Fact::PollGrouped { .. } => Some("the staff's groups"),
        Fact::PollRecalled { .. } => Some("an earlier class's result"),
        Fact::PollVoted { ballot: Some(_), .. } => Some("a ballot"),
        Fact::PollVoted { .. } if event.actor != Some(me) => Some("another's vote"),
        Fact::QuestionUpvoted { .. } | Fact::QuestionUnvoted { .. } => {
            event.actor.is_some_and(others).then_some("who voted")
        }
        // Its asker may have resolved it, and may be anonymous.
        Fact::QuestionResolved { .. } if event.actor.is_some() => Some("who resolved"),
        Fact::QuestionAsked { pending: true, .. } if event.actor != Some(me) => Some("a waiting question"),
        Fact::QuestionAsked { anonymous: true, .. } => event.actor.is_some_and(others).then_some("who asks"),
        Fact::QuestionApproved { anonymous: true, asker, .. } => {
            asker.is_some_and(others).then_some("who asks")
        }
        Fact::QuestionCarried(carried) if carried.asker != Some(me) && carried.pending => {
            Some("a waiting question")
        }
        Fact::QuestionCarried(carried) if carried.anonymous => {
            carried.asker.is_some_and(others).then_some("who asks")
        }
        Fact::ParticipantNamed { user, public: false, .. } if *user != me => Some("who asks"),
        Fact::QuestionDismissed { asker, reason, .. } => {
            (*asker != Some(me) && !reason.erased()).then_some("why it was dismissed")
        }
        Fact::SettingsChanged { settings } if !settings.blocked.is_empty() => Some("the blocked words"),
        Fact::LobbyKnocked { user, .. }
        | Fact::LobbyLeft { user, .. }
        | Fact::LobbyTurnedAway { user }
        | Fact::ParticipantRemoved { user }
        | Fact::ParticipantBanned { user }
        | Fact::ParticipantUnbanned { user }
            if *user != me =>
        {
            Some("the lobby")
        }
        Fact::MediaStopped { user, .. } if *user != me => Some("whom staff silenced"),
        Fact::QuestionClaimed { .. } => Some("who takes care of it"),
        Fact::TrackStarted { track } | Fact::TrackFinished { track } if !track.key.is_empty() => {
            Some("where a track lies")
        }
        Fact::ParticipantJoined { node, .. } if !node.is_empty() => Some("a server's name"),
        Fact::ParticipantLeft { for_good: true, .. } => Some("how a login ended"),
        Fact::StageFailed { reason, .. } if !reason.is_empty() => Some("why a stage failed"),
        Fact::LobbyAdmitted { users } if users.iter().any(|user| *user != me) => Some("the lobby"),
        Fact::PermissionGranted { user, .. } if *user != me => Some("another's permissions"),
        Fact::ChatPosted { message, .. } | Fact::ChatEdited { message, .. } => {
            let message = state.message(*message)?;
            (!message.readers.include(me, false)).then_some("a private message")
        }
        Fact::SessionScheduled(_)
        | Fact::SessionRescheduled(_)
        | Fact::SessionCancelled { .. }
        | Fact::SettingsChanged { .. }
        | Fact::SessionContinuedFrom { .. }
        | Fact::SessionStarted
        | Fact::SessionPaused
        | Fact::SessionResumed
        | Fact::TeacherLost
        | Fact::TeacherReturned
        | Fact::SessionTakenOver { .. }
        | Fact::SessionEnded { .. }
        | Fact::LobbyKnocked { .. }
        | Fact::LobbyLeft { .. }
        | Fact::LobbyAdmitted { .. }
        | Fact::LobbyTurnedAway { .. }
        | Fact::ParticipantJoined { .. }
        | Fact::ParticipantNamed { .. }
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
        | Fact::QuestionAsked { .. }
        | Fact::QuestionApproved { .. }
        | Fact::QuestionCarried(_)
        | Fact::QuestionAnsweredAloud { .. }
        | Fact::QuestionAnswered { .. }
        | Fact::QuestionResolved { .. }
        | Fact::QuestionMerged { .. }
        | Fact::QuestionStaged { .. }
        | Fact::QuestionUnstaged { .. }
        | Fact::PollOpened { .. }
        | Fact::PollVoted { .. }
        | Fact::PollClosed { .. }
        | Fact::PollShown { .. }
        | Fact::PollGroupShown { .. }
        | Fact::PollHidden { .. }
        | Fact::ChapterMarked { .. }
        | Fact::RecordingStarted { .. }
        | Fact::TrackStarted { .. }
        | Fact::TrackFinished { .. }
        | Fact::RecordingFinalized { .. }
        | Fact::StageProgressed { .. }
        | Fact::StageFinished { .. }
        | Fact::StageFailed { .. }
        | Fact::StageRestarted { .. }
        | Fact::Unknown => None,
    }
}
