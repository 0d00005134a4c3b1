//! From what a form says of a day and a time of day to the instant, and back.

use std::ops::RangeInclusive;

use chrono::offset::LocalResult;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use classroom::Refusal;
use domain::time::shown;

use crate::ui::Moment;

/// The years that a form may speak of.
const YEARS: RangeInclusive<i32> = 2000..=2099;

/// The instant at which clocks in `zone` (an IANA name) show `time` (`10:00`) on `date` (`2026-11-25`).
///
/// # Errors
/// [`Refusal::BadField`] for a part that can't be read, and for a time that daylight saving leaves out or makes come twice.
pub fn instant(date: &str, time: &str, zone: &str) -> Result<DateTime<Utc>, Refusal> {
    let day: NaiveDate =
        date.trim().parse().map_err(|_| bad("date", "Choose the day, such as 2026-11-25.".to_owned()))?;
    // Beyond them clocks of some zone show nothing at all.
    if !YEARS.contains(&day.year()) {
        return Err(bad("date", "Choose a day in this century, such as 2026-11-25.".to_owned()));
    }
    let hour = NaiveTime::parse_from_str(time.trim(), "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(time.trim(), "%H:%M:%S"))
        .map_err(|_| bad("time", "Write the start as hours and minutes, such as 10:00.".to_owned()))?;
    let zone = named(zone)?;
    let local = day.and_time(hour);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => Ok(at.to_utc()),
        LocalResult::None => {
            let next = nearest(zone, local, TimeDelta::minutes(1));
            Err(bad(
                "time",
                format!("There is no {time} on that day in {zone}: clocks go forward. Take {next} or later."),
            ))
        }
        LocalResult::Ambiguous(..) => {
            let before = nearest(zone, local, TimeDelta::minutes(-1));
            let after = nearest(zone, local, TimeDelta::minutes(1));
            Err(bad(
                "time",
                format!(
                    "{time} comes twice on that day in {zone}: clocks go back. Take {before} or earlier, or {after} or later."
                ),
            ))
        }
    }
}

/// The time zone of that IANA name.
///
/// # Errors
/// [`Refusal::BadField`] where there is none.
pub fn named(zone: &str) -> Result<Tz, Refusal> {
    zone.trim().parse().map_err(|_| bad("zone", "Choose a time zone from the list.".to_owned()))
}

/// The day and the time of day as form fields hold them: `2026-11-25` and `10:00`.
pub fn local(at: DateTime<Utc>, zone: &str) -> (String, String) {
    let there = shown(at).with_timezone(&named(zone).unwrap_or(Tz::UTC));
    (there.format("%Y-%m-%d").to_string(), there.format("%H:%M").to_string())
}

/// The instant as spreadsheets read it: `2026-11-25 10:00:07`.
pub fn stamp(at: DateTime<Utc>, zone: &str) -> String {
    shown(at).with_timezone(&named(zone).unwrap_or(Tz::UTC)).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The instant as words in its class's zone.
pub fn moment(zone: &str, at: DateTime<Utc>, now: DateTime<Utc>) -> Moment {
    Moment::seen_from(&named(zone).unwrap_or(Tz::UTC), at, now)
}

/// Every zone that has a name of the form `Region/City`, with UTC first.
pub fn names() -> Vec<String> {
    const REGIONS: [&str; 10] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    let cities = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let cities = cities.filter(|name| REGIONS.iter().any(|region| name.starts_with(region)));
    std::iter::once("UTC").chain(cities).map(str::to_owned).collect()
}

/// The nearest time of day, in steps, that clocks show exactly once. Zones change by less than a day.
fn nearest(zone: Tz, local: NaiveDateTime, step: TimeDelta) -> String {
    let mut near = local;
    for _ in 0..24 * 60 {
        near = near.checked_add_signed(step).unwrap_or(near);
        if matches!(zone.from_local_datetime(&near), LocalResult::Single(_)) {
            break;
        }
    }
    near.format("%H:%M").to_string()
}

fn bad(field: &'static str, problem: String) -> Refusal {
    Refusal::BadField { field, problem }
}

#[cfg(test)]
mod tests {
    use super::{instant, local, names};
    use classroom::Refusal;

    fn utc(date: &str, time: &str, zone: &str) -> String {
        instant(date, time, zone).unwrap().format("%Y-%m-%d %H:%M").to_string()
    }

    fn problem(date: &str, time: &str, zone: &str) -> (&'static str, String) {
        match instant(date, time, zone) {
            Err(Refusal::BadField { field, problem }) => (field, problem),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_zone_says_when() {
        assert_eq!(utc("2026-11-25", "10:00", "Europe/Berlin"), "2026-11-25 09:00");
        assert_eq!(utc("2026-07-25", "10:00", "Europe/Berlin"), "2026-07-25 08:00", "summer time");
        assert_eq!(
            utc("2026-11-25", "01:00", "Asia/Kolkata"),
            "2026-11-24 19:30",
            "the day before, by half hours"
        );
        assert_eq!(utc("2026-11-25", "10:00:00", "UTC"), "2026-11-25 10:00", "browsers may send seconds");
    }

    #[test]
    fn what_a_form_shows_is_what_it_was_given() {
        let at = instant("2026-11-25", "10:00", "America/New_York").unwrap();
        assert_eq!(local(at, "America/New_York"), ("2026-11-25".to_owned(), "10:00".to_owned()));
    }

    #[test]
    fn a_time_that_clocks_skip_is_refused_with_the_next_there_is() {
        let (field, words) = problem("2027-03-28", "02:30", "Europe/Berlin");
        assert_eq!(field, "time");
        assert_eq!(
            words,
            "There is no 02:30 on that day in Europe/Berlin: clocks go forward. Take 03:00 or later."
        );
    }

    #[test]
    fn a_time_that_comes_twice_is_refused_with_those_around_it() {
        let (field, words) = problem("2026-10-25", "02:30", "Europe/Berlin");
        assert_eq!(field, "time");
        assert_eq!(
            words,
            "02:30 comes twice on that day in Europe/Berlin: clocks go back. Take 01:59 or earlier, or 03:00 or later."
        );
    }

    #[test]
    fn what_cannot_be_read_names_its_field() {
        assert_eq!(problem("25.11.2026", "10:00", "UTC").0, "date");
        assert_eq!(problem("2026-02-30", "10:00", "UTC").0, "date");
        for absurd in ["+262142-12-31", "-262143-01-01", "0001-01-01", "9999-12-31", "1999-12-31"] {
            assert_eq!(problem(absurd, "23:59", "Pacific/Kiritimati").0, "date", "{absurd}");
        }
        assert_eq!(problem("2026-11-25", "ten", "UTC").0, "time");
        assert_eq!(problem("2026-11-25", "10:00", "Mars/Olympus").0, "zone");
    }

    #[test]
    fn the_list_offers_cities_and_utc() {
        let names = names();
        assert_eq!(names[0], "UTC");
        assert!(names.iter().any(|name| name == "Europe/Berlin"));
        assert!(!names.iter().any(|name| name == "CET"));
    }
}
