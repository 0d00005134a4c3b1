//! How often somebody may try to sign in. An attempt is counted before its password is looked at, so that of many at once
//! no more are looked at than may fail.

use std::net::IpAddr;

use chrono::TimeDelta;
use domain::ids::TenantId;
use sha2::{Digest, Sha256};

use crate::Classroom;
use crate::refusal::Refusal;

/// Failed attempts from one address for one e-mail before it has to wait.
const OF_ONE_PERSON: u32 = 8;
/// Failed attempts from one address, whoever they are for: a school may have one address for all its people.
const OF_ONE_ADDRESS: u32 = 100;
/// Minutes in which they count.
const MINUTES: i64 = 15;

/// An attempt that was counted. What it is counted under are digests: of the address and the e-mail, and of the address.
pub(super) struct Attempt {
    tenant: TenantId,
    keys: [[u8; 32]; 2],
}

impl Classroom {
    /// Counts an attempt.
    ///
    /// # Errors
    /// [`Refusal::Throttled`] for one too many.
    pub(super) async fn count_attempt(
        &self,
        tenant: TenantId,
        address: &str,
        email: &str,
    ) -> Result<Attempt, Refusal> {
        let address = place(address);
        let keys = [format!("{address}\n{email}"), address].map(|key| Sha256::digest(key).into());
        let now = self.clock.now();
        let counts = self.people.count_attempt(tenant, keys, now, TimeDelta::minutes(MINUTES)).await?;
        if counts[0] > OF_ONE_PERSON || counts[1] > OF_ONE_ADDRESS {
            return Err(Refusal::Throttled { minutes: MINUTES });
        }
        Ok(Attempt { tenant, keys })
    }

    /// It was the right password: what this person failed before is forgotten, and it doesn't count for the address.
    pub(super) async fn forgive(&self, attempt: Attempt) -> Result<(), Refusal> {
        let Attempt { tenant, keys: [person, address] } = attempt;
        Ok(self.people.forgive_attempts(tenant, person, address).await?)
    }
}

/// What counts as one address: whoever has an IPv6 address has its whole /64.
fn place(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => format!("{:x}/64", address.to_bits() >> 64),
        Ok(address) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_network_of_ones_own_is_one_address() {
        assert_eq!(place("2001:db8:1:2:3::4"), place("2001:db8:1:2:ffff::"));
        assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
        assert_eq!(place("::ffff:192.0.2.1"), place("192.0.2.1"));
        assert_ne!(place("192.0.2.1"), place("192.0.2.2"));
    }
}
