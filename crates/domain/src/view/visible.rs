//! What each viewer may see of the log. What they may not is removed on the server, never hidden in a browser.

use crate::chat::Message;
use crate::event::{Event, Fact};
use crate::ids::{RecordingId, UserId};
use crate::lobby::Door;
use crate::pipeline::Progress;
use crate::question::{Carried, Question, State};
use crate::role::Viewer;
use crate::session::Settings;
use crate::view::{Audience, ClassView, reach};
use crate::words::Words;

/// The event as `viewer` may see it; `None` where they may not see it at all.
#[must_use]
pub fn visible(event: &Event, viewer: &Viewer) -> Option<Event> {
    if !reach(event).includes(viewer) {
        return None;
    }
    let mut event = event.clone();
    // Keys in object storage, servers' names and how logins end are nobody's business outside.
    match &mut event.fact {
        Fact::ParticipantLeft { for_good, .. } => *for_good = false,
        Fact::TrackStarted { track } | Fact::TrackFinished { track } => track.key.clear(),
        Fact::ParticipantJoined { node, .. } | Fact::LobbyKnocked { node, .. } => node.clear(),
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
        | Fact::LobbyLeft { .. }
        | Fact::LobbyAdmitted { .. }
        | Fact::LobbyTurnedAway { .. }
        | Fact::ParticipantNamed { .. }
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
        | Fact::PollOpened { .. }
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
        | Fact::RecordingFinalized { .. }
        | Fact::StageProgressed { .. }
        | Fact::StageFinished { .. }
        | Fact::StageFailed { .. }
        | Fact::StageRestarted { .. }
        | Fact::Unknown => {}
    }
    if Audience::of(viewer) == Audience::Students {
        strip(&mut event, viewer);
    }
    Some(event)
}

/// Takes out what a student may not see.
fn strip(event: &mut Event, viewer: &Viewer) {
    let me = viewer.user;
    match &mut event.fact {
        Fact::StageFailed { reason, .. } => reason.clear(),
        Fact::SettingsChanged { settings } => settings.blocked.clear(),
        Fact::LobbyAdmitted { users } => users.retain(|user| *user == me),
        Fact::QuestionAsked { anonymous: true, .. }
        | Fact::QuestionUpvoted { .. }
        | Fact::QuestionUnvoted { .. } => event.actor = event.actor.filter(|actor| *actor == me),
        // Its asker may have done so.
        Fact::QuestionResolved { .. } => event.actor = None,
        Fact::QuestionApproved { asker, anonymous, .. } => {
            *asker = asker.filter(|asker| !*anonymous || *asker == me);
        }
        Fact::QuestionCarried(Carried { asker, anonymous, voters, .. }) => {
            *asker = asker.filter(|asker| !*anonymous || *asker == me);
            voters.retain(|voter| *voter == me);
        }
        Fact::QuestionDismissed { asker, reason, .. } if *asker != Some(me) => {
            *asker = None;
            *reason = Words(None);
        }
        Fact::SessionScheduled(_)
        | Fact::SessionRescheduled(_)
        | Fact::SessionCancelled { .. }
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
        | Fact::QuestionClaimed { .. }
        | Fact::QuestionAnsweredAloud { .. }
        | Fact::QuestionAnswered { .. }
        | Fact::QuestionDismissed { .. }
        | Fact::QuestionMerged { .. }
        | Fact::QuestionStaged { .. }
        | Fact::QuestionUnstaged { .. }
        | Fact::PollOpened { .. }
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
        | Fact::RecordingFinalized { .. }
        | Fact::StageProgressed { .. }
        | Fact::StageFinished { .. }
        | Fact::StageRestarted { .. }
        | Fact::Unknown => {}
    }
}

