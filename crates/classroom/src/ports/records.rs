//! What pages read: courses, the calendar, replays. All of it is made from the log or by administration.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::ids::{CourseId, TenantId, UserId};
use domain::role::Role;
use domain::transcript::Cue;

pub use domain::catalog::{ClassRow, Course, Enrolled, Lesson};
pub use domain::replay::{Derived, FoundChapter, Highlight};

use super::event_log::ClassKey;

/// How many classes [`Records::classes`] gives at most.
pub const MOST_CLASSES: usize = 1_000;

/// The port to the rows behind pages.
#[async_trait]
pub trait Records: Send + Sync {
    /// The courses a person is enrolled in (an admin: all), by title, with their lessons in order.
    async fn courses(&self, tenant: TenantId, user: UserId) -> Result<Vec<Course>, StoreError>;

    /// The classes of the courses a person is enrolled in that end after `since` or are live, by start, [`MOST_CLASSES`] at
    /// most: those that were cancelled among them.
    async fn classes(
        &self,
        tenant: TenantId,
        user: UserId,
        since: DateTime<Utc>,
    ) -> Result<Vec<ClassRow>, StoreError>;

    /// One class, with what `user` is in it.
    async fn class(&self, class: ClassKey, user: UserId) -> Result<Option<ClassRow>, StoreError>;

    /// What a person is in a class, if anything; `None` where there is no such class.
    async fn standing(&self, class: ClassKey, user: UserId) -> Result<Option<Option<Role>>, StoreError>;

    /// What a person is in a course.
    async fn enrollment(
        &self,
        tenant: TenantId,
        course: CourseId,
        user: UserId,
    ) -> Result<Option<Role>, StoreError>;

    /// Everybody who is enrolled in a course, by name.
    async fn enrolled(&self, tenant: TenantId, course: CourseId) -> Result<Vec<Enrolled>, StoreError>;

    /// The transcript, in order; empty until there is one.
    async fn transcript(&self, class: ClassKey) -> Result<Vec<Cue>, StoreError>;

    /// Chapters and highlights found by the pipeline (the teacher's own are in the log).
    async fn derived(&self, class: ClassKey) -> Result<Derived, StoreError>;

    /// Writes to the audit log that somebody watched or downloaded a replay, or changed a permission: once an hour, for
    /// a page that asks again and again is watched once.
    async fn audit(&self, tenant: TenantId, user: UserId, what: &str, about: &str) -> Result<(), StoreError>;
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
