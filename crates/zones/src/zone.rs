//! A zone, as chrono asks one.

use std::fmt;
use std::sync::Arc;

use chrono::{
    DateTime, Datelike as _, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeZone, Timelike as _, Utc,
};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{self, AmbiguousOffset};

/// A place whose clocks show the same.
#[derive(Clone)]
pub struct Zone {
    name: Arc<str>,
    rules: tz::TimeZone,
}

/// There is no zone of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such time zone")]
pub struct UnknownZone;

/// How far a zone's clocks are from UTC at some moment.
#[derive(Debug, Clone)]
pub struct ZoneOffset {
    zone: Zone,
    fixed: FixedOffset,
}

/// Clocks are put forward or back, or called otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// When.
    pub at: DateTime<Utc>,
    /// What they are from UTC before it.
    pub from: FixedOffset,
    /// And from then on.
    pub to: FixedOffset,
    /// Whether it is summer time then.
    pub summer: bool,
    /// What the time is called then: `CEST`.
    pub called: String,
}

impl Zone {
    /// UTC itself, which needs no rules.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: Arc::from("UTC"), rules: tz::TimeZone::UTC }
    }

    /// The zone that these compiled rules (RFC 9636) describe.
    pub(crate) fn of(name: &str, rules: &[u8]) -> Option<Self> {
        Some(Self { name: Arc::from(name), rules: tz::TimeZone::tzif(name, rules).ok()? })
    }

    /// Its IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its clocks are from UTC at a moment.
    #[must_use]
    pub fn offset_at(&self, at: DateTime<Utc>) -> FixedOffset {
        fixed(self.rules.to_offset(timestamp(at)))
    }

    /// The last shift at or before `since`, if there ever was one, and all up to `until`.
    #[must_use]
    pub fn shifts(&self, since: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Shift> {
        // A nanosecond later, so that one at the very moment is in.
        let just_after = since.checked_add_signed(chrono::TimeDelta::nanoseconds(1)).unwrap_or(since);
        let after = timestamp(just_after);
        let first = self.rules.preceding(after).next();
        let rest =
            self.rules.following(timestamp(since)).take_while(|next| next.timestamp() <= timestamp(until));
        first.into_iter().chain(rest).filter_map(|shift| self.shift(&shift)).collect()
    }

    fn shift(&self, shift: &tz::TimeZoneTransition<'_>) -> Option<Shift> {
        let at = DateTime::from_timestamp(shift.timestamp().as_second(), 0)?;
        Some(Shift {
            at,
            from: self.offset_at(at - chrono::TimeDelta::seconds(1)),
            to: fixed(shift.offset()),
            summer: shift.dst().is_dst(),
            called: shift.abbreviation().to_owned(),
        })
    }

    fn with(&self, offset: tz::Offset) -> ZoneOffset {
        ZoneOffset { zone: self.clone(), fixed: fixed(offset) }
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        self.fixed
    }
}

impl fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fixed.fmt(f)
    }
}

