//! What pages read.

mod classes;
mod courses;
mod plans;
mod standing;
mod transcript;

pub(crate) use standing::Standings;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use classroom::ports::event_log::ClassKey;
use classroom::ports::records::{ClassRow, Course, Derived, Enrolled, Records, StoreError};
use domain::ids::{CourseId, TenantId, UserId};
use domain::role::Role;
use domain::transcript::Cue;

use crate::error::Fault;
use crate::{Store, tenant};

#[async_trait]
impl Records for Store {
    async fn courses(&self, tenant: TenantId, user: UserId) -> Result<Vec<Course>, StoreError> {
        Ok(courses::courses(self, tenant, user).await?)
    }

    async fn classes(
        &self,
        tenant: TenantId,
        user: UserId,
        since: DateTime<Utc>,
    ) -> Result<Vec<ClassRow>, StoreError> {
        Ok(classes::classes(self, tenant, user, since).await?)
    }

    async fn class(&self, class: ClassKey, user: UserId) -> Result<Option<ClassRow>, StoreError> {
        Ok(classes::class(self, class, user).await?)
    }

    async fn standing(&self, class: ClassKey, user: UserId) -> Result<Option<Option<Role>>, StoreError> {
        Ok(standing::standing(self, class, user).await?)
    }

    async fn enrollment(
        &self,
        tenant: TenantId,
        course: CourseId,
        user: UserId,
    ) -> Result<Option<Role>, StoreError> {
        Ok(courses::enrollment(self, tenant, course, user).await?)
    }

    async fn enrolled(&self, tenant: TenantId, course: CourseId) -> Result<Vec<Enrolled>, StoreError> {
        Ok(courses::enrolled(self, tenant, course).await?)
    }

    async fn transcript(&self, class: ClassKey) -> Result<Vec<Cue>, StoreError> {
        Ok(transcript::transcript(self, class).await?)
    }

    async fn derived(&self, class: ClassKey) -> Result<Derived, StoreError> {
        Ok(transcript::derived(self, class).await?)
    }

    async fn audit(&self, tenant: TenantId, user: UserId, what: &str, about: &str) -> Result<(), StoreError> {
        Ok(audit(self, tenant, user, what, about).await?)
    }
}

async fn audit(store: &Store, tenant: TenantId, user: UserId, what: &str, about: &str) -> Result<(), Fault> {
    let mut tx = tenant::begin(&store.pool, tenant).await?;
    sqlx::query!(
        "insert into audit_log (tenant_id, user_id, what, about)
         select $1, $2, $3, $4 where not exists (
             select from audit_log where tenant_id = $1 and user_id = $2 and what = $3 and about = $4
                and at > now() - interval '1 hour')",
        tenant.0,
        user.0,
        what,
        about
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}
