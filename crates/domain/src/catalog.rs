//! What a person finds on their pages: courses with their lessons, and the classes on the calendar.

use chrono::{DateTime, TimeDelta, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{CourseId, LessonId, SeriesId, SessionId, UserId};
use crate::role::Role;
use crate::session::Phase;
use crate::time::later;

/// A course with its lessons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Course {
    /// The course.
    pub id: CourseId,
    /// Its title.
    pub title: String,
    /// What the person who asks is in it.
    pub standing: Option<Role>,
    /// Who teaches it: of its enrolled teachers the first by name.
    pub teacher: Option<String>,
    /// How many students are enrolled.
    pub students: i64,
    /// Its lessons, in order.
    pub lessons: Vec<Lesson>,
}

/// A lesson of a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Lesson {
    /// The lesson.
    pub id: LessonId,
    /// Its title.
    pub title: String,
}

/// Somebody who belongs to a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Enrolled {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address; empty where there is none. For those who run the class.
    pub email: String,
    /// What they are in it.
    pub role: Role,
}

/// A class on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ClassRow {
    /// The class.
    pub id: SessionId,
    /// Its course.
    pub course: CourseId,
    /// The course's title.
    pub course_title: String,
    /// Who teaches the course: of its enrolled teachers the first by name.
    pub teacher: Option<String>,
    /// Its lesson.
    pub lesson: Option<LessonId>,
    /// Its title.
    pub title: String,
    /// When it is to start.
    pub starts_at: DateTime<Utc>,
    /// How long it is to take, in minutes.
    pub minutes: u16,
    /// The IANA time zone it was scheduled in.
    pub zone: String,
    /// Where it is in its life.
    pub phase: Phase,
    /// What the person who asks is in it.
    pub standing: Option<Role>,
    /// How many students are enrolled.
    pub students: i64,
    /// The series it belongs to.
    pub series: Option<SeriesId>,
    /// Which class of which series it is in people's calendars.
    pub occurrence: Option<Occurrence>,
    /// Why it was cancelled, in its teacher's words.
    pub cancelled_because: Option<String>,
    /// How often its entry has been changed.
    pub revision: u32,
    /// When its entry was made or changed last.
    pub changed_at: DateTime<Utc>,
}

/// A class of a series, as the entry of a calendar that it was at first and stays, wherever it is moved and whatever becomes of
/// its series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Occurrence {
    /// The series as which it was planned.
    pub series: SeriesId,
    /// When it was to start in it.
    pub at: DateTime<Utc>,
}

impl ClassRow {
    /// When it is to end.
    #[must_use]
    pub fn ends_at(&self) -> DateTime<Utc> {
        later(self.starts_at, TimeDelta::minutes(i64::from(self.minutes)))
    }
}
