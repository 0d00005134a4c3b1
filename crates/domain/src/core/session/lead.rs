//! Who leads a class when its teacher's connection is lost.

use chrono::{DateTime, TimeDelta, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::ids::UserId;
use crate::rejection::Rejection;
use crate::role::Role;
use crate::session::Fact;
use crate::time::later;

/// Who leads a class that is being taught.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "lead", rename_all = "snake_case")]
pub enum Lead {
    /// A teacher is there.
    #[default]
    Teacher,
    /// The last teacher is gone, perhaps for a moment.
    Away {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// No teacher has been there for the grace time: an assistant may take over.
    Lost,
    /// An assistant has the teacher's rights until a teacher returns.
    Taken {
        /// Who.
        by: UserId,
    },
}

/// Notes that the teacher is lost, once the grace time is over; before that, and where they are back, nothing.
///
/// # Errors
/// Outside a live class.
pub fn lose_teacher(class: &Core, now: DateTime<Utc>) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let over = lost_at(class).is_some_and(|at| at <= now);
    Ok(if over { vec![Fact::TeacherLost] } else { vec![] })
}

/// When the teacher counts as lost, if none is there.
pub(super) fn lost_at(class: &Core) -> Option<DateTime<Utc>> {
    match class.lead {
        Lead::Away { since } => Some(later(since, TimeDelta::seconds(class.settings.teacher_grace.into()))),
        Lead::Teacher | Lead::Lost | Lead::Taken { .. } => None,
    }
}

impl Core {
    /// What somebody counts as who is enrolled as `role`: whoever took over counts as a teacher until one returns.
    #[must_use]
    pub fn standing(&self, user: UserId, role: Role) -> Role {
        match self.lead {
            Lead::Taken { by } if by == user => Role::Teacher,
            _ => role,
        }
    }

    /// Whether a teacher has the class open.
    pub(crate) fn teacher_here(&self) -> bool {
        self.people.values().any(|person| person.role == Role::Teacher && person.is_here())
    }
}
