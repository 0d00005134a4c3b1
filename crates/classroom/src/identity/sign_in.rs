//! Signing in with e-mail and password, and what a login is.

use chrono::TimeDelta;
use domain::attempt::{Verdict, minutes_left};
use domain::ids::TenantId;
use domain::role::Actor;
use rand::RngCore;
use sha2::{Digest, Sha256};

use crate::Classroom;
use crate::identity::password::Turn;
use crate::identity::place::place;
use crate::ports::people::{Attempt, Failed, NewLogin};
use crate::refusal::Refusal;

/// Days a login lasts.
pub const LOGIN_DAYS: i64 = 30;
/// Days a device is remembered after somebody last signed in on it; browsers keep no cookie longer.
pub const REMEMBERED_DAYS: i64 = 400;
/// Tokens that one device keeps: so many people may sign in on it and be remembered.
const ON_ONE_DEVICE: usize = 8;

/// Where somebody signs in.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// The address they come from.
    pub address: &'a str,
    /// The device's tokens, as its cookie holds them; anybody can make some up.
    pub devices: &'a [String],
}

/// A login that just began.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// What the cookie holds: 256 random bits, in hex. Only its hash is kept.
    pub token: String,
    /// The device's tokens from now on, one for each account that is remembered on it.
    pub devices: Vec<String>,
}

/// What the database keeps of a login's or a device's token.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl Classroom {
    /// Signs a person in. Attempts that failed are counted before their password is looked at, so that of many at once no more
    /// are looked at than may fail; each is written to the audit log.
    ///
    /// # Errors
    /// [`Refusal::WrongPassword`] whether the account exists or not (in the same time), [`Refusal::Throttled`] after too many.
    #[tracing::instrument(skip_all, fields(tenant = %tenant))]
    pub async fn sign_in(
        &self,
        tenant: TenantId,
        visit: Visit<'_>,
        email: &str,
        password: &str,
    ) -> Result<SignedIn, Refusal> {
        let email = email.trim().to_lowercase();
        // Postgres keeps no NUL in texts, so it is nobody's.
        if email.contains('\0') {
            return Err(Refusal::WrongPassword);
        }
        let hashes: Vec<_> =
            visit.devices.iter().take(ON_ONE_DEVICE).map(|token| token_hash(token)).collect();
        let since = self.clock.now() - TimeDelta::days(REMEMBERED_DAYS);
        let device = self.people.known_device(tenant, &email, &hashes, since).await?;
        // First: those who wait for it are not counted yet, or a whole school at one address would seem to be guessing.
        let turn = Turn::come(device.is_some()).await?;
        let (address, place) = (visit.address.to_owned(), place(visit.address));
        let attempt = Attempt { email, address, place, device };
        let account = self.people.account(tenant, &attempt.email).await?;
        let user = account.as_ref().map(|account| account.user);
        let now = self.clock.now();
        let new_at_address = match self.people.count_attempt(tenant, &attempt, now).await? {
            Verdict::Look { new_at_address, .. } => new_at_address,
            Verdict::Wait { until } => {
                self.people.attempt_failed(tenant, &attempt, user, Failed::TooMany, now).await?;
                return Err(Refusal::Throttled { minutes: minutes_left(until, now) });
            }
        };
        let hash = account.and_then(|account| account.password);
        let matches = turn.verify(password.to_owned(), hash).await?;
        let Some(user) = user.filter(|_| matches) else {
            self.people.attempt_failed(tenant, &attempt, user, Failed::WrongPassword, now).await?;
            return Err(Refusal::WrongPassword);
        };
        let (token, devices) = (random_token(), remembered(visit.devices, device));
        let login = NewLogin {
            user,
            token_hash: token_hash(&token),
            at: now,
            until: now + TimeDelta::days(LOGIN_DAYS),
            device: device.unwrap_or_else(|| token_hash(devices.last().map_or("", String::as_str))),
            attempt,
            new_at_address,
        };
        self.people.begin_login(tenant, &login).await?;
        Ok(SignedIn { token, devices })
    }

    /// Who holds this token.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] for a token that is unknown or has run out.
    pub async fn signed_in(&self, tenant: TenantId, token: &str) -> Result<Actor, Refusal> {
        let login = self.people.login(tenant, token_hash(token), self.clock.now()).await?;
        login.ok_or(Refusal::SignedOut)
    }

    /// Ends a login. Its device stays remembered.
    ///
    /// # Errors
    /// Where the database is down.
    #[tracing::instrument(skip_all, fields(tenant = %tenant))]
    pub async fn sign_out(&self, tenant: TenantId, token: &str) -> Result<(), Refusal> {
        Ok(self.people.end_login(tenant, token_hash(token)).await?)
    }
}

/// The device's tokens with one of this account among them. A new account gets a token of its own, at the end: one that somebody
/// else brought along is never trusted for it.
fn remembered(devices: &[String], known: Option<[u8; 32]>) -> Vec<String> {
    let mut devices: Vec<String> = devices.iter().take(ON_ONE_DEVICE).cloned().collect();
    if known.is_none() {
        let beyond = (devices.len() + 1).saturating_sub(ON_ONE_DEVICE);
        devices.drain(..beyond);
        devices.push(random_token());
    }
    devices
}

/// 256 random bits, in hex.
fn random_token() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::{ON_ONE_DEVICE, remembered};

    #[test]
    fn a_device_keeps_a_token_for_each_account_and_forgets_the_oldest() {
        let mut devices = Vec::new();
        for n in 1..=ON_ONE_DEVICE + 3 {
            let before = devices.clone();
            devices = remembered(&before, None);
            assert_eq!(devices.len(), n.min(ON_ONE_DEVICE));
            assert!(!before.contains(&devices[devices.len() - 1]), "a new account has a new token");
        }
        assert_eq!(remembered(&devices, Some([0; 32])), devices, "a known account has its own already");
    }
}
