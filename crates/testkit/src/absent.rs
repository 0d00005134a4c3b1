//! The ports that a test doesn't use: whoever asks is told that nothing answers.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use classroom::ports::event_log::ClassKey;
use classroom::ports::media::{MediaError, MediaReport, MediaRooms, Pass};
use classroom::ports::people::{Account, People};
use classroom::ports::records::{ClassRow, Course, Derived, Records, StoreError};
use domain::ids::{CourseId, SessionId, TenantId, UserId};
use domain::recording::Source;
use domain::role::{Actor, Role};
use domain::transcript::Cue;

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

    async fn begin_login(
        &self,
        _: TenantId,
        _: UserId,
        _: [u8; 32],
        _: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        no_store()
    }

    async fn login(&self, _: TenantId, _: [u8; 32], _: DateTime<Utc>) -> Result<Option<Actor>, StoreError> {
        no_store()
    }

    async fn end_login(&self, _: TenantId, _: [u8; 32]) -> Result<(), StoreError> {
        no_store()
    }

    async fn failed_attempts(
        &self,
        _: TenantId,
        _: [u8; 32],
        _: DateTime<Utc>,
        _: bool,
    ) -> Result<u32, StoreError> {
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

    fn pass(&self, _: SessionId, _: &Pass, _: Duration) -> Result<String, MediaError> {
        no_media()
    }

    fn url(&self) -> &str {
        "ws://127.0.0.1:9"
    }

    fn report(&self, _: &str, _: &str) -> Result<Option<MediaReport>, MediaError> {
        no_media()
    }
}
