//! A time with its words: "Wed 25, 10:00".

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use domain::time::shown;
use lean::FromJson;
use serde::{Deserialize, Serialize};

/// An instant with the words the server gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Moment {
    /// When.
    pub at: DateTime<Utc>,
    /// "Today", "Wed 25", "Fri 4 Dec".
    pub day: String,
    /// "10:00".
    pub time: String,
    /// The zone whose clocks show that, by its IANA name.
    pub zone: String,
}

impl Moment {
    /// The instant as it reads in a time zone, which has a name, `now` deciding what is today.
    #[must_use]
    pub fn seen_from<Z: chrono::TimeZone>(
        zone: &Z,
        name: &str,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        let local = shown(at).with_timezone(zone).naive_local();
        let today = now.with_timezone(zone).date_naive();
        Self::shown_as(at, local, today, name.to_owned())
    }

    /// The instant where clocks of `zone` show `local`, on a day that is `today` there.
    pub(crate) fn shown_as(at: DateTime<Utc>, local: NaiveDateTime, today: NaiveDate, zone: String) -> Self {
        Self { at, day: day_words(local.date(), today), time: time_words(local), zone }
    }
}

/// "Yesterday", "Today", "Tomorrow"; within six days "Wed 25"; in the same year "Fri 4 Dec"; else "4 Dec 2027".
fn day_words(day: NaiveDate, today: NaiveDate) -> String {
    match day.signed_duration_since(today).num_days() {
        -1 => "Yesterday".to_owned(),
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        -6..=6 => format!("{} {}", day.weekday(), day.day()),
        _ if day.year() == today.year() => format!("{} {} {}", day.weekday(), day.day(), month(day)),
        _ => format!("{} {} {}", day.day(), month(day), day.year()),
    }
}

fn time_words(local: NaiveDateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

// Written here, and not by a pattern of chrono's: its reader and writer of patterns would come with every page.
fn month(day: NaiveDate) -> &'static str {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS[day.month0() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn days_are_words() {
        let monday = day(2026, 11, 23);
        assert_eq!(day_words(monday, monday), "Today");
        assert_eq!(day_words(day(2026, 11, 24), monday), "Tomorrow");
        assert_eq!(day_words(day(2026, 11, 22), monday), "Yesterday");
        assert_eq!(day_words(day(2026, 11, 25), monday), "Wed 25");
        assert_eq!(day_words(day(2026, 12, 4), monday), "Fri 4 Dec");
        assert_eq!(day_words(day(2027, 1, 4), monday), "4 Jan 2027");
    }

    #[test]
    fn the_zone_decides_the_day() {
        let at = Utc.with_ymd_and_hms(2026, 11, 23, 23, 30, 0).unwrap();
        let now = Utc.with_ymd_and_hms(2026, 11, 23, 12, 0, 0).unwrap();
        let berlin = chrono::FixedOffset::east_opt(60 * 60).unwrap();
        let berlin = Moment::seen_from(&berlin, "Europe/Berlin", at, now);
        assert_eq!((berlin.day.as_str(), berlin.time.as_str()), ("Tomorrow", "00:30"));
        let utc = Moment::seen_from(&Utc, "UTC", at, now);
        assert_eq!((utc.day.as_str(), utc.time.as_str()), ("Today", "23:30"));
    }
}
