//! The ports that a test doesn't use: whoever asks is told that nothing answers.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDateTime, Utc};
use classroom::permit::Permit;
use classroom::ports::assets::{Asset, Assets};
use classroom::ports::effects::Effects;
use classroom::ports::event_log::ClassKey;
use classroom::ports::media::{MediaError, MediaReport, MediaRooms, Pass};
use classroom::ports::people::{Account, Attempt, CalendarOwner, Failed, NewLogin, People};
use classroom::ports::plans::{Later, Plan, Planned, Plans, Series};
use classroom::ports::polls::{Ballots, PreparedPolls};
use classroom::ports::records::{ClassRow, Course, Derived, Records, StoreError};
use classroom::ports::scenes::{Change, KeptScenes, Shelf};
use classroom::ports::snapshots::Snapshots;
use domain::attempt::Verdict;
use domain::catalog::Enrolled;
use domain::effect::{Inside, Task};
use domain::ids::{ConnectionId, CourseId, DeckId, LessonId, PollId, SeriesId, SessionId, TenantId, UserId};
use domain::media::Source;
use domain::poll::Prepared;
use domain::role::{Actor, Role};
use domain::scene::Scene;
use domain::transcript::Cue;
use domain::{ClassView, Rejection};

/// A database without pages and accounts, and no media server.
#[derive(Debug, Clone, Copy, Default)]
pub struct Absent;

fn no_store<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable("this test has none".to_owned()))
}

fn no_media<T>() -> Result<T, MediaError> {
    Err(MediaError::Unavailable("this test has none".to_owned()))
}

#[async_trait]
impl Snapshots for Absent {
    async fn load(&self, _: ClassKey) -> Result<Option<ClassView>, StoreError> {
        no_store()
    }

    async fn renew(&self, _: ClassKey, _: u64) -> Result<(), StoreError> {
        no_store()
    }
}

#[async_trait]
impl Records for Absent {
    async fn courses(&self, _: TenantId, _: UserId) -> Result<Vec<Course>, StoreError> {
        no_store()
    }

    async fn classes(&self, _: TenantId, _: UserId, _: DateTime<Utc>) -> Result<Vec<ClassRow>, StoreError> {
        no_store()
    }

    async fn class(&self, _: ClassKey, _: UserId) -> Result<Option<ClassRow>, StoreError> {
        no_store()
    }

    async fn standing(&self, _: ClassKey, _: UserId) -> Result<Option<Option<Role>>, StoreError> {
        no_store()
    }

    async fn enrollment(&self, _: TenantId, _: CourseId, _: UserId) -> Result<Option<Role>, StoreError> {
        no_store()
    }

    async fn enrolled(&self, _: TenantId, _: CourseId) -> Result<Vec<Enrolled>, StoreError> {
        no_store()
    }

    async fn transcript(&self, _: ClassKey) -> Result<Vec<Cue>, StoreError> {
        no_store()
    }

    async fn derived(&self, _: ClassKey) -> Result<Derived, StoreError> {
        no_store()
    }

    async fn audit(&self, _: TenantId, _: UserId, _: &str, _: &str) -> Result<(), StoreError> {
        no_store()
    }
}

#[async_trait]
impl People for Absent {
    async fn tenant_of_host(&self, _: &str) -> Result<Option<TenantId>, StoreError> {
        no_store()
    }

    async fn account(&self, _: TenantId, _: &str) -> Result<Option<Account>, StoreError> {
        no_store()
    }

    async fn begin_login(&self, _: TenantId, _: &NewLogin) -> Result<(), StoreError> {
        no_store()
    }

    async fn login(&self, _: TenantId, _: [u8; 32], _: DateTime<Utc>) -> Result<Option<Actor>, StoreError> {
        no_store()
    }

    async fn end_login(&self, _: TenantId, _: [u8; 32]) -> Result<(), StoreError> {
        no_store()
    }

    async fn set_calendar_address(
        &self,
        _: &Permit,
        _: Option<([u8; 32], DateTime<Utc>)>,
    ) -> Result<(), StoreError> {
        no_store()
    }

    async fn calendar_address_since(
        &self,
        _: TenantId,
        _: UserId,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        no_store()
    }

    async fn calendar_of(&self, _: TenantId, _: [u8; 32]) -> Result<Option<CalendarOwner>, StoreError> {
        no_store()
    }

    async fn known_device(
        &self,
        _: TenantId,
        _: &str,
        _: &[[u8; 32]],
        _: DateTime<Utc>,
    ) -> Result<Option<[u8; 32]>, StoreError> {
        no_store()
    }

    async fn count_attempt(&self, _: TenantId, _: &Attempt, _: DateTime<Utc>) -> Result<Verdict, StoreError> {
        no_store()
    }

