//! Which worker records which class. A started class is offered; whoever claims it holds it while it renews,
//! and when a worker dies another one claims what it held.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use classroom::ports::event_log::ClassKey;
use classroom::ports::records::StoreError;
use domain::ids::{RecordingId, SessionId, TenantId};

use crate::Store;
use crate::error::Fault;
use crate::tenant::Tx;

/// A class to be recorded, held until [`Lease::until`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The class.
    pub class: ClassKey,
    /// The recording: the same for every worker that takes the class over.
    pub recording: RecordingId,
    /// When others may claim it.
    pub until: DateTime<Utc>,
    /// The class is over: leave the room, send what is left, and [`Store::finish_lease`].
    pub ended: bool,
}

struct LeaseRow {
    session_id: SessionId,
    tenant_id: TenantId,
    recording_id: RecordingId,
    lease_until: DateTime<Utc>,
    ended: bool,
}

impl From<LeaseRow> for Lease {
    fn from(row: LeaseRow) -> Self {
        Self {
            class: ClassKey { tenant: row.tenant_id, session: row.session_id },
            recording: row.recording_id,
            until: row.lease_until,
            ended: row.ended,
        }
    }
}

impl Store {
    /// Claims one class that nobody records, the longest abandoned first; `None` where there is none.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn claim_lease(
        &self,
        holder: &str,
        now: DateTime<Utc>,
        ttl: Duration,
    ) -> Result<Option<Lease>, StoreError> {
        let row = sqlx::query_as!(
            LeaseRow,
            r#"update work.recorder_leases set holder = $1, lease_until = $3
               where session_id = (
                   select session_id from work.recorder_leases
                   where lease_until is null or lease_until <= $2
                   order by lease_until nulls first
                   limit 1
                   for update skip locked
               )
               returning session_id as "session_id: SessionId", tenant_id as "tenant_id: TenantId",
                   recording_id as "recording_id: RecordingId", lease_until as "lease_until!", ended"#,
            holder,
            now,
            end(now, ttl),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(Fault::from)?;
        Ok(row.map(Lease::from))
    }

    /// Holds the class for another `ttl`; `None` where it is another worker's by now.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn renew_lease(
        &self,
        session: SessionId,
        holder: &str,
        now: DateTime<Utc>,
        ttl: Duration,
    ) -> Result<Option<Lease>, StoreError> {
        let row = sqlx::query_as!(
            LeaseRow,
            r#"update work.recorder_leases set lease_until = $3 where session_id = $1 and holder = $2
               returning session_id as "session_id: SessionId", tenant_id as "tenant_id: TenantId",
                   recording_id as "recording_id: RecordingId", lease_until as "lease_until!", ended"#,
            session.0,
            holder,
            end(now, ttl),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(Fault::from)?;
        Ok(row.map(Lease::from))
    }

    /// Everything is recorded and sent: nobody needs to claim the class any more.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn finish_lease(&self, session: SessionId, holder: &str) -> Result<(), StoreError> {
        sqlx::query!(
            "delete from work.recorder_leases where session_id = $1 and holder = $2",
            session.0,
            holder
        )
        .execute(&self.pool)
        .await
        .map_err(Fault::from)?;
        Ok(())
    }
}

/// The class has started.
pub(crate) async fn offer(tx: &mut Tx, class: ClassKey) -> Result<(), Fault> {
    sqlx::query!(
        "insert into work.recorder_leases (session_id, tenant_id) values ($1, $2) on conflict do nothing",
        class.session.0,
        class.tenant.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The class has ended.
pub(crate) async fn over(tx: &mut Tx, class: ClassKey) -> Result<(), Fault> {
    sqlx::query!("update work.recorder_leases set ended = true where session_id = $1", class.session.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn end(now: DateTime<Utc>, ttl: Duration) -> DateTime<Utc> {
    now + TimeDelta::from_std(ttl).unwrap_or(TimeDelta::MAX)
}
