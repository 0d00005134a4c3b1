//! What students must not get, said without asking the code that keeps it from them: a function a feature.

use domain::event::{Event, Fact};
use domain::ids::UserId;
use domain::role::Viewer;
use domain::{
    ClassView, board, chapter, chat, hand, lobby, participant, permission, pipeline, poll, question,
    recording, scene, session, slides,
};

/// What of the event as `viewer`, a student, got it they should not have got.
#[must_use]
pub fn leak(event: &Event, viewer: &Viewer, state: &ClassView) -> Option<&'static str> {
    let (me, actor) = (viewer.user, event.actor);
    match &event.fact {
        Fact::Session(fact) => of_session(fact),
        Fact::Lobby(fact) => of_lobby(fact, me),
        Fact::Participant(fact) => of_participant(fact, me),
        Fact::Permission(fact) => of_permission(fact, me),
        Fact::Hand(hand::Fact::Raised { .. } | hand::Fact::Lowered { .. }) => None,
        Fact::Chat(fact) => of_chat(fact, me, state),
        Fact::Question(fact) => of_question(fact, actor, me),
        Fact::Poll(fact) => of_poll(fact, actor, me),
        Fact::Chapter(chapter::Fact::Marked { .. }) => None,
        Fact::Board(
            board::Fact::Created { .. }
            | board::Fact::PageAdded { .. }
            | board::Fact::Bound { .. }
            | board::Fact::Rebound { .. }
            | board::Fact::Continued { .. }
            | board::Fact::Updated { .. },
        ) => None,
        Fact::Scene(fact) => of_scene(fact),
        Fact::Slides(fact) => of_slides(fact),
        Fact::Recording(fact) => of_recording(fact),
        Fact::Pipeline(fact) => of_pipeline(fact),
        Fact::Unknown => None,
    }
}

fn of_session(fact: &session::Fact) -> Option<&'static str> {
    match fact {
        session::Fact::SettingsChanged { settings } => {
            (!settings.blocked.is_empty()).then_some("the blocked words")
        }
        session::Fact::Scheduled(_)
        | session::Fact::Rescheduled(_)
        | session::Fact::Cancelled { .. }
        | session::Fact::ContinuedFrom { .. }
        | session::Fact::Started
        | session::Fact::Paused
        | session::Fact::Resumed
        | session::Fact::TeacherLost
        | session::Fact::TeacherReturned
        | session::Fact::TakenOver { .. }
        | session::Fact::Ended { .. } => None,
    }
}

fn of_lobby(fact: &lobby::Fact, me: UserId) -> Option<&'static str> {
    let of_others = match fact {
        lobby::Fact::Knocked { user, .. }
        | lobby::Fact::Left { user, .. }
        | lobby::Fact::TurnedAway { user } => *user != me,
        lobby::Fact::Admitted { users } => users.iter().any(|user| *user != me),
    };
    of_others.then_some("the lobby")
}

fn of_participant(fact: &participant::Fact, me: UserId) -> Option<&'static str> {
    match fact {
        participant::Fact::Named { user, public: false, .. } => (*user != me).then_some("who asks"),
        participant::Fact::Removed { user }
        | participant::Fact::Banned { user }
        | participant::Fact::Unbanned { user } => (*user != me).then_some("who was sent out"),
        participant::Fact::MediaStopped { user, .. } => (*user != me).then_some("whom staff silenced"),
        participant::Fact::Joined { node, .. } => (!node.is_empty()).then_some("a server's name"),
        participant::Fact::Left { for_good, .. } => for_good.then_some("how a login ended"),
        participant::Fact::Named { public: true, .. }
        | participant::Fact::Away { .. }
        | participant::Fact::Back { .. }
        | participant::Fact::SpotlightMoved { .. }
        | participant::Fact::MediaConnected { .. }
        | participant::Fact::MediaDisconnected { .. } => None,
    }
}

fn of_permission(fact: &permission::Fact, me: UserId) -> Option<&'static str> {
    match fact {
        permission::Fact::Granted { user, .. } => (*user != me).then_some("another's permissions"),
        permission::Fact::Changed { .. } | permission::Fact::Locked | permission::Fact::Unlocked => None,
    }
}

fn of_chat(fact: &chat::Fact, me: UserId, state: &ClassView) -> Option<&'static str> {
    match fact {
        chat::Fact::Reported { .. } | chat::Fact::ReportDismissed { .. } => Some("the staff's queue"),
        chat::Fact::Posted { message, .. } | chat::Fact::Edited { message, .. } => {
            let message = state.chat.message(*message)?;
            (!message.readers.include(me, false)).then_some("a private message")
        }
        chat::Fact::Removed { .. }
        | chat::Fact::Pinned { .. }
        | chat::Fact::Unpinned { .. }
        | chat::Fact::Reacted { .. }
        | chat::Fact::Unreacted { .. } => None,
    }
}

