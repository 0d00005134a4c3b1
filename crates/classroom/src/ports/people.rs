//! Accounts and logins.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{TenantId, UserId};
use domain::role::Actor;

use super::records::StoreError;
use crate::permit::Permit;

/// The port to accounts and logins.
#[async_trait]
pub trait People: Send + Sync {
    /// The tenant that a host name belongs to (`Host` header without the port). Where an installation has one
    /// tenant only, every host is that tenant's.
    async fn tenant_of_host(&self, host: &str) -> Result<Option<TenantId>, StoreError>;

    /// The account of an e-mail address (any case), with its password hash (argon2id, PHC string).
    async fn account(&self, tenant: TenantId, email: &str) -> Result<Option<Account>, StoreError>;

    /// Keeps a login by the hash of its token (SHA-256).
    async fn begin_login(
        &self,
        tenant: TenantId,
        user: UserId,
        token_hash: [u8; 32],
        until: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Who holds the login, if it still runs at `now`.
    async fn login(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<Actor>, StoreError>;

    /// Ends a login. Ending what isn't there is no error.
    async fn end_login(&self, tenant: TenantId, token_hash: [u8; 32]) -> Result<(), StoreError>;

    /// Keeps a person's calendar address by the hash of its token, with when it was made, in place of the one before; `None`
    /// ends it.
    async fn set_calendar_address(
        &self,
        by: &Permit,
        address: Option<([u8; 32], DateTime<Utc>)>,
    ) -> Result<(), StoreError>;

    /// When the person's calendar address was made.
    async fn calendar_address_since(
        &self,
        tenant: TenantId,
        user: UserId,
    ) -> Result<Option<DateTime<Utc>>, StoreError>;

    /// Whose calendar address it is.
    async fn calendar_of(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
    ) -> Result<Option<CalendarOwner>, StoreError>;

    /// Counts an attempt under each of the keys, in one step, and gives how many there were under each since its first one,
    /// this one included. A first one is forgotten after `lasts`.
    async fn count_attempt(
        &self,
        tenant: TenantId,
        keys: [[u8; 32]; 2],
        now: DateTime<Utc>,
        lasts: TimeDelta,
    ) -> Result<[u32; 2], StoreError>;

    /// Forgets all attempts under `person`, and one under `address`.
    async fn forgive_attempts(
        &self,
        tenant: TenantId,
        person: [u8; 32],
        address: [u8; 32],
    ) -> Result<(), StoreError>;
}

/// Whose calendar it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarOwner {
    /// The person.
    pub user: UserId,
    /// Their name.
    pub name: String,
}

/// An account, as sign-in needs it.
#[derive(Debug, Clone)]
pub struct Account {
    /// The person.
    pub user: UserId,
    /// The password's hash as an argon2id PHC string; `None` for who signs in elsewhere.
    pub password: Option<String>,
}
