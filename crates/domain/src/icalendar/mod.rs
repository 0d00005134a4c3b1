//! Classes as other programs' calendars read them: iCalendar (RFC 5545), and as invitations (iTIP, RFC 5546).
//!
//! Written here: what we write is one kind of entry of a dozen lines, and a crate for all of the RFC brings a reader that we
//! don't need. A class has its times in UTC, which every calendar shows in its owner's zone; by the name of a zone a calendar
//! would take rules of its own, however old. Only a series that is sent as a whole repeats by the clocks of its zone, whose
//! rules come along.
//!
//! All classes of a series are one entry (UID), and each is an occurrence of it (RECURRENCE-ID): so an invitation to many is
//! one, as iTIP demands (RFC 5546, 3.2.2), and a change or an end finds the one it is about.

mod line;
mod zone;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::catalog::Occurrence;
use crate::ids::SessionId;
use line::{ContentLines, escaped, quoted};

pub use zone::{Observance, ZoneRules};

/// What the file's type is called over HTTP.
pub const MIME: &str = "text/calendar; charset=utf-8";

/// What a calendar is to do with what it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Show it.
    Publish,
    /// Ask its owner whether they come, or notify them that something has changed.
    Request,
    /// Notify its owner that it won't take place.
    Cancel,
}

impl Method {
    /// As the file and its MIME type name it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// A class as an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The class: however its entry changes, it is the same one.
    pub session: SessionId,
    /// Which class of which series it is; `None` for one by itself.
    pub occurrence: Option<Occurrence>,
    /// It stands for all of its series.
    pub repeats: Option<Repeats>,
    /// How often its entry has changed.
    pub revision: u32,
    /// When it was made or changed last.
    pub changed_at: DateTime<Utc>,
    /// Its title.
    pub title: String,
    /// The course and who teaches it, in a line.
    pub about: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Why it won't take place; `None` where it will.
    pub cancelled: Option<String>,
    /// The class's page.
    pub url: String,
    /// Who invites whom; `None` in a calendar that somebody looks at.
    pub invitation: Option<Invitation>,
}

/// How a series repeats, of which the entry is the first class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeats {
    /// The rule, as `recurrence` writes it.
    pub rule: String,
    /// The first start and end, as clocks there show them.
    pub first: (NaiveDateTime, NaiveDateTime),
    /// The zone.
    pub zone: ZoneRules,
}

/// Who invites whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Who answers are sent to.
    pub organizer: Person,
    /// Who is invited.
    pub attendee: Person,
}

