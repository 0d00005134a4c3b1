//! What pages read: courses, the calendar, replays. All of it is made from the log or by administration.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::ids::{CourseId, LessonId, Offset, SessionId, TenantId, UserId};
use domain::role::Role;
use domain::session::Phase;
use domain::transcript::Cue;
use serde::{Deserialize, Serialize};

use super::event_log::ClassKey;

/// The port to the rows behind pages.
#[async_trait]
pub trait Records: Send + Sync {
    /// The courses a person is enrolled in (an admin: all), by title, with their lessons in order.
    async fn courses(&self, tenant: TenantId, user: UserId) -> Result<Vec<Course>, StoreError>;

    /// The classes of the courses a person is enrolled in that end after `since` or are live, by start, 200 at most.
    async fn classes(
        &self,
        tenant: TenantId,
        user: UserId,
        since: DateTime<Utc>,
    ) -> Result<Vec<ClassRow>, StoreError>;

    /// One class, with what `user` is in it.
    async fn class(&self, class: ClassKey, user: UserId) -> Result<Option<ClassRow>, StoreError>;

    /// What a person is in a course.
    async fn enrollment(
        &self,
        tenant: TenantId,
        course: CourseId,
        user: UserId,
    ) -> Result<Option<Role>, StoreError>;

    /// The transcript, in order; empty until there is one.
    async fn transcript(&self, class: ClassKey) -> Result<Vec<Cue>, StoreError>;

    /// Chapters and highlights found by the pipeline (the teacher's own are in the log).
    async fn derived(&self, class: ClassKey) -> Result<Derived, StoreError>;

    /// Writes to the audit log that somebody watched or downloaded a replay, or changed a permission.
    async fn audit(
        &self,
        tenant: TenantId,
        user: UserId,
        what: &str,
        about: &str,
    ) -> Result<(), StoreError>;
}

/// A course with its lessons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The course.
    pub id: CourseId,
    /// Its title.
    pub title: String,
    /// What the person who asks is in it.
    pub standing: Option<Role>,
    /// How many students are enrolled.
    pub students: i64,
    /// Its lessons, in order.
    pub lessons: Vec<Lesson>,
}

/// A lesson of a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The lesson.
    pub id: LessonId,
    /// Its title.
    pub title: String,
}

/// A class on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassRow {
    /// The class.
    pub id: SessionId,
    /// Its course.
    pub course: CourseId,
    /// The course's title.
    pub course_title: String,
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
}

/// What the pipeline found in a class.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Derived {
    /// Chapters found in the text, in order.
    pub chapters: Vec<FoundChapter>,
    /// Highlights, in order.
    pub highlights: Vec<Highlight>,
}

/// A chapter found in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundChapter {
    /// Where it begins.
    pub offset: Offset,
    /// Its title.
    pub title: String,
}

/// A moment worth going back to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Highlight {
    /// Where it begins.
    pub offset: Offset,
    /// Where it ends.
    pub until: Offset,
    /// Its title.
    pub title: String,
    /// Why it was chosen, in words for people.
    pub reason: String,
}

/// Why the store didn't do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It can't be reached: worth trying again.
    #[error("the database can't be reached: {0}")]
    Unavailable(String),
    /// Something is wrong with the query or the data.
    #[error("the database refused: {0}")]
    Broken(String),
}
