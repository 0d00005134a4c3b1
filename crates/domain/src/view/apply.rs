//! The fold. It is total: it never fails, and what it doesn't know it skips.

use crate::chapter::Chapter;
use crate::event::{Event, Fact};
use crate::pipeline::Progress;
use crate::view::ClassView;
use crate::{chat, hand, lobby, participant, permission, poll, question, session};

/// Brings `view` from the event before to this one. An event that is already in it changes nothing.
pub fn apply(view: &mut ClassView, event: &Event) {
    if event.sequence <= view.sequence {
        return;
    }
    view.index();
    view.sequence = event.sequence;
    match &event.fact {
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
        | Fact::SessionEnded { .. } => session::fold(view, event),
        Fact::LobbyKnocked { .. }
        | Fact::LobbyLeft { .. }
        | Fact::LobbyAdmitted { .. }
        | Fact::LobbyTurnedAway { .. }
        | Fact::ParticipantRemoved { .. }
        | Fact::ParticipantBanned { .. }
        | Fact::ParticipantUnbanned { .. } => lobby::fold(view, event),
        Fact::ParticipantJoined { .. } => {
            participant::fold(view, event);
            lobby::fold(view, event);
        }
        Fact::ParticipantNamed { .. }
        | Fact::ParticipantLeft { .. }
        | Fact::ParticipantAway { .. }
        | Fact::ParticipantBack { .. }
        | Fact::SpotlightMoved { .. }
        | Fact::MediaConnected { .. }
        | Fact::MediaDisconnected { .. } => participant::fold(view, event),
        Fact::PermissionChanged { .. }
        | Fact::PermissionGranted { .. }
        | Fact::PermissionLocked
        | Fact::PermissionUnlocked => permission::fold(view, event),
        Fact::HandRaised { .. } | Fact::HandLowered { .. } => hand::fold(view, event),
        Fact::ChatPosted { .. }
        | Fact::ChatEdited { .. }
        | Fact::ChatRemoved { .. }
        | Fact::ChatPinned { .. }
        | Fact::ChatUnpinned { .. }
        | Fact::ChatReacted { .. }
        | Fact::ChatUnreacted { .. }
        | Fact::ChatReported { .. }
        | Fact::ChatReportDismissed { .. } => chat::fold(view, event),
        Fact::QuestionAsked { .. }
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
        | Fact::QuestionUnstaged { .. } => question::fold(view, event),
        Fact::PollOpened { .. }
        | Fact::PollKeyed { .. }
        | Fact::PollVoted { .. }
        | Fact::PollClosed { .. }
        | Fact::PollGrouped { .. }
        | Fact::PollShown { .. }
        | Fact::PollGroupShown { .. }
        | Fact::PollRecalled { .. }
        | Fact::PollHidden { .. } => poll::fold(view, event),
        Fact::ChapterMarked { chapter, title } => {
            view.chapters.push(Chapter { id: *chapter, offset: event.offset, title: title.clone() })
        }
        Fact::RecordingStarted { recording } => {
            view.recordings.get_or_insert_with(*recording, || false);
        }
        Fact::RecordingFinalized { recording } => {
            view.recordings.insert(*recording, true);
        }
        Fact::TrackStarted { track } | Fact::TrackFinished { track } => {
            view.tracks.insert(track.id, track.clone());
        }
        Fact::StageProgressed { stage, percent } => {
            view.stages.insert(*stage, Progress::Working { percent: *percent });
        }
        Fact::StageFinished { stage } => {
            view.stages.insert(*stage, Progress::Finished);
        }
        Fact::StageFailed { stage, reason } => {
            view.stages.insert(*stage, Progress::Failed { reason: reason.clone() });
        }
        Fact::StageRestarted { stage } => {
            view.stages.insert(*stage, Progress::Waiting);
        }
        // What the media server is to do: in the log for the record.
        Fact::MediaStopped { .. } | Fact::Unknown => {}
    }
}