/// Somebody with an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A file with these entries, its lines ended and folded as the RFC has it. `name` is what the calendar is called.
#[must_use]
pub fn calendar(name: &str, method: Method, entries: &[Entry]) -> String {
    let mut lines = ContentLines::default();
    lines.put("BEGIN", "VCALENDAR");
    lines.put("VERSION", "2.0");
    lines.put("PRODID", "-//Lectern//Calendar//EN");
    lines.put("CALSCALE", "GREGORIAN");
    lines.put("METHOD", method.word());
    if method == Method::Publish {
        lines.put("X-WR-CALNAME", &escaped(name));
        lines.put("REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
        lines.put("X-PUBLISHED-TTL", "PT15M");
    }
    let mut zones: Vec<_> = entries.iter().filter_map(|entry| Some(&entry.repeats.as_ref()?.zone)).collect();
    zones.dedup();
    for zone in zones {
        zone.put(&mut lines);
    }
    for entry in entries {
        put(&mut lines, entry);
    }
    lines.put("END", "VCALENDAR");
    lines.text()
}

fn put(lines: &mut ContentLines, entry: &Entry) {
    let about = match &entry.cancelled {
        Some(reason) if !reason.is_empty() => format!("Cancelled: {reason}\n{}\n{}", entry.about, entry.url),
        Some(_) => format!("Cancelled\n{}\n{}", entry.about, entry.url),
        None => format!("{}\n{}", entry.about, entry.url),
    };
    lines.put("BEGIN", "VEVENT");
    match &entry.occurrence {
        Some(Occurrence { series, .. }) => lines.put("UID", &format!("{series}@lectern")),
        None => lines.put("UID", &format!("{}@lectern", entry.session)),
    }
    lines.put("SEQUENCE", &entry.revision.to_string());
    // The same until the entry changes, so that a calendar that asks again gets the same file.
    lines.put("DTSTAMP", &stamp(entry.changed_at));
    lines.put("LAST-MODIFIED", &stamp(entry.changed_at));
    match (&entry.repeats, &entry.occurrence) {
        (Some(Repeats { rule, first: (start, end), zone }), _) => {
            lines.put(&format!("DTSTART;TZID={}", zone.name), &clock(*start));
            lines.put(&format!("DTEND;TZID={}", zone.name), &clock(*end));
            lines.put("RRULE", rule);
        }
        (None, occurrence) => {
            if let Some(Occurrence { at, .. }) = occurrence {
                lines.put("RECURRENCE-ID", &stamp(*at));
            }
            lines.put("DTSTART", &stamp(entry.starts_at));
            lines.put("DTEND", &stamp(entry.ends_at));
        }
    }
    lines.put("SUMMARY", &escaped(&entry.title));
    lines.put("DESCRIPTION", &escaped(&about));
    lines.put("URL", &entry.url);
    lines.put("STATUS", if entry.cancelled.is_some() { "CANCELLED" } else { "CONFIRMED" });
    if let Some(Invitation { organizer, attendee }) = &entry.invitation {
        lines.put(
            &format!("ORGANIZER;CN={}", quoted(&organizer.name)),
            &format!("mailto:{}", organizer.email),
        );
        let how = "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE";
        let name = quoted(&attendee.name);
        lines.put(&format!("ATTENDEE;CN={name};{how}"), &format!("mailto:{}", attendee.email));
    }
    lines.put("END", "VEVENT");
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// What clocks show, without saying where.
fn clock(local: NaiveDateTime) -> String {
    local.format("%Y%m%dT%H%M%S").to_string()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn entry() -> Entry {
        Entry {
            session: SessionId(Uuid::from_u128(7)),
            occurrence: None,
            repeats: None,
            revision: 2,
            changed_at: "2026-11-20T08:00:00.123Z".parse().unwrap(),
            title: "Damping; why swings stop, and more".into(),
            about: "Dynamics 2 · Vera Lindqvist".into(),
            starts_at: "2026-11-25T09:00:00Z".parse().unwrap(),
            ends_at: "2026-11-25T09:50:00Z".parse().unwrap(),
            cancelled: None,
            url: "https://lectern.test/classes/7".into(),
            invitation: None,
        }
    }

    /// The file's lines, unfolded as a reader does it.
    fn lines(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_class_is_an_entry() {
        let file = calendar("Vera's classes", Method::Publish, &[entry()]);
        assert_eq!(
            lines(&file),
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Lectern//Calendar//EN",
                "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
                "X-WR-CALNAME:Vera's classes",
                "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
                "X-PUBLISHED-TTL:PT15M",
                "BEGIN:VEVENT",
                "UID:00000000-0000-0000-0000-000000000007@lectern",
                "SEQUENCE:2",
                "DTSTAMP:20261120T080000Z",
                "LAST-MODIFIED:20261120T080000Z",
                "DTSTART:20261125T090000Z",
                "DTEND:20261125T095000Z",
                r"SUMMARY:Damping\; why swings stop\, and more",
                r"DESCRIPTION:Dynamics 2 · Vera Lindqvist\nhttps://lectern.test/classes/7",
                "URL:https://lectern.test/classes/7",
                "STATUS:CONFIRMED",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        );
        assert!(file.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn a_cancelled_class_says_so_and_why() {
        let file =
            calendar("", Method::Publish, &[Entry { cancelled: Some("I am ill, sorry.".into()), ..entry() }]);
        let lines = lines(&file);
        assert!(lines.contains(&"STATUS:CANCELLED".to_owned()));
        assert!(lines.iter().any(|line| line.starts_with(r"DESCRIPTION:Cancelled: I am ill\, sorry.\nDyn")));
    }

    /// A class of the series 9, which was to be a week before.
    fn of_series() -> Entry {
        let at = "2026-11-18T09:00:00Z".parse().unwrap();
        Entry { occurrence: Some(Occurrence { series: Uuid::from_u128(9).into(), at }), ..entry() }
    }

    #[test]
    fn a_class_of_a_series_is_an_occurrence_of_its_entry() {
        let lines = lines(&calendar("", Method::Request, &[of_series()]));
        for line in [
            "UID:00000000-0000-0000-0000-000000000009@lectern",
            "RECURRENCE-ID:20261118T090000Z",
            "DTSTART:20261125T090000Z",
            "SEQUENCE:2",
        ] {
            assert!(lines.contains(&line.to_owned()), "{line} in {lines:?}");
        }
    }

    #[test]
    fn a_whole_series_repeats_by_the_clocks_of_its_zone() {
        let observance = |local: &str, hours: (i32, i32), summer, called: &str| Observance {
            local: local.parse().unwrap(),
            from: hours.0 * 3600,
            to: hours.1 * 3600,
            summer,
            called: called.into(),
        };
        let zone = ZoneRules {
            name: "Europe/Berlin".into(),
            observances: vec![
                observance("2026-10-25T03:00:00", (2, 1), false, "CET"),
                observance("2027-03-28T02:00:00", (1, 2), true, "CEST"),
            ],
        };
        let first = ("2026-11-25T10:00:00".parse().unwrap(), "2026-11-25T10:50:00".parse().unwrap());
        let repeats = Repeats { rule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=WE;COUNT=20".into(), first, zone };
        let lines = lines(&calendar("", Method::Request, &[Entry { repeats: Some(repeats), ..of_series() }]));
        let from = lines.iter().position(|line| line == "BEGIN:VTIMEZONE").unwrap();
        assert_eq!(
            lines[from..from + 14],
            [
                "BEGIN:VTIMEZONE",
                "TZID:Europe/Berlin",
                "BEGIN:STANDARD",
                "DTSTART:20261025T030000",
                "TZOFFSETFROM:+0200",
                "TZOFFSETTO:+0100",
                "TZNAME:CET",
                "END:STANDARD",
                "BEGIN:DAYLIGHT",
                "DTSTART:20270328T020000",
                "TZOFFSETFROM:+0100",
                "TZOFFSETTO:+0200",
                "TZNAME:CEST",
                "END:DAYLIGHT",
            ]
        );
        assert!(lines.contains(&"DTSTART;TZID=Europe/Berlin:20261125T100000".to_owned()));
        assert!(lines.contains(&"DTEND;TZID=Europe/Berlin:20261125T105000".to_owned()));
        assert!(lines.contains(&"RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=WE;COUNT=20".to_owned()));
        assert!(!lines.iter().any(|line| line.starts_with("RECURRENCE-ID")));
    }

    #[test]
    fn an_invitation_names_both() {
        let person = |name: &str, email: &str| Person { name: name.into(), email: email.into() };
        let invitation = Invitation {
            organizer: person("Vera \"V\" Lindqvist", "lectern@school.test"),
            attendee: person("Diallo, Amina", "amina@school.test"),
        };
        let file = calendar("", Method::Request, &[Entry { invitation: Some(invitation), ..entry() }]);
        let lines = lines(&file);
        assert!(lines.contains(&"METHOD:REQUEST".to_owned()));
        assert!(lines.contains(&"ORGANIZER;CN=\"Vera 'V' Lindqvist\":mailto:lectern@school.test".to_owned()));
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with("ATTENDEE;CN=\"Diallo, Amina\";CUTYPE=INDIVIDUAL;ROLE=")
                    && line.ends_with(":mailto:amina@school.test"))
        );
    }

    #[test]
    fn nothing_that_people_write_makes_a_line() {
        let entry = Entry { title: "a\r\nEND:VEVENT\u{7}\nx\\".into(), ..entry() };
        let lines = lines(&calendar("", Method::Publish, &[entry]));
        assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), 1);
        assert!(lines.contains(&r"SUMMARY:a\nEND:VEVENT\nx\\".to_owned()));
    }
}
