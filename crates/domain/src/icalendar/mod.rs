//! Classes as other programs' calendars read them: iCalendar (RFC 5545), and as invitations (iTIP, RFC 5546).
//!
//! Written here: what we write is one kind of entry of a dozen lines, and a crate for all of the RFC brings a reader that we
//! don't need. Times are in UTC, which every calendar shows in its owner's zone: each class is an entry of its own, so none
//! needs the rules of a time zone.

mod line;

use chrono::{DateTime, Utc};

use crate::ids::SessionId;
use line::{Lines, escaped, quoted};

/// What the file's type is called over HTTP.
pub const MIME: &str = "text/calendar; charset=utf-8";

/// What a calendar is to do with what it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Show it.
    Publish,
    /// Ask its owner whether they come, or tell them that something has changed.
    Request,
    /// Tell its owner that it won't take place.
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
    let mut lines = Lines::default();
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
    for entry in entries {
        put(&mut lines, entry);
    }
    lines.put("END", "VCALENDAR");
    lines.text()
}

fn put(lines: &mut Lines, entry: &Entry) {
    let about = match &entry.cancelled {
        Some(reason) if !reason.is_empty() => format!("Cancelled: {reason}\n{}\n{}", entry.about, entry.url),
        Some(_) => format!("Cancelled\n{}\n{}", entry.about, entry.url),
        None => format!("{}\n{}", entry.about, entry.url),
    };
    lines.put("BEGIN", "VEVENT");
    lines.put("UID", &format!("{}@lectern", entry.session));
    lines.put("SEQUENCE", &entry.revision.to_string());
    // The same until the entry changes, so that a calendar that asks again gets the same file.
    lines.put("DTSTAMP", &stamp(entry.changed_at));
    lines.put("LAST-MODIFIED", &stamp(entry.changed_at));
    lines.put("DTSTART", &stamp(entry.starts_at));
    lines.put("DTEND", &stamp(entry.ends_at));
    lines.put("SUMMARY", &escaped(&entry.title));
    lines.put("DESCRIPTION", &escaped(&about));
    lines.put("URL", &entry.url);
    lines.put("STATUS", if entry.cancelled.is_some() { "CANCELLED" } else { "CONFIRMED" });
    if let Some(Invitation { organizer, attendee }) = &entry.invitation {
        lines.put(
            &format!("ORGANIZER;CN={}", quoted(&organizer.name)),
            &format!("mailto:{}", organizer.email),
        );
        let how = "ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE";
        let name = quoted(&attendee.name);
        lines.put(&format!("ATTENDEE;CN={name};{how}"), &format!("mailto:{}", attendee.email));
    }
    lines.put("END", "VEVENT");
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn entry() -> Entry {
        Entry {
            session: SessionId(Uuid::from_u128(7)),
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
        assert!(lines.iter().any(|line| line.starts_with("ATTENDEE;CN=\"Diallo, Amina\";ROLE=")
            && line.ends_with(":mailto:amina@school.test")));
    }

    #[test]
    fn nothing_that_people_write_makes_a_line() {
        let entry = Entry { title: "a\r\nEND:VEVENT\u{7}\nx\\".into(), ..entry() };
        let lines = lines(&calendar("", Method::Publish, &[entry]));
        assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), 1);
        assert!(lines.contains(&r"SUMMARY:a\nEND:VEVENT\nx\\".to_owned()));
    }
}
