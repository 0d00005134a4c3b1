//! The facts of a class's life.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp, Task};
use crate::ids::{SessionId, UserId};
use crate::role::Viewer;
use crate::session::{EndReason, Schedule, Settings};
use crate::words::Words;

/// A fact of a class's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// The class was put on the calendar.
    #[serde(rename = "session.scheduled")]
    Scheduled(Schedule),
    /// Its title, time or lesson was changed.
    #[serde(rename = "session.rescheduled")]
    Rescheduled(Schedule),
    /// It won't take place, and why.
    #[serde(rename = "session.cancelled")]
    Cancelled {
        #[serde(default)]
        reason: Words,
    },
    /// How it is run was changed. Students don't see the blocked words.
    #[serde(rename = "session.settings_changed")]
    SettingsChanged { settings: Settings },
    /// It goes on from an earlier class.
    #[serde(rename = "session.continued_from")]
    ContinuedFrom { session: SessionId },
    /// The class began; offsets count from here.
    #[serde(rename = "session.started")]
    Started,
    /// The teacher's break began; offsets go on.
    #[serde(rename = "session.paused")]
    Paused,
    /// The break is over.
    #[serde(rename = "session.resumed")]
    Resumed,
    /// No teacher has been there for the grace time.
    #[serde(rename = "session.teacher_lost")]
    TeacherLost,
    /// A teacher is back after that.
    #[serde(rename = "session.teacher_returned")]
    TeacherReturned,
    /// An assistant has the teacher's rights until a teacher returns.
    #[serde(rename = "session.taken_over")]
    TakenOver { by: UserId },
    /// The class ended for everybody.
    #[serde(rename = "session.ended")]
    Ended {
        /// How it came to end.
        reason: EndReason,
    },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        actor
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Scheduled(_)
            | Self::Rescheduled(_)
            | Self::Cancelled { .. }
            | Self::SettingsChanged { .. }
            | Self::ContinuedFrom { .. }
            | Self::Started
            | Self::Paused
            | Self::Resumed
            | Self::TeacherLost
            | Self::TeacherReturned
            | Self::TakenOver { .. }
            | Self::Ended { .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {}

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {
        match self {
            Self::SettingsChanged { settings } => settings.blocked.clear(),
            Self::Scheduled(_)
            | Self::Rescheduled(_)
            | Self::Cancelled { .. }
            | Self::ContinuedFrom { .. }
            | Self::Started
            | Self::Paused
            | Self::Resumed
            | Self::TeacherLost
            | Self::TeacherReturned
            | Self::TakenOver { .. }
            | Self::Ended { .. } => {}
        }
    }

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        match self {
            Self::Scheduled(_) | Self::Rescheduled(_) => vec![Effect::Letters],
            Self::Cancelled { .. } => vec![Effect::Letters, Effect::Do(Task::CloseRoom)],
            Self::Ended { .. } => vec![Effect::Do(Task::CloseRoom)],
            Self::TakenOver { .. } | Self::TeacherReturned => vec![Effect::Do(Task::Review)],
            Self::SettingsChanged { .. }
            | Self::ContinuedFrom { .. }
            | Self::Started
            | Self::Paused
            | Self::Resumed
            | Self::TeacherLost => vec![],
        }
    }
}