fn of_question(fact: &question::Fact, actor: Option<UserId>, me: UserId) -> Option<&'static str> {
    let anothers = |user: Option<UserId>| user.is_some_and(|user| user != me);
    match fact {
        question::Fact::Upvoted { .. } | question::Fact::Unvoted { .. } => {
            anothers(actor).then_some("who voted")
        }
        // Its asker may have resolved it, and may be anonymous.
        question::Fact::Resolved { .. } => actor.map(|_| "who resolved"),
        question::Fact::Asked { pending: true, .. } if actor != Some(me) => Some("a waiting question"),
        question::Fact::Asked { anonymous, .. } => (*anonymous && anothers(actor)).then_some("who asks"),
        question::Fact::Approved { anonymous, asker, .. } => {
            (*anonymous && anothers(*asker)).then_some("who asks")
        }
        question::Fact::Carried(carried) if carried.pending && carried.asker != Some(me) => {
            Some("a waiting question")
        }
        question::Fact::Carried(carried) => {
            (carried.anonymous && anothers(carried.asker)).then_some("who asks")
        }
        question::Fact::Dismissed { asker, reason, .. } => {
            (*asker != Some(me) && !reason.erased()).then_some("why it was dismissed")
        }
        question::Fact::Claimed { .. } => Some("who takes care of it"),
        question::Fact::AnsweredAloud { .. }
        | question::Fact::Answered { .. }
        | question::Fact::Merged { .. }
        | question::Fact::Staged { .. }
        | question::Fact::Unstaged { .. } => None,
    }
}

fn of_poll(fact: &poll::Fact, actor: Option<UserId>, me: UserId) -> Option<&'static str> {
    match fact {
        poll::Fact::Keyed { .. } => Some("what is right"),
        poll::Fact::Grouped { .. } => Some("the staff's groups"),
        poll::Fact::Recalled { .. } => Some("an earlier class's result"),
        poll::Fact::Voted { ballot: Some(_), .. } => Some("a ballot"),
        poll::Fact::Voted { ballot: None, .. } => (actor != Some(me)).then_some("another's vote"),
        poll::Fact::Opened { .. }
        | poll::Fact::Closed { .. }
        | poll::Fact::Shown { .. }
        | poll::Fact::GroupShown { .. }
        | poll::Fact::Hidden { .. }
        | poll::Fact::Staged { .. }
        | poll::Fact::Unstaged { .. } => None,
    }
}

fn of_scene(fact: &scene::Fact) -> Option<&'static str> {
    match fact {
        scene::Fact::Created { .. }
        | scene::Fact::Changed { .. }
        | scene::Fact::Moved { .. }
        | scene::Fact::Deleted { .. } => Some("scenes that were not shown"),
        scene::Fact::Switched { .. }
        | scene::Fact::Cleared
        | scene::Fact::LayerShown { .. }
        | scene::Fact::LayerHidden { .. } => None,
    }
}

fn of_slides(fact: &slides::Fact) -> Option<&'static str> {
    match fact {
        slides::Fact::Added { .. }
        | slides::Fact::Drawn { .. }
        | slides::Fact::Refused { .. }
        | slides::Fact::Renamed { .. }
        | slides::Fact::Replaced { .. } => Some("decks that were not shown"),
        slides::Fact::Described { shown: false, .. } => Some("what pages that were not shown are in words"),
        slides::Fact::Described { shown: true, .. }
        | slides::Fact::Removed { .. }
        | slides::Fact::Changed { .. }
        | slides::Fact::Zoomed { .. } => None,
    }
}

fn of_recording(fact: &recording::Fact) -> Option<&'static str> {
    match fact {
        recording::Fact::TrackStarted { track } | recording::Fact::TrackFinished { track } => {
            (!track.key.is_empty()).then_some("where a track lies")
        }
        recording::Fact::Started { .. } | recording::Fact::Finalized { .. } => None,
    }
}

fn of_pipeline(fact: &pipeline::Fact) -> Option<&'static str> {
    match fact {
        pipeline::Fact::Failed { reason, .. } => (!reason.is_empty()).then_some("why a step failed"),
        pipeline::Fact::Progressed { .. }
        | pipeline::Fact::Finished { .. }
        | pipeline::Fact::Restarted { .. } => None,
    }
}