    async fn attempt_failed(
        &self,
        _: TenantId,
        _: &Attempt,
        _: Option<UserId>,
        _: Failed,
        _: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        no_store()
    }
}

#[async_trait]
impl Plans for Absent {
    async fn plan(&self, _: ClassKey) -> Result<Plan, StoreError> {
        no_store()
    }

    async fn set_continues(&self, _: &Permit, _: ClassKey, _: bool) -> Result<(), StoreError> {
        no_store()
    }

    async fn plan_series(
        &self,
        _: &Permit,
        _: &Series,
        _: &[Planned],
        _: Option<(SeriesId, &str)>,
    ) -> Result<(), StoreError> {
        no_store()
    }

    async fn series(&self, _: TenantId, _: SeriesId) -> Result<Option<Series>, StoreError> {
        no_store()
    }

    async fn later(&self, _: TenantId, _: SeriesId, _: NaiveDateTime) -> Result<Vec<Later>, StoreError> {
        no_store()
    }

    async fn last_of(&self, _: TenantId, _: LessonId) -> Result<Option<SessionId>, StoreError> {
        no_store()
    }

    async fn first_asked(
        &self,
        _: TenantId,
        _: LessonId,
        _: PollId,
    ) -> Result<Option<SessionId>, StoreError> {
        no_store()
    }

    async fn taught(&self, _: TenantId, _: &[CourseId]) -> Result<Vec<LessonId>, StoreError> {
        no_store()
    }
}

#[async_trait]
impl Ballots for Absent {
    async fn secret(&self, _: ClassKey, _: PollId) -> Result<[u8; 32], StoreError> {
        no_store()
    }
}

#[async_trait]
impl Assets for Absent {
    async fn with_hash(&self, _: ClassKey, _: [u8; 32]) -> Result<Option<Asset>, StoreError> {
        no_store()
    }

    async fn of_deck(&self, _: ClassKey, _: DeckId) -> Result<Option<Asset>, StoreError> {
        no_store()
    }

    async fn begun(&self, _: ClassKey) -> Result<u64, StoreError> {
        no_store()
    }

    async fn keep(&self, _: &Permit, _: ClassKey, _: &Asset) -> Result<Asset, StoreError> {
        no_store()
    }

    async fn forget(&self, _: &Permit, _: ClassKey, _: DeckId) -> Result<(), StoreError> {
        no_store()
    }
}

#[async_trait]
impl PreparedPolls for Absent {
    async fn of_lesson(&self, _: TenantId, _: LessonId) -> Result<Vec<Prepared>, StoreError> {
        no_store()
    }

    async fn keep(&self, _: &Permit, _: LessonId, _: &Prepared) -> Result<bool, StoreError> {
        no_store()
    }

    async fn discard(&self, _: &Permit, _: LessonId, _: PollId) -> Result<(), StoreError> {
        no_store()
    }

    async fn arrange(&self, _: &Permit, _: LessonId, _: &[PollId]) -> Result<(), StoreError> {
        no_store()
    }
}

#[async_trait]
impl KeptScenes for Absent {
    async fn on(&self, _: TenantId, _: Shelf) -> Result<Vec<Scene>, StoreError> {
        no_store()
    }

    async fn change(
        &self,
        _: &Permit,
        _: Shelf,
        _: Change<'_>,
    ) -> Result<Result<Vec<Scene>, Rejection>, StoreError> {
        no_store()
    }
}

#[async_trait]
impl MediaRooms for Absent {
    async fn open_room(&self, _: ClassKey) -> Result<(), MediaError> {
        no_media()
    }

    async fn close_room(&self, _: SessionId) -> Result<(), MediaError> {
        no_media()
    }

    async fn send_out(&self, _: SessionId, _: UserId) -> Result<(), MediaError> {
        no_media()
    }

    async fn stop(&self, _: SessionId, _: UserId, _: Source) -> Result<(), MediaError> {
        no_media()
    }

    async fn allow(&self, _: SessionId, _: UserId, _: &[Source]) -> Result<(), MediaError> {
        no_media()
    }

    async fn inside(&self, _: SessionId) -> Result<Vec<Inside>, MediaError> {
        no_media()
    }

    fn pass(&self, _: SessionId, _: &Pass, _: Duration) -> Result<String, MediaError> {
        no_media()
    }

    fn trial_pass(&self, _: UserId, _: ConnectionId, _: Duration) -> Result<String, MediaError> {
        no_media()
    }

    fn url(&self) -> &str {
        "ws://127.0.0.1:9"
    }

    fn report(&self, _: &str, _: &str) -> Result<Option<MediaReport>, MediaError> {
        no_media()
    }
}

#[async_trait]
impl Effects for Absent {
    async fn add(&self, _: ClassKey, _: &Task) -> Result<(), StoreError> {
        no_store()
    }
}
