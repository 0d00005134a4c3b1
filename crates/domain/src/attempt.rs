//! How often somebody may try to sign in: waits that grow by account, whoever asks; a budget of their own for devices that
//! signed in before; and fewer guesses at each account from an address where many accounts were guessed at.

use chrono::{DateTime, TimeDelta, Utc};

/// Wrong passwords for one account before the first wait.
pub const FREE: u32 = 8;
/// The same from an address where many accounts were guessed at lately.
pub const FREE_AT_BUSY_ADDRESS: u32 = 2;
/// Accounts that failed at one address before it counts as busy. A school has one address for all its people.
pub const BUSY: u32 = 60;
/// The first wait; each one after it is twice as long.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
/// The longest wait.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);
/// Doublings after which a wait is the longest one.
const DOUBLINGS: u32 = 6;
/// What wasn't repeated for so long is forgotten.
pub const REMEMBERED: TimeDelta = TimeDelta::hours(24);
/// An address that fails forgets one account in this time.
const ADDRESS_FORGETS_ONE: TimeDelta = TimeDelta::minutes(1);
/// How long one account's failure at one address is the same failure for the address.
const SAME_FAILURE: TimeDelta = TimeDelta::hours(1);

/// Failures counted under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: u32,
    /// When the last one was counted.
    pub last: DateTime<Utc>,
}

/// Where an attempt comes from, and what failed there before; `None`: nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// A device on which this account signed in before.
    RememberedDevice {
        /// Failures of this account on this device.
        device: Option<Tally>,
    },
    /// Any other.
    UnknownDevice {
        /// Failures of this account on all unknown devices.
        account: Option<Tally>,
        /// Failures of this account at this address.
        account_here: Option<Tally>,
        /// Accounts that failed at this address.
        address: Option<Tally>,
    },
}

/// What becomes of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Its password is looked at. It counts as a failure from now on, until it is forgiven.
    Look {
        /// The tallies with this attempt in them.
        after: Before,
        /// Whether the address counted one account more.
        new_at_address: bool,
    },
    /// Its password isn't looked at, and nothing is counted.
    Wait {
        /// When the next one is.
        until: DateTime<Utc>,
    },
}

/// Whether the password of an attempt at `now` is looked at.
#[must_use]
pub fn decide(before: &Before, now: DateTime<Utc>) -> Verdict {
    match before {
        Before::RememberedDevice { device } => match waits_until(*device, FREE, now) {
            Some(until) => Verdict::Wait { until },
            None => Verdict::Look {
                after: Before::RememberedDevice { device: Some(one_more(*device, now)) },
                new_at_address: false,
            },
        },
        Before::UnknownDevice { account, account_here, address } => {
            let known = level(*address, now);
            let free = if known >= BUSY { FREE_AT_BUSY_ADDRESS } else { FREE };
            if let Some(until) = waits_until(*account, free, now) {
                return Verdict::Wait { until };
            }
            let new_at_address = account_here.is_none_or(|here| now - here.last > SAME_FAILURE);
            let address = Tally { count: known + u32::from(new_at_address), last: now };
            let after = Before::UnknownDevice {
                account: Some(one_more(*account, now)),
                account_here: Some(one_more(*account_here, now)),
                address: Some(address),
            };
            Verdict::Look { after, new_at_address }
        }
    }
}

/// What an address has left of its tally: it forgets one account after another.
fn level(address: Option<Tally>, now: DateTime<Utc>) -> u32 {
    let Some(address) = address else { return 0 };
    let minutes = (now - address.last).num_seconds().max(0) / ADDRESS_FORGETS_ONE.num_seconds();
    address.count.saturating_sub(u32::try_from(minutes).unwrap_or(u32::MAX))
}

fn one_more(tally: Option<Tally>, now: DateTime<Utc>) -> Tally {
    let count = tally.filter(|tally| !is_forgotten(tally, now)).map_or(0, |tally| tally.count);
    Tally { count: count.saturating_add(1), last: now }
}

fn is_forgotten(tally: &Tally, now: DateTime<Utc>) -> bool {
    now - tally.last > REMEMBERED
}

fn waits_until(tally: Option<Tally>, free: u32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let tally = tally.filter(|tally| !is_forgotten(tally, now))?;
    let beyond = tally.count.checked_sub(free)?;
    let wait = if beyond >= DOUBLINGS { LONGEST_WAIT } else { FIRST_WAIT * (1 << beyond) };
    let until = tally.last + wait;
    (until > now).then_some(until)
}

