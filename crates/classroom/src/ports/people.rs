//! Accounts and logins.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::ids::{TenantId, UserId};
use domain::role::Actor;

use super::records::StoreError;

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

    /// Counts a failed attempt under `key` (a digest of address and e-mail) and gives how many there were since `since`.
    async fn failed_attempts(
        &self,
        tenant: TenantId,
        key: [u8; 32],
        since: DateTime<Utc>,
        add: bool,
    ) -> Result<u32, StoreError>;
}

/// An account, as sign-in needs it.
#[derive(Debug, Clone)]
pub struct Account {
    /// The person.
    pub user: UserId,
    /// The password's hash as an argon2id PHC string; `None` for who signs in elsewhere.
    pub password: Option<String>,
}
