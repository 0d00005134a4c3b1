//! Signing in with e-mail and password, and what a login is.

use chrono::TimeDelta;
use domain::ids::TenantId;
use domain::role::Actor;
use rand::RngCore;
use sha2::{Digest, Sha256};

use crate::Classroom;
use crate::identity::password::Turn;
use crate::refusal::Refusal;

/// Days a login lasts.
pub const LOGIN_DAYS: i64 = 30;
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
    /// Signs a person in. `address` is where the attempt comes from: failed attempts are counted for it.
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
        // First: those who wait for it are not counted yet, or a whole school at one address would seem to be guessing.
        let turn = Turn::come().await?;
        let attempt = self.count_attempt(tenant, address, &email).await?;
        let account = self.people.account(tenant, &email).await?;
        let hash = account.as_ref().and_then(|account| account.password.clone());
        let matches = turn.verify(password.to_owned(), hash).await?;
        let account = account.filter(|_| matches).ok_or(Refusal::WrongPassword)?;
        self.forgive(attempt).await?;
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        let token = hex::encode(bytes);
        let until = self.clock.now() + TimeDelta::days(LOGIN_DAYS);
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
