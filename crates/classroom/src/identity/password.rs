//! Whether a password is right (argon2id).

use std::sync::LazyLock;
use std::thread::available_parallelism;

use argon2::{Argon2, PasswordHash, PasswordVerifier};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::refusal::Refusal;

/// What is verified where there is no account, or none with a password: it takes as long as a real one and never fits.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$\
    Ln5nXgWCcm2vJ7Yk0c1mJrXf8XOjJcWJ3m9x8n1vV1I";
/// Passwords verified at once for each core. Each takes 19 MB.
const FOR_EACH_CORE: usize = 2;

/// Passwords from unknown devices that may wait for their turn; one beyond that is turned away, and costs nothing.
const WAITING: usize = 2_000;

/// Turns for unknown devices, and for those that signed in before: a flood of guesses holds only other guesses up.
static FOR_UNKNOWN: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(FOR_EACH_CORE * available_parallelism().map_or(1, |cores| cores.get())));
static FOR_REMEMBERED: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, |cores| cores.get())));
static IN_LINE: Semaphore = Semaphore::const_new(WAITING);

/// A turn at verifying a password.
pub(super) struct Turn(
    #[expect(dead_code, reason = "given back when it is dropped")] SemaphorePermit<'static>,
);

impl Turn {
    /// Waits for a turn, first come, first served.
    ///
    /// # Errors
    /// [`Refusal::Down`] where too many wait already.
    pub async fn come(remembered_device: bool) -> Result<Self, Refusal> {
        let turns = if remembered_device { &FOR_REMEMBERED } else { &FOR_UNKNOWN };
        let _in_line = match IN_LINE.try_acquire() {
            Ok(place) => Some(place),
            Err(_) if remembered_device => None,
            Err(_) => return Err(Refusal::Busy),
        };
        turns.acquire().await.map(Self).map_err(|_| Refusal::Internal)
    }

    /// Whether the password belongs to the hash; without a hash it takes as long as with one.
    pub async fn verify(self, password: String, hash: Option<String>) -> Result<bool, Refusal> {
        // The turn lasts as long as the work, even where nobody waits for it any more.
        let verified = tokio::task::spawn_blocking(move || (verify(&password, hash.as_deref()), self).0);
        verified.await.map_err(|_| Refusal::Internal)
    }
}

fn verify(password: &str, hash: Option<&str>) -> bool {
    let Ok(known) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &known).is_ok() && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::{NOBODY, verify};
    use argon2::password_hash::SaltString;
    use argon2::{Argon2, Params, PasswordHash, PasswordHasher};

    #[test]
    fn nobodys_hash_is_as_much_work_as_anybodys() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert!(nobody.hash.is_some() && nobody.salt.is_some(), "it is verified, not refused at once");
        let salt = SaltString::from_b64("c2FsdHNhbHRzYWx0c2FsdA").unwrap();
        let somebody = Argon2::default().hash_password(b"right", &salt).unwrap();
        assert_eq!((nobody.algorithm, nobody.version), (somebody.algorithm, somebody.version));
        assert_eq!(Params::try_from(&nobody).unwrap(), Params::try_from(&somebody).unwrap());
    }

    #[test]
    fn a_password_fits_its_own_hash_and_nobodys_never() {
        let salt = SaltString::from_b64("c2FsdHNhbHRzYWx0c2FsdA").unwrap();
        let hash = Argon2::default().hash_password(b"right", &salt).unwrap().to_string();
        assert!(verify("right", Some(&hash)) && !verify("wrong", Some(&hash)));
        assert!(!verify("right", None) && !verify("right", Some("no hash at all")));
    }
}
