//! Accounts and logins.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::attempt::Verdict;
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

    /// Keeps a login and the device it is on, forgives the attempt it came from and writes it to the audit log, all in one step.
    async fn begin_login(&self, tenant: TenantId, login: &NewLogin) -> Result<(), StoreError>;

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

    /// Which of these devices (by the hashes of their tokens) the account of this e-mail address signed in on since then.
    async fn known_device(
        &self,
        tenant: TenantId,
        email: &str,
        devices: &[[u8; 32]],
        since: DateTime<Utc>,
    ) -> Result<Option<[u8; 32]>, StoreError>;

    /// Decides ([`domain::attempt::decide`]) on an attempt and counts it, in one step.
    async fn count_attempt(
        &self,
        tenant: TenantId,
        attempt: &Attempt,
        now: DateTime<Utc>,
    ) -> Result<Verdict, StoreError>;

    /// Writes to the audit log that an attempt at this account (`None`: there is none) came to nothing. What was typed isn't
    /// written: people type passwords where the e-mail belongs.
    async fn attempt_failed(
        &self,
        tenant: TenantId,
        attempt: &Attempt,
        account: Option<UserId>,
        why: Failed,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError>;
}

/// An attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The e-mail address as it is looked up.
    pub email: String,
    /// Where it comes from, as it is written down.
    pub address: String,
    /// What counts as one address.
    pub place: String,
    /// The device's token by its hash, where this account signed in on it before.
    pub device: Option<[u8; 32]>,
}

/// Why an attempt to sign in came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// E-mail and password don't belong together.
    WrongPassword,
    /// It came too early: its password wasn't looked at.
    TooMany,
}

impl Failed {
    /// The word in the audit log.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong password",
            Self::TooMany => "too many attempts",
        }
    }
}

/// A login that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLogin {
    /// Whose it is.
    pub user: UserId,
    /// The SHA-256 of its token.
    pub token_hash: [u8; 32],
    /// When it begins.
    pub at: DateTime<Utc>,
    /// When it ends by itself.
    pub until: DateTime<Utc>,
    /// The attempt that was right.
    pub attempt: Attempt,
    /// Whether the attempt counted for its address (see [`Verdict::Look`]).
    pub new_at_address: bool,
    /// The SHA-256 of the device's token, which is remembered for this account from now on.
    pub device: [u8; 32],
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