impl TimeZone for Zone {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Self {
        offset.zone.clone()
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<ZoneOffset> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<ZoneOffset> {
        match self.rules.to_ambiguous_timestamp(civil(*local)).offset() {
            AmbiguousOffset::Unambiguous { offset } => MappedLocalTime::Single(self.with(offset)),
            AmbiguousOffset::Gap { .. } => MappedLocalTime::None,
            AmbiguousOffset::Fold { before, after } => {
                MappedLocalTime::Ambiguous(self.with(before), self.with(after))
            }
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> ZoneOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> ZoneOffset {
        ZoneOffset { zone: self.clone(), fixed: self.offset_at(utc.and_utc()) }
    }
}

fn fixed(offset: tz::Offset) -> FixedOffset {
    FixedOffset::east_opt(offset.seconds()).unwrap_or_else(|| Utc.fix())
}

/// Beyond the years that the rules know (±9999) clocks stay as they are at the border: nothing here panics.
fn timestamp(at: DateTime<Utc>) -> Timestamp {
    let border = if at.timestamp() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let nanoseconds = i32::try_from(at.timestamp_subsec_nanos() % 1_000_000_000).unwrap_or_default();
    Timestamp::new(at.timestamp(), nanoseconds).unwrap_or(border)
}

fn civil(local: NaiveDateTime) -> civil::DateTime {
    let part = |number: u32| i8::try_from(number).unwrap_or_default();
    let border = if local.year() < 0 { civil::DateTime::MIN } else { civil::DateTime::MAX };
    let Ok(year) = i16::try_from(local.year()) else { return border };
    let nanosecond = i32::try_from(local.nanosecond() % 1_000_000_000).unwrap_or_default();
    let (month, day, hour) = (part(local.month()), part(local.day()), part(local.hour()));
    civil::DateTime::new(year, month, day, hour, part(local.minute()), part(local.second()), nanosecond)
        .unwrap_or(border)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, MappedLocalTime, NaiveDateTime, TimeZone as _, Utc};

    use crate::{Zone, zone};

    /// The instants at which clocks there show it, in UTC.
    fn instants(name: &str, local: &str) -> Vec<String> {
        let local: NaiveDateTime = local.parse().unwrap();
        let words = |at: DateTime<Zone>| at.to_utc().format("%m-%d %H:%M").to_string();
        match zone(name).unwrap().from_local_datetime(&local) {
            MappedLocalTime::None => vec![],
            MappedLocalTime::Single(at) => vec![words(at)],
            MappedLocalTime::Ambiguous(first, second) => vec![words(first), words(second)],
        }
    }

    #[test]
    fn the_rules_of_2026_are_in() {
        // British Columbia and Alberta stay at summer time from 2026 on.
        assert_eq!(instants("America/Vancouver", "2026-12-04T10:00:00"), ["12-04 17:00"]);
        assert_eq!(instants("America/Edmonton", "2026-12-04T10:00:00"), ["12-04 16:00"]);
        assert_eq!(instants("Canada/Pacific", "2026-12-04T10:00:00"), ["12-04 17:00"], "an old name of it");
        assert_eq!(instants("America/Vancouver", "2027-07-02T10:00:00"), ["07-02 17:00"]);
        assert_eq!(instants("America/Vancouver", "2025-12-04T10:00:00"), ["12-04 18:00"], "what was stays");
        assert_eq!(instants("America/Los_Angeles", "2026-12-04T10:00:00"), ["12-04 18:00"]);
    }

    #[test]
    fn clocks_skip_hours_and_show_others_twice() {
        assert_eq!(instants("Europe/Berlin", "2027-03-28T02:30:00"), [""; 0]);
        assert_eq!(instants("Europe/Berlin", "2026-10-25T02:30:00"), ["10-25 00:30", "10-25 01:30"]);
        assert_eq!(instants("Asia/Kolkata", "2026-11-25T01:00:00"), ["11-24 19:30"]);
        assert_eq!(instants("Europe/Berlin", "2150-07-01T10:00:00"), ["07-01 08:00"], "for ever");
    }

    #[test]
    fn instants_read_as_clocks_there_show_them() {
        let at: DateTime<Utc> = "2026-12-04T17:00:00Z".parse().unwrap();
        let there = at.with_timezone(&zone("America/Vancouver").unwrap());
        assert_eq!(there.format("%Y-%m-%d %H:%M %:z").to_string(), "2026-12-04 10:00 -07:00");
    }

    #[test]
    fn shifts_are_listed() {
        let (since, until) =
            ("2026-11-20T00:00:00Z".parse().unwrap(), "2027-12-01T00:00:00Z".parse().unwrap());
        let shifts = zone("Europe/Berlin").unwrap().shifts(since, until);
        let words: Vec<_> = shifts
            .iter()
            .map(|shift| {
                format!(
                    "{} {} {} {} {}",
                    shift.at.format("%F %R"),
                    shift.from,
                    shift.to,
                    shift.summer,
                    shift.called
                )
            })
            .collect();
        assert_eq!(
            words,
            [
                "2026-10-25 01:00 +02:00 +01:00 false CET",
                "2027-03-28 01:00 +01:00 +02:00 true CEST",
                "2027-10-31 01:00 +02:00 +01:00 false CET"
            ]
        );
        let vancouver = zone("America/Vancouver").unwrap().shifts(since, until);
        assert_eq!(vancouver.len(), 1, "no more of them there: {vancouver:?}");
        assert!(Zone::utc().shifts(since, until).is_empty());
    }

    #[test]
    fn no_moment_is_too_far_away() {
        let zone = zone("Europe/Berlin").unwrap();
        for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let _ = zone.offset_at(at);
            let _ = zone.offset_from_local_datetime(&at.naive_utc());
            let _ = zone.offset_from_utc_datetime(&at.naive_utc());
        }
    }
}
