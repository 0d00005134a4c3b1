//! Times that come from outside: bounded when they are taken, and added without a way to overflow when they are used.

use chrono::{DateTime, TimeDelta, Utc};

/// How many years from now, either way, a time may be that somebody writes down.
pub const YEARS: u8 = 5;
/// [`YEARS`], each with its leap day.
const REACH: TimeDelta = TimeDelta::days(366 * YEARS as i64);
/// The first and the last instant that are shown, in seconds since 1970: the years 1 to 9999, less what a time zone moves them by.
const FIRST_S: i64 = -62_135_510_400;
const LAST_S: i64 = 253_402_214_400;

/// Whether the time is at most [`YEARS`] from `now`.
#[must_use]
pub fn is_near(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at.signed_duration_since(now).abs() <= REACH
}

/// The time, or the nearest that clocks of every zone can show. What was stored before times were bounded may lie anywhere.
#[must_use]
pub fn shown(at: DateTime<Utc>) -> DateTime<Utc> {
    match at.timestamp() {
        ..FIRST_S => DateTime::from_timestamp(FIRST_S, 0).unwrap_or(at),
        LAST_S.. => DateTime::from_timestamp(LAST_S, 0).unwrap_or(at),
        FIRST_S..LAST_S => at,
    }
}

/// The time so much later, or earlier where `by` is negative; as [`shown`].
#[must_use]
pub fn later(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    let end = if by < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    shown(at.checked_add_signed(by).unwrap_or(end))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset, TimeDelta, TimeZone as _, Utc};

    use super::{is_near, later, shown};

    #[test]
    fn five_years_are_near() {
        let now: DateTime<Utc> = "2026-11-29T12:00:00Z".parse().unwrap();
        for (at, near) in [
            ("2031-11-29T12:00:00Z", true),
            ("2021-11-29T12:00:00Z", true),
            ("2032-01-01T00:00:00Z", false),
            ("+262142-12-31T23:59:00Z", false),
            ("-262143-01-01T00:00:00Z", false),
        ] {
            assert_eq!(is_near(at.parse().unwrap(), now), near, "{at}");
        }
    }

    #[test]
    fn whatever_is_stored_can_be_shown_in_every_zone() {
        // Kiritimati and Pago Pago.
        for hours in [14, -11] {
            let zone = FixedOffset::east_opt(hours * 60 * 60).unwrap();
            for at in [DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC] {
                assert!(!shown(at).with_timezone(&zone).naive_local().to_string().is_empty());
                for by in [TimeDelta::MAX, TimeDelta::MIN, TimeDelta::zero()] {
                    assert!(!later(at, by).with_timezone(&zone).naive_local().to_string().is_empty());
                }
            }
        }
        let now = Utc.with_ymd_and_hms(2026, 11, 29, 12, 0, 0).unwrap();
        assert_eq!(shown(now), now);
    }
}
