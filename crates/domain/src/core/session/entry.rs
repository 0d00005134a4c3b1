//! A class's entry on the calendar.

use chrono::{DateTime, Utc};
use domain_derive::HoldsWords;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{CourseId, LessonId, SessionId};
use crate::words::{Words, says};

/// A class on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, HoldsWords)]
pub struct Schedule {
    /// The class.
    pub session: SessionId,
    /// The course it belongs to.
    pub course: CourseId,
    /// The lesson it teaches, if it teaches one.
    pub lesson: Option<LessonId>,
    /// Its title.
    pub title: Words,
    /// When it is to start.
    pub starts_at: DateTime<Utc>,
    /// How long it is to take, in minutes.
    pub minutes: u16,
    /// The IANA time zone it was scheduled in.
    pub zone: String,
}

impl Schedule {
    /// Whether the entry in the log is what this asks for, as it was taken.
    pub(crate) fn could_be(&self, there: &Self) -> bool {
        let called = Self { title: there.title.clone(), ..self.clone() };
        called == *there && says(&there.title, self.title.text())
    }
}
