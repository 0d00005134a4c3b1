//! What students must not get, said without asking the code that keeps it from them.

use domain::event::{Event, Fact};
use domain::ids::UserId;
use domain::role::Viewer;
use domain::{
    ClassView, chapter, chat, hand, lobby, participant, permission, pipeline, poll, question, recording,
    scene, session, slides,
};

/// What of the event as `viewer`, a student, got it they should not have got, said without asking the code under test.
#[must_use]
pub fn leak(event: &Event, viewer: &Viewer, state: &ClassView) -> Option<&'static str> {
    let me = viewer.user;
    let others = |user: UserId| user != me;
    match &event.fact {
        Fact::Chat(chat::Fact::Reported { .. } | chat::Fact::ReportDismissed { .. }) => {
            Some("the staff's queue")
        }
        Fact::Scene(
            scene::Fact::Created { .. }
            | scene::Fact::Changed { .. }
            | scene::Fact::Moved { .. }
            | scene::Fact::Deleted { .. },
        ) => Some("scenes that were not shown"),
        Fact::Slides(
            slides::Fact::Added { .. } | slides::Fact::Drawn { .. } | slides::Fact::Refused { .. },
        ) => Some("slides that were not shown"),
        Fact::Poll(poll::Fact::Keyed { .. }) => Some("what is right"),
        Fact::Poll(poll::Fact::Grouped { .. }) => Some("the staff's groups"),
        Fact::Poll(poll::Fact::Recalled { .. }) => Some("an earlier class's result"),
        Fact::Poll(poll::Fact::Voted { ballot: Some(_), .. }) => Some("a ballot"),
        Fact::Poll(poll::Fact::Voted { .. }) if event.actor != Some(me) => Some("another's vote"),
        Fact::Question(question::Fact::Upvoted { .. } | question::Fact::Unvoted { .. }) => {
            event.actor.is_some_and(others).then_some("who voted")
        }
        // Its asker may have resolved it, and may be anonymous.
        Fact::Question(question::Fact::Resolved { .. }) if event.actor.is_some() => Some("who resolved"),
        Fact::Question(question::Fact::Asked { pending: true, .. }) if event.actor != Some(me) => {
            Some("a waiting question")
        }
        Fact::Question(question::Fact::Asked { anonymous: true, .. }) => {
            event.actor.is_some_and(others).then_some("who asks")
        }
        Fact::Question(question::Fact::Approved { anonymous: true, asker, .. }) => {
            asker.is_some_and(others).then_some("who asks")
        }
        Fact::Question(question::Fact::Carried(carried)) if carried.asker != Some(me) && carried.pending => {
            Some("a waiting question")
        }
        Fact::Question(question::Fact::Carried(carried)) if carried.anonymous => {
            carried.asker.is_some_and(others).then_some("who asks")
        }
        Fact::Participant(participant::Fact::Named { user, public: false, .. }) if *user != me => {
            Some("who asks")
        }
        Fact::Question(question::Fact::Dismissed { asker, reason, .. }) => {
            (*asker != Some(me) && !reason.erased()).then_some("why it was dismissed")
        }
        Fact::Session(session::Fact::SettingsChanged { settings }) if !settings.blocked.is_empty() => {
            Some("the blocked words")
        }
        Fact::Lobby(
            lobby::Fact::Knocked { user, .. }
            | lobby::Fact::Left { user, .. }
            | lobby::Fact::TurnedAway { user },
        )
        | Fact::Participant(
            participant::Fact::Removed { user }
            | participant::Fact::Banned { user }
            | participant::Fact::Unbanned { user },
        ) if *user != me => Some("the lobby"),
        Fact::Participant(participant::Fact::MediaStopped { user, .. }) if *user != me => {
            Some("whom staff silenced")
        }
        Fact::Question(question::Fact::Claimed { .. }) => Some("who takes care of it"),
        Fact::Recording(
            recording::Fact::TrackStarted { track } | recording::Fact::TrackFinished { track },
        ) if !track.key.is_empty() => Some("where a track lies"),
        Fact::Participant(participant::Fact::Joined { node, .. }) if !node.is_empty() => {
            Some("a server's name")
        }
        Fact::Participant(participant::Fact::Left { for_good: true, .. }) => Some("how a login ended"),
        Fact::Pipeline(pipeline::Fact::Failed { reason, .. }) if !reason.is_empty() => {
            Some("why a stage failed")
        }
        Fact::Lobby(lobby::Fact::Admitted { users }) if users.iter().any(|user| *user != me) => {
            Some("the lobby")
        }
        Fact::Permission(permission::Fact::Granted { user, .. }) if *user != me => {
            Some("another's permissions")
        }
        Fact::Chat(chat::Fact::Posted { message, .. } | chat::Fact::Edited { message, .. }) => {
            let message = state.chat.message(*message)?;
            (!message.readers.include(me, false)).then_some("a private message")
        }
        Fact::Session(
            session::Fact::Scheduled(_)
            | session::Fact::Rescheduled(_)
            | session::Fact::Cancelled { .. }
            | session::Fact::SettingsChanged { .. }
            | session::Fact::ContinuedFrom { .. }
            | session::Fact::Started
            | session::Fact::Paused
            | session::Fact::Resumed
            | session::Fact::TeacherLost
            | session::Fact::TeacherReturned
            | session::Fact::TakenOver { .. }
            | session::Fact::Ended { .. },
        )
        | Fact::Lobby(
            lobby::Fact::Knocked { .. }
            | lobby::Fact::Left { .. }
            | lobby::Fact::Admitted { .. }
            | lobby::Fact::TurnedAway { .. },
        )
        | Fact::Participant(
            participant::Fact::Joined { .. }
            | participant::Fact::Named { .. }
            | participant::Fact::Left { .. }
            | participant::Fact::Away { .. }
            | participant::Fact::Back { .. }
            | participant::Fact::Removed { .. }
            | participant::Fact::Banned { .. }
            | participant::Fact::Unbanned { .. }
            | participant::Fact::SpotlightMoved { .. }
            | participant::Fact::MediaConnected { .. }
            | participant::Fact::MediaDisconnected { .. }
            | participant::Fact::MediaStopped { .. },
        )
        | Fact::Permission(
            permission::Fact::Changed { .. }
            | permission::Fact::Granted { .. }
            | permission::Fact::Locked
            | permission::Fact::Unlocked,
        )
        | Fact::Hand(hand::Fact::Raised { .. } | hand::Fact::Lowered { .. })
        | Fact::Chat(
            chat::Fact::Removed { .. }
            | chat::Fact::Pinned { .. }
            | chat::Fact::Unpinned { .. }
            | chat::Fact::Reacted { .. }
            | chat::Fact::Unreacted { .. },
        )
        | Fact::Question(
            question::Fact::Asked { .. }
            | question::Fact::Approved { .. }
            | question::Fact::Carried(_)
            | question::Fact::AnsweredAloud { .. }
            | question::Fact::Answered { .. }
            | question::Fact::Resolved { .. }
            | question::Fact::Merged { .. }
            | question::Fact::Staged { .. }
            | question::Fact::Unstaged { .. },
        )
        | Fact::Poll(
            poll::Fact::Opened { .. }
            | poll::Fact::Voted { .. }
            | poll::Fact::Closed { .. }
            | poll::Fact::Shown { .. }
            | poll::Fact::GroupShown { .. }
            | poll::Fact::Hidden { .. },
        )
        | Fact::Chapter(chapter::Fact::Marked { .. })
        | Fact::Scene(
            scene::Fact::Switched { .. }
            | scene::Fact::Cleared
            | scene::Fact::LayerShown { .. }
            | scene::Fact::LayerHidden { .. },
        )
        | Fact::Slides(slides::Fact::Changed { .. })
        | Fact::Recording(
            recording::Fact::Started { .. }
            | recording::Fact::TrackStarted { .. }
            | recording::Fact::TrackFinished { .. }
            | recording::Fact::Finalized { .. },
        )
        | Fact::Pipeline(
            pipeline::Fact::Progressed { .. }
            | pipeline::Fact::Finished { .. }
            | pipeline::Fact::Failed { .. }
            | pipeline::Fact::Restarted { .. },
        )
        | Fact::Unknown => None,
    }
}
