//! Whom a fact reaches: said by the fact alone, so that it can be encoded once for all staff and once for all students, and
//! again only for the few it concerns in person.

use crate::ids::UserId;
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
    /// Everybody.
    pub(crate) fn everybody() -> Self {
        Self { staff: true, students: true, people: Vec::new() }
    }

    /// All staff.
    pub(crate) fn staff() -> Self {
        Self { staff: true, students: false, people: Vec::new() }
    }

    /// And these in person.
    pub(crate) fn and(self, people: impl IntoIterator<Item = UserId>) -> Self {
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
