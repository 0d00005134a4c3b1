//! The rules of a time zone, as far as an entry needs them (RFC 5545, 3.6.5).

use chrono::NaiveDateTime;

use super::clock;
use super::line::{ContentLines, escaped};

/// A zone and when its clocks are put forward or back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneRules {
    /// Its IANA name.
    pub name: String,
    /// What holds at first and each change after it, in their order; none where clocks always show UTC.
    pub observances: Vec<Observance>,
}

/// From some moment on clocks show another time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observance {
    /// The moment, as clocks showed it that hadn't been changed yet.
    pub local: NaiveDateTime,
    /// What they were from UTC before it, in seconds.
    pub from: i32,
    /// And after it.
    pub to: i32,
    /// Whether it is summer time.
    pub summer: bool,
    /// What the time is called: `CEST`.
    pub called: String,
}

impl ZoneRules {
    pub(super) fn put(&self, lines: &mut ContentLines) {
        lines.put("BEGIN", "VTIMEZONE");
        lines.put("TZID", &self.name);
        let always = [Observance {
            local: chrono::DateTime::UNIX_EPOCH.naive_utc(),
            from: 0,
            to: 0,
            summer: false,
            called: "UTC".into(),
        }];
        let observances = if self.observances.is_empty() { &always[..] } else { &self.observances[..] };
        for Observance { local, from, to, summer, called } in observances {
            let kind = if *summer { "DAYLIGHT" } else { "STANDARD" };
            lines.put("BEGIN", kind);
            lines.put("DTSTART", &clock(*local));
            lines.put("TZOFFSETFROM", &offset(*from));
            lines.put("TZOFFSETTO", &offset(*to));
            lines.put("TZNAME", &escaped(called));
            lines.put("END", kind);
        }
        lines.put("END", "VTIMEZONE");
    }
}

/// `+0530`; with seconds where there are some, as clocks had them long ago.
fn offset(seconds: i32) -> String {
    let (sign, all) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    match rest {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        rest => format!("{sign}{hours:02}{minutes:02}{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::offset;

    #[test]
    fn offsets_are_hours_and_minutes() {
        assert_eq!(
            [0, 19_800, -25_200, -1_800, -12_612].map(offset),
            ["+0000", "+0530", "-0700", "-0030", "-033012"]
        );
    }
}