/// Minutes from `now` to the end of a wait, rounded up.
#[must_use]
pub fn minutes_left(until: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    ((until - now).num_seconds() + 59).div_euclid(60).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn tally(count: u32, minute: i64) -> Option<Tally> {
        Some(Tally { count, last: at(minute) })
    }

    fn unknown(account: Option<Tally>, address: Option<Tally>) -> Before {
        Before::UnknownDevice { account, account_here: None, address }
    }

    fn wait(before: Before, minute: i64) -> Option<i64> {
        match decide(&before, at(minute)) {
            Verdict::Look { .. } => None,
            Verdict::Wait { until } => Some((until - at(minute)).num_minutes()),
        }
    }

    #[test]
    fn waits_grow_with_every_failure_and_have_a_longest() {
        for (failures, waits) in [
            (0, None),
            (7, None),
            (8, Some(1)),
            (9, Some(2)),
            (10, Some(4)),
            (13, Some(32)),
            (14, Some(60)),
            (15, Some(60)),
            (u32::MAX - 1, Some(60)),
        ] {
            assert_eq!(wait(unknown(tally(failures, 0), None), 0), waits, "{failures}");
            let device = Before::RememberedDevice { device: tally(failures, 0) };
            assert_eq!(wait(device, 0), waits, "a remembered device: {failures}");
        }
    }

    #[test]
    fn a_wait_ends_and_one_more_guess_makes_the_next_one_longer() {
        let before = unknown(tally(8, 0), None);
        assert_eq!(wait(before, 0), Some(1));
        let Verdict::Look { after, .. } = decide(&before, at(1)) else { panic!("the wait is over") };
        assert_eq!(wait(after, 1), Some(2));
        assert_eq!(wait(unknown(tally(20, 0), None), 60), None);
        assert_eq!(wait(unknown(tally(20, 0), None), 59), Some(1));
    }

    #[test]
    fn what_failed_long_ago_is_forgotten() {
        let day = 24 * 60;
        let Verdict::Look { after, .. } = decide(&unknown(tally(20, 0), None), at(day + 1)) else {
            panic!("a day later")
        };
        let Before::UnknownDevice { account, .. } = after else { panic!("{after:?}") };
        assert_eq!(account, tally(1, day + 1));
    }

    #[test]
    fn guesses_at_an_account_elsewhere_are_nothing_to_a_remembered_device() {
        let device = Before::RememberedDevice { device: None };
        let after = Before::RememberedDevice { device: tally(1, 0) };
        assert_eq!(decide(&device, at(0)), Verdict::Look { after, new_at_address: false });
    }

    #[test]
    fn a_busy_address_guesses_less_often_at_each_account_and_locks_nobody_out() {
        let busy = tally(BUSY, 0);
        assert_eq!(wait(unknown(None, busy), 0), None, "the first password of an account is looked at");
        assert_eq!(wait(unknown(tally(1, 0), busy), 0), None);
        assert_eq!(wait(unknown(tally(2, 0), busy), 0), Some(1));
        assert_eq!(wait(unknown(tally(2, 0), tally(BUSY - 1, 0)), 0), None, "it isn't busy yet");
        assert_eq!(wait(unknown(tally(2, 1), busy), 1), None, "it isn't busy any more");
    }

    #[test]
    fn an_address_counts_accounts_and_not_guesses() {
        let mut before = unknown(None, None);
        for n in 0..FREE {
            let Verdict::Look { after, new_at_address } = decide(&before, at(0)) else { panic!("{n}") };
            assert_eq!(new_at_address, n == 0);
            before = after;
        }
        let Before::UnknownDevice { address, account_here, account } = before else { panic!("{before:?}") };
        assert_eq!((address, account_here, account), (tally(1, 0), tally(FREE, 0), tally(FREE, 0)));
    }

    #[test]
    fn nobody_is_told_to_wait_no_time() {
        assert_eq!(minutes_left(at(2), at(0)), 2);
        assert_eq!(minutes_left(at(2) + TimeDelta::seconds(1), at(0)), 3);
        assert_eq!(minutes_left(at(0) + TimeDelta::seconds(1), at(0)), 1);
        assert_eq!(minutes_left(at(0), at(1)), 1);
    }
}
