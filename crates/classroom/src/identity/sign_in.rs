//! Signing in with e-mail and password, and what a login is.

use chrono::TimeDelta;
use domain::ids::TenantId;
use domain::role::Actor;
use rand::RngCore;
use sha2::{Digest, Sha256};

use crate::Classroom;
use crate::refusal::Refusal;

/// Days a login lasts.
pub const LOGIN_DAYS: i64 = 30;
/// Failed attempts from one address for one e-mail before it has to wait.
const ATTEMPTS: u32 = 8;
/// Minutes in which they count.
const ATTEMPT_MINUTES: i64 = 15;

/// A login that just began.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// What the cookie holds: 256 random bits, in hex. Only its hash is kept.
    pub token: String,
}

/// What the database keeps of a login's token.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl Classroom {
    /// Signs a person in. `address` is where the attempt comes from; failed attempts are counted for it and the e-mail together.
    ///
    /// # Errors
    /// [`Refusal::WrongPassword`] whether the account exists or not (in the same time), [`Refusal::Throttled`] after too many.
    pub async fn sign_in(
        &self,
        tenant: TenantId,
        address: &str,
        email: &str,
        password: &str,
    ) -> Result<SignedIn, Refusal> {
        let email = email.trim().to_lowercase();
        let now = self.clock.now();
        let attempts: [u8; 32] = Sha256::digest(format!("{address}\n{email}")).into();
        let since = now - TimeDelta::minutes(ATTEMPT_MINUTES);
        if self.people.failed_attempts(tenant, attempts, since, false).await? >= ATTEMPTS {
            return Err(Refusal::Throttled { minutes: ATTEMPT_MINUTES });
        }
        let account = self.people.account(tenant, &email).await?;
        let hash = account.as_ref().and_then(|account| account.password.clone());
        let password = password.to_owned();
        let matches = tokio::task::spawn_blocking(move || verify(&password, hash.as_deref()))
            .await
            .map_err(|_| Refusal::Internal)?;
        let Some(account) = account.filter(|_| matches) else {
            self.people.failed_attempts(tenant, attempts, since, true).await?;
            return Err(Refusal::WrongPassword);
        };
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        let token = hex::encode(bytes);
        let until = now + TimeDelta::days(LOGIN_DAYS);
        self.people.begin_login(tenant, account.user, token_hash(&token), until).await?;
        Ok(SignedIn { token })
    }

    /// Who holds this token.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] for a token that is unknown or has run out.
    pub async fn signed_in(&self, tenant: TenantId, token: &str) -> Result<Actor, Refusal> {
        let login = self.people.login(tenant, token_hash(token), self.clock.now()).await?;
        login.ok_or(Refusal::SignedOut)
    }

    /// Ends a login.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn sign_out(&self, tenant: TenantId, token: &str) -> Result<(), Refusal> {
        Ok(self.people.end_login(tenant, token_hash(token)).await?)
    }
}

/// Whether the password belongs to the hash. Without an account it takes as long as with one.
fn verify(password: &str, hash: Option<&str>) -> bool {
    use argon2::{Argon2, PasswordHash, PasswordVerifier};
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$\
        Ln5nXgWCcm2vJ7Yk0c1mJrXf8XOjJcWJ3m9x8n1vV1I";
    let Ok(known) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &known).is_ok() && hash.is_some()
}
