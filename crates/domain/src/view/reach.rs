//! Whom an event reaches: said by the event alone, so that it can be encoded once for all staff and once for all students,
//! and again only for the few it concerns in person.

use crate::chat::Readers;
use crate::event::{Event, Fact};
use crate::ids::UserId;
use crate::question::Carried;
use crate::role::{Role, Viewer};

/// Viewers who see the same of every event that doesn't concern them in person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// Those who run the class.
    Staff,
    /// Those who attend it.
    Students,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Self; 2] = [Self::Staff, Self::Students];

    /// The audience a viewer belongs to.
    #[must_use]
    pub fn of(viewer: &Viewer) -> Self {
        if viewer.role.is_staff() { Self::Staff } else { Self::Students }
    }

    /// A viewer whom nothing concerns in person: who sees what all of the audience see.
    #[must_use]
    pub fn anybody(self) -> Viewer {
        let role = match self {
            Self::Staff => Role::Assistant,
            Self::Students => Role::Student,
        };
        Viewer { user: UserId(uuid::Uuid::nil()), role }
    }
}

/// Whom an event reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Whether all staff see it.
    pub staff: bool,
    /// Whether all students see it, be it without what is not for them.
    pub students: bool,
    /// Those who see it, or see more of it, in person. Staff among those who see all of it anyway may be named, too.
    pub people: Vec<UserId>,
}

impl Reach {
    fn everybody() -> Self {
        Self { staff: true, students: true, people: Vec::new() }
    }

    fn staff() -> Self {
        Self { staff: true, students: false, people: Vec::new() }
    }

    fn and(self, people: impl IntoIterator<Item = UserId>) -> Self {
        Self { people: people.into_iter().collect(), ..self }
    }

    /// Whether it reaches a viewer.
    #[must_use]
    pub fn includes(&self, viewer: &Viewer) -> bool {
        let shared = match Audience::of(viewer) {
            Audience::Staff => self.staff,
            Audience::Students => self.students,
        };
        shared || self.people.contains(&viewer.user)
    }
}

/// Whom the event reaches. Viewers who are not among [`Reach::people`] see of it what their whole audience sees.
#[must_use]
pub fn reach(event: &Event) -> Reach {
    match &event.fact {
        Fact::LobbyKnocked { user, .. }
        | Fact::LobbyLeft { user, .. }
        | Fact::LobbyTurnedAway { user }
        | Fact::ParticipantRemoved { user }
        | Fact::ParticipantBanned { user }
        | Fact::ParticipantUnbanned { user }
        | Fact::PermissionGranted { user, .. }
        | Fact::MediaStopped { user, .. } => Reach::staff().and([*user]),
        Fact::ParticipantNamed { user, public: false, .. } => Reach::staff().and([*user]),
        Fact::LobbyAdmitted { users } => Reach::staff().and(users.iter().copied()),
        Fact::ChatPosted { readers, .. }
        | Fact::ChatEdited { readers, .. }
        | Fact::ChatReacted { readers, .. }
        | Fact::ChatUnreacted { readers, .. } => among(readers),
        // Staff have it in their queue where it was reported.
        Fact::ChatRemoved { readers, .. } => Reach { staff: true, ..among(readers) },
        Fact::ChatReported { .. }
        | Fact::ChatReportDismissed { .. }
        | Fact::QuestionClaimed { .. }
        | Fact::PollKeyed { .. }
        | Fact::PollGrouped { .. }
        | Fact::PollRecalled { .. } => Reach::staff(),
        Fact::QuestionAsked { pending: true, .. } | Fact::PollVoted { .. } => Reach::staff().and(event.actor),
        Fact::QuestionAsked { anonymous: true, .. }
        | Fact::QuestionUpvoted { .. }
        | Fact::QuestionUnvoted { .. } => Reach::everybody().and(event.actor),
        Fact::QuestionApproved { anonymous: true, asker, .. } | Fact::QuestionDismissed { asker, .. } => {
            Reach::everybody().and(*asker)
        }
        Fact::QuestionCarried(Carried { pending: true, asker, .. }) => Reach::staff().and(*asker),
        Fact::QuestionCarried(Carried { anonymous, asker, voters, .. }) => {
            let asker = asker.filter(|_| *anonymous);
            Reach::everybody().and(voters.iter().copied().chain(asker))
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
        | Fact::ParticipantJoined { .. }
        | Fact::ParticipantNamed { public: true, .. }
        | Fact::ParticipantLeft { .. }
        | Fact::ParticipantAway { .. }
        | Fact::ParticipantBack { .. }
        | Fact::SpotlightMoved { .. }
        | Fact::MediaConnected { .. }
        | Fact::MediaDisconnected { .. }
        | Fact::PermissionChanged { .. }
        | Fact::PermissionLocked
        | Fact::PermissionUnlocked
        | Fact::HandRaised { .. }
        | Fact::HandLowered { .. }
        | Fact::ChatPinned { .. }
        | Fact::ChatUnpinned { .. }
        | Fact::QuestionAsked { pending: false, anonymous: false, .. }
        | Fact::QuestionApproved { anonymous: false, .. }
        | Fact::QuestionAnsweredAloud { .. }
        | Fact::QuestionAnswered { .. }
        | Fact::QuestionResolved { .. }
        | Fact::QuestionMerged { .. }
        | Fact::QuestionStaged { .. }
        | Fact::QuestionUnstaged { .. }
        | Fact::PollOpened { .. }
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
        // Nothing of it was understood, so there is nothing in it.
        | Fact::Unknown => Reach::everybody(),
    }
}

fn among(readers: &Readers) -> Reach {
    match *readers {
        Readers::Everybody => Reach::everybody(),
        Readers::Staff { with } => Reach::staff().and([with]),
        Readers::Two { one, other } => Reach { staff: false, students: false, people: vec![one, other] },
    }
}