/// Takes out of an old event the words that were taken back since, as `class` knows: those of messages that were removed
/// or say something else now, and for students those of dismissed questions.
pub fn redact(event: &mut Event, class: &ClassView, viewer: &Viewer) {
    let sequence = event.sequence;
    match &mut event.fact {
        Fact::ChatPosted { message, text, .. } => {
            if class.message(*message).is_some_and(|now| now.removed_by.is_some() || now.edited.is_some()) {
                *text = Words(None);
            }
        }
        Fact::ChatEdited { message, text, .. } => {
            let gone = class
                .message(*message)
                .is_some_and(|now| now.removed_by.is_some() || now.edited != Some(sequence));
            if gone {
                *text = Words(None);
            }
        }
        Fact::ChatReported { message, text, .. } => {
            if class.message(*message).is_some_and(|now| now.removed_by.is_some()) {
                *text = Words(None);
            }
        }
        Fact::QuestionAsked { question, text, .. }
        | Fact::QuestionApproved { question, text, .. }
        | Fact::QuestionCarried(Carried { question, text, .. }) => {
            let dismissed = class.questions.get(question).is_some_and(|now| {
                matches!(now.state, State::Dismissed { .. }) && now.asker != Some(viewer.user)
            });
            if dismissed && Audience::of(viewer) == Audience::Students {
                *text = Words(None);
            }
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
        | Fact::ChatReportDismissed { .. }
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
        | Fact::PollOpened { .. }
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
        | Fact::RecordingFinalized { .. }
        | Fact::StageProgressed { .. }
        | Fact::StageFinished { .. }
        | Fact::StageFailed { .. }
        | Fact::StageRestarted { .. }
        | Fact::Unknown => {}
    }
}

impl ClassView {
    /// The view as `viewer` may see it: the same as folding what [`visible`] lets through.
    #[must_use]
    pub fn for_viewer(&self, viewer: &Viewer) -> Self {
        let mut view = self.clone();
        view.forget_index();
        for track in view.tracks.values_mut() {
            track.key.clear();
        }
        for person in view.people.values_mut() {
            person.connections.values_mut().for_each(String::clear);
        }
        for waiting in view.door.waiting.values_mut() {
            waiting.connections.values_mut().for_each(String::clear);
        }
        let (me, staff) = (viewer.user, Audience::of(viewer) == Audience::Staff);
        view.chat.retain(|message| message.readers.include(me, staff));
        if !staff {
            view.keep_for_student(me);
        }
        view
    }

    /// The view as everybody of an audience may see it, without what is about one of them.
    #[must_use]
    pub fn for_audience(&self, audience: Audience) -> Self {
        self.for_viewer(&audience.anybody())
    }

    /// Whether the view holds something for `viewer` in person. Where it doesn't they see what their whole audience sees
    /// ([`ClassView::for_audience`]), and can be sent the same snapshot.
    #[must_use]
    pub fn concerns(&self, viewer: &Viewer) -> bool {
        let (me, staff) = (viewer.user, Audience::of(viewer) == Audience::Staff);
        let nobody = Audience::of(viewer).anybody().user;
        let reads =
            |message: &Message| message.readers.include(me, staff) != message.readers.include(nobody, staff);
        let asked = |question: &Question| question.asker == Some(me) || question.voters.contains(&me);
        self.chat.iter().any(reads)
            || !staff
                && (self.people.get(&me).is_some_and(|person| !person.permits.is_empty())
                    || self.names.get(&me).is_some_and(|known| !known.public)
                    || self.door.only(me) != Door::default()
                    || self.questions.values().any(asked)
                    || self.polls.values().any(|poll| poll.votes.contains_key(&me.into())))
    }

    /// What somebody sees who is not let in: the calendar's entry, how far the class is, and their own place at the door.
    /// The server sends them this and no events until they are let in.
    #[must_use]
    pub fn for_outsider(&self, viewer: &Viewer) -> Self {
        let mut door = self.door.only(viewer.user);
        for waiting in door.waiting.values_mut() {
            waiting.connections.values_mut().for_each(String::clear);
        }
        Self {
            sequence: self.sequence,
            outside: true,
            phase: self.phase,
            schedule: self.schedule.clone(),
            cancelled_because: self.cancelled_because.clone(),
            settings: Settings { blocked: Vec::new(), ..self.settings.clone() },
            door,
            ..Self::default()
        }
    }

    fn keep_for_student(&mut self, me: UserId) {
        for progress in self.stages.values_mut() {
            if let Progress::Failed { reason } = progress {
                reason.clear();
            }
        }
        for person in self.people.values_mut().filter(|person| person.user != me) {
            person.permits.clear();
        }
        self.settings.blocked.clear();
        self.door = self.door.only(me);
        self.reports.clear();
        self.names.retain(|user, known| known.public || *user == me);
        self.keep_questions_for(me);
        self.keep_polls_for(me);
    }

    /// The recording under way, if one is.
    #[must_use]
    pub fn recording(&self) -> Option<RecordingId> {
        self.recordings.iter().find(|(_, finalized)| !**finalized).map(|(id, _)| *id)
    }
}
