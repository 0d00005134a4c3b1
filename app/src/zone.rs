//! From what a form says of a day and a time of day to the instant, and back; and whose clock times are shown by.

use std::ops::RangeInclusive;

use chrono::offset::LocalResult;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use classroom::Refusal;
use domain::time::{later, shown};
use http::header::COOKIE;
use http::request::Parts;
use leptos::prelude::use_context;
use zones::Zone;

use crate::model::Moment;

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
            let next = nearest(&zone, local, TimeDelta::minutes(1));
            Err(bad(
                "time",
                format!("There is no {time} on that day in {zone}: clocks go forward. Take {next} or later."),
            ))
        }
        LocalResult::Ambiguous(..) => {
            let before = nearest(&zone, local, TimeDelta::minutes(-1));
            let after = nearest(&zone, local, TimeDelta::minutes(1));
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
pub fn named(zone: &str) -> Result<Zone, Refusal> {
    zones::zone(zone.trim()).map_err(|_| bad("zone", "Choose a time zone from the list.".to_owned()))
}

/// The day and the time of day as form fields hold them: `2026-11-25` and `10:00`.
pub fn local(at: DateTime<Utc>, zone: &str) -> (String, String) {
    let there = shown(at).with_timezone(&named_or_utc(zone));
    (there.format("%Y-%m-%d").to_string(), there.format("%H:%M").to_string())
}

/// The instant as spreadsheets read it: `2026-11-25 10:00:07`.
pub fn stamp(at: DateTime<Utc>, zone: &str) -> String {
    shown(at).with_timezone(&named_or_utc(zone)).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The instant as words in its class's zone.
pub fn moment(zone: &str, at: DateTime<Utc>, now: DateTime<Utc>) -> Moment {
    let zone = named_or_utc(zone);
    Moment::seen_from(&zone, zone.name(), at, now)
}

/// Whose clock a page's times are shown by.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The viewer's zone, where their browser has said it.
    pub zone: Option<Zone>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

impl Reader {
    /// The person who sent the request that is being answered.
    pub fn of_request(now: DateTime<Utc>) -> Self {
        Self { zone: of_request(), now }
    }

    /// The instant as words: by the viewer's clock, else by that of the class.
    pub fn moment(&self, class_zone: &str, at: DateTime<Utc>) -> Moment {
        let zone = self.zone_or(class_zone);
        Moment::seen_from(&zone, zone.name(), at, self.now)
    }

    /// The viewer's zone, else that of the class.
    pub fn zone_or(&self, class_zone: &str) -> Zone {
        self.zone.clone().unwrap_or_else(|| named_or_utc(class_zone))
    }
}

/// The cookie in which a page's script keeps the zone of the browser it runs in: see `early.js`.
const COOKIE_NAME: &str = "zone=";

/// The zone of the browser that sent the request that is being answered, where it has said it.
fn of_request() -> Option<Zone> {
    let parts = use_context::<Parts>()?;
    let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    of_cookies(cookies)
}

fn of_cookies<'a>(mut headers: impl Iterator<Item = &'a str>) -> Option<Zone> {
    let name = headers
        .find_map(|header| header.split(';').find_map(|cookie| cookie.trim().strip_prefix(COOKIE_NAME)))?;
    named(listed(name)).ok()
}

/// The name under which [`names`] has a zone that browsers call otherwise.
fn listed(name: &str) -> &str {
    match name {
        "Etc/UTC" | "Etc/GMT" | "Etc/UCT" | "GMT" | "UCT" | "Zulu" => "UTC",
        other => other,
    }
}

/// What `clock` answers.
pub fn offsets(zone: &Zone, now: DateTime<Utc>) -> Vec<(i64, i32)> {
    const YEAR: TimeDelta = TimeDelta::days(366);
    let (since, until) = (later(now, -YEAR * 10), later(now, YEAR * 6));
    let first = (since.timestamp(), zone.offset_at(since).local_minus_utc());
    let shifts = zone.shifts(since, until).into_iter().filter(|shift| shift.at > since);
    std::iter::once(first)
        .chain(shifts.map(|shift| (shift.at.timestamp(), shift.to.local_minus_utc())))
        .collect()
}

fn named_or_utc(zone: &str) -> Zone {
    named(zone).unwrap_or_else(|_| Zone::utc())
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
    let mut names = zones::rules().names();
    names.retain(|name| REGIONS.iter().any(|region| name.starts_with(region)));
    names.insert(0, "UTC".to_owned());
    names
}

/// The nearest time of day, in steps, that clocks show exactly once. Zones change by less than a day.
fn nearest(zone: &Zone, local: NaiveDateTime, step: TimeDelta) -> String {
    let mut near = local;
    for _ in 0..24 * 60 {
        let Some(next) = near.checked_add_signed(step) else { break };
        near = next;
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
    use super::{Reader, instant, local, names, of_cookies, offsets};
    use chrono::{DateTime, Utc};
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
    fn the_newest_rules_say_it() {
        assert_eq!(utc("2026-12-04", "10:00", "America/Vancouver"), "2026-12-04 17:00");
        assert_eq!(utc("2026-12-04", "10:00", "America/Edmonton"), "2026-12-04 16:00");
        assert_eq!(utc("2026-12-04", "10:00", "America/Los_Angeles"), "2026-12-04 18:00");
    }

    #[test]
    fn times_are_shown_by_the_viewers_clock_where_their_browser_has_said_it() {
        let (at, now): (DateTime<Utc>, _) =
            ("2026-12-04T02:30:00Z".parse().unwrap(), "2026-12-03T09:00:00Z".parse().unwrap());
        let shown = |cookies: &str| {
            let moment = Reader { zone: of_cookies([cookies].into_iter()), now }.moment("Europe/Berlin", at);
            format!("{} {} {}", moment.day, moment.time, moment.zone)
        };
        assert_eq!(shown("theme=dark; zone=America/Vancouver"), "Today 19:30 America/Vancouver");
        assert_eq!(shown("zone=Etc/UTC"), "Tomorrow 02:30 UTC");
        for nothing in ["", "zone=", "zone=Mars/Olympus", "timezone=Asia/Tokyo", "zone=../../etc/passwd"] {
            assert_eq!(shown(nothing), "Tomorrow 03:30 Europe/Berlin", "{nothing}");
        }
    }

    #[test]
    fn a_browser_is_told_how_its_clocks_go() {
        let now: DateTime<Utc> = "2026-11-29T00:00:00Z".parse().unwrap();
        let vancouver = offsets(&super::named("America/Vancouver").unwrap(), now);
        assert_eq!(vancouver.last().unwrap().1, -7 * 60 * 60, "they have stayed at summer time");
        assert!(vancouver.iter().all(|(from, _)| *from <= now.timestamp()), "{vancouver:?}");
        let berlin = offsets(&super::named("Europe/Berlin").unwrap(), now);
        assert!(berlin.len() > 30 && berlin.is_sorted(), "{berlin:?}");
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
