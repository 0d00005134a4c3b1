//! From what clocks show to the instant, for classes that repeat.

use chrono::offset::LocalResult;
use chrono::{DateTime, Days, NaiveDateTime, Offset as _, TimeZone, Utc};

/// The instant at which clocks in `zone` show `local`. A repeated class has to take place somewhere, so where clocks go back
/// and show it twice it is the first of both, and where they go forward and never show it, as much later as they went
/// forward: 02:30 is 03:30 then (RFC 5545, 3.3.5).
#[must_use]
pub fn instant<Z: TimeZone>(zone: &Z, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            // The offset from before the gap: no zone has changed twice within a day.
            let day_before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
            let before = zone.offset_from_utc_datetime(&day_before).fix();
            before.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |at| at.to_utc())
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, Utc};

    use super::instant;
    use crate::recurrence::{Ends, Every, Rule};
    use zones::zone;

    /// The instants of a daily class, in UTC.
    fn daily(name: &str, start: &str, hour: u32, minute: u32, times: u16) -> Vec<String> {
        let zone = zone(name).unwrap();
        let start: NaiveDate = start.parse().unwrap();
        let days = Rule { every: Every::Day, ends: Ends::Times(times) }.days(start).unwrap();
        let at = days.iter().map(|day| instant(&zone, day.and_hms_opt(hour, minute, 0).unwrap()));
        at.map(|at| at.with_timezone(&Utc).format("%m-%d %H:%M").to_string()).collect()
    }

    #[test]
    fn ten_o_clock_stays_ten_o_clock() {
        assert_eq!(
            daily("Europe/Berlin", "2027-03-27", 10, 0, 3),
            ["03-27 09:00", "03-28 08:00", "03-29 08:00"]
        );
        assert_eq!(
            daily("Europe/Berlin", "2027-10-30", 10, 0, 3),
            ["10-30 08:00", "10-31 09:00", "11-01 09:00"]
        );
        assert_eq!(
            daily("America/New_York", "2027-03-13", 10, 0, 3),
            ["03-13 15:00", "03-14 14:00", "03-15 14:00"]
        );
        assert_eq!(
            daily("America/New_York", "2027-11-06", 10, 0, 3),
            ["11-06 14:00", "11-07 15:00", "11-08 15:00"]
        );
        // Where clocks have stayed at summer time since 2026.
        assert_eq!(
            daily("America/Vancouver", "2026-10-31", 10, 0, 3),
            ["10-31 17:00", "11-01 17:00", "11-02 17:00"]
        );
        assert_eq!(
            daily("America/Edmonton", "2026-10-31", 10, 0, 3),
            ["10-31 16:00", "11-01 16:00", "11-02 16:00"]
        );
    }

    #[test]
    fn an_hour_that_is_skipped_is_held_later() {
        // 02:30 on these days is 03:30 of summer time.
        assert_eq!(
            daily("Europe/Berlin", "2027-03-27", 2, 30, 3),
            ["03-27 01:30", "03-28 01:30", "03-29 00:30"]
        );
        assert_eq!(
            daily("America/New_York", "2027-03-13", 2, 30, 3),
            ["03-13 07:30", "03-14 07:30", "03-15 06:30"]
        );
    }

    #[test]
    fn an_hour_that_comes_twice_is_the_first_of_both() {
        assert_eq!(
            daily("Europe/Berlin", "2027-10-30", 2, 30, 3),
            ["10-30 00:30", "10-31 00:30", "11-01 01:30"]
        );
        assert_eq!(
            daily("America/New_York", "2027-11-06", 1, 30, 3),
            ["11-06 05:30", "11-07 05:30", "11-08 06:30"]
        );
    }
}
