//! What is planned of classes beside what their logs say: series, and words about a class that isn't held yet.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::ids::{CourseId, LessonId, PollId, SeriesId, SessionId, TenantId};

use super::event_log::ClassKey;
use super::records::StoreError;
use crate::permit::Permit;

/// The port to the plans. A plan may be written before its class is: a class that never comes leaves one that nobody sees.
#[async_trait]
pub trait Plans: Send + Sync {
    /// The plan of a class; an empty one where nothing is planned.
    async fn plan(&self, class: ClassKey) -> Result<Plan, StoreError>;

    /// Says whether a class goes on from the last one of its lesson when it starts.
    async fn set_continues(&self, by: &Permit, class: ClassKey, continues: bool) -> Result<(), StoreError>;

    /// Keeps a series and puts these classes into it, each at its planned local start; those that were in another one leave
    /// it, and stay the entries that they are in people's calendars. `shortened` is that other one with the rule that it keeps.
    /// All of it or nothing. Idempotent.
    async fn plan_series(
        &self,
        by: &Permit,
        series: &Series,
        classes: &[Planned],
        shortened: Option<(SeriesId, &str)>,
    ) -> Result<(), StoreError>;

    /// A series.
    async fn series(&self, tenant: TenantId, series: SeriesId) -> Result<Option<Series>, StoreError>;

    /// The classes of a series that are planned at `from` or later and haven't begun, in order.
    async fn later(
        &self,
        tenant: TenantId,
        series: SeriesId,
        from: NaiveDateTime,
    ) -> Result<Vec<Later>, StoreError>;

    /// Of the classes of a lesson that are over, the one that started last.
    async fn last_of(&self, tenant: TenantId, lesson: LessonId) -> Result<Option<SessionId>, StoreError>;

    /// The first class of the lesson that was asked this poll and is over.
    async fn first_asked(
        &self,
        tenant: TenantId,
        lesson: LessonId,
        poll: PollId,
    ) -> Result<Option<SessionId>, StoreError>;

    /// Which of these courses' lessons had a class that is over.
    async fn taught(&self, tenant: TenantId, courses: &[CourseId]) -> Result<Vec<LessonId>, StoreError>;
}

/// What is planned of a class beside what its log says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The series it belongs to, and its local start there: a class that starts elsewhere was moved by itself.
    pub series: Option<(SeriesId, NaiveDateTime)>,
    /// Whether it goes on from the last class of its lesson.
    pub continues: bool,
}

/// Classes that repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The series.
    pub id: SeriesId,
    /// The course.
    pub course: CourseId,
    /// Its rule, as RFC 5545 writes it.
    pub rule: String,
    /// The first start, as clocks in the zone show it.
    pub starts: NaiveDateTime,
    /// The zone's IANA name.
    pub zone: String,
}

/// The place of a class in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// The class.
    pub session: SessionId,
    /// When the series has it start, as clocks there show it.
    pub start: NaiveDateTime,
    /// The same as an instant.
    pub at: DateTime<Utc>,
}

/// A class of a series that hasn't begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// The class.
    pub session: SessionId,
    /// Its local start in the series.
    pub planned: NaiveDateTime,
    /// When it is to start.
    pub starts_at: DateTime<Utc>,
}
