//! What letters about classes say.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use classroom::calendar::entry;
use classroom::ports::mail::Letter;
use domain::catalog::ClassRow;
use domain::icalendar::{Entry, Invitation, Method, Person, calendar};
use domain::session::Phase;

/// Who writes, and where people find what they are written about.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// The sender.
    pub from: Person,
    /// Where people reach Lectern, without a slash at its end.
    pub origin: String,
}

impl Letterhead {
    /// A class is planned, was changed, or was cancelled: with what the person's calendar is to make of it.
    #[must_use]
    pub fn told(&self, row: &ClassRow, to: &Person, id: String) -> Letter {
        let (method, subject, text) = match (&row.phase, row.revision) {
            (Phase::Cancelled, _) => (
                Method::Cancel,
                format!("Cancelled: {}", row.title),
                format!("This class won’t take place.\n{}", why(row)),
            ),
            (_, 0) => (Method::Request, row.title.clone(), "You are invited to this class.\n".to_owned()),
            (_, _) => {
                (Method::Request, format!("Changed: {}", row.title), "This class was changed.\n".to_owned())
            }
        };
        let invitation = Invitation { organizer: self.from.clone(), attendee: to.clone() };
        let entry = Entry { invitation: Some(invitation), ..entry(row, self.page(row)) };
        let file = calendar(&row.title, method, &[entry]);
        let text = format!("{text}\n{}", self.lines(row));
        Letter { id, to: to.clone(), subject, text, calendar: Some((method, file)) }
    }

    /// The same of several classes of a series at once.
    #[must_use]
    pub fn told_together(&self, rows: &[ClassRow], to: &Person, id: String) -> Option<Letter> {
        let (first, classes) = (rows.first()?, rows.len());
        let (subject, mut text) = match (&first.phase, first.revision) {
            (Phase::Cancelled, _) => (
                format!("Cancelled: {}, {classes} classes", first.title),
                format!("These classes won’t take place.\n{}", why(first)),
            ),
            (_, 0) => (
                format!("{}, {classes} classes", first.title),
                "You are invited to these classes.\n".to_owned(),
            ),
            (_, _) => (
                format!("Changed: {}, {classes} classes", first.title),
                "These classes were changed.\n".to_owned(),
            ),
        };
        for row in rows {
            text += &format!("\n{}", self.lines(row));
        }
        let entries: Vec<_> = rows.iter().map(|row| entry(row, self.page(row))).collect();
        // An invitation is to one class (RFC 5546): many are shown.
        let file = calendar(&first.title, Method::Publish, &entries);
        Some(Letter { id, to: to.clone(), subject, text, calendar: Some((Method::Publish, file)) })
    }

    /// A class begins soon.
    #[must_use]
    pub fn reminder(&self, row: &ClassRow, to: &Person, id: String) -> Letter {
        let subject = format!("Soon: {}, {}", row.title, when(row.starts_at, &row.zone, "%H:%M"));
        let text = format!("This class begins soon.\n\n{}", self.lines(row));
        Letter { id, to: to.clone(), subject, text, calendar: None }
    }

    fn lines(&self, row: &ClassRow) -> String {
        let about = entry(row, self.page(row)).about;
        let starts = when(row.starts_at, &row.zone, "%A %-d %B %Y, %H:%M");
        let zone = row.zone.replace('_', " ");
        format!("{}\n{about}\n{starts} ({zone}), {} minutes\n{}\n", row.title, row.minutes, self.page(row))
    }

    fn page(&self, row: &ClassRow) -> String {
        format!("{}/classes/{}", self.origin, row.id)
    }
}

fn why(row: &ClassRow) -> String {
    row.cancelled_because.as_ref().map(|reason| format!("“{reason}”\n")).unwrap_or_default()
}

fn when(at: DateTime<Utc>, zone: &str, pattern: &str) -> String {
    at.with_timezone(&zone.parse().unwrap_or(Tz::UTC)).format(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use domain::ids::{CourseId, SessionId};
    use uuid::Uuid;

    use super::*;

    fn row(phase: Phase, revision: u32) -> ClassRow {
        ClassRow {
            id: SessionId(Uuid::from_u128(7)),
            course: CourseId(Uuid::from_u128(9)),
            course_title: "Dynamics 2".into(),
            teacher: Some("Vera Lindqvist".into()),
            lesson: None,
            title: "Damping".into(),
            starts_at: "2026-11-25T09:00:00Z".parse().unwrap(),
            minutes: 50,
            zone: "America/New_York".into(),
            phase,
            standing: None,
            students: 2,
            series: None,
            cancelled_because: matches!(phase, Phase::Cancelled).then(|| "I am ill.".into()),
            revision,
            changed_at: "2026-11-20T09:00:00Z".parse().unwrap(),
        }
    }

    fn person(name: &str) -> Person {
        Person { name: name.into(), email: format!("{}@school.test", name.to_lowercase()) }
    }

    fn head() -> Letterhead {
        Letterhead { from: person("Lectern"), origin: "https://lectern.test".into() }
    }

    #[test]
    fn an_invitation_says_when_by_the_classs_own_clock_and_where() {
        let letter = head().told(&row(Phase::Scheduled, 0), &person("Amina"), "1".into());
        assert_eq!(letter.subject, "Damping");
        assert_eq!(
            letter.text,
            "You are invited to this class.\n\nDamping\nDynamics 2 · Vera Lindqvist\n\
             Wednesday 25 November 2026, 04:00 (America/New York), 50 minutes\n\
             https://lectern.test/classes/00000000-0000-0000-0000-000000000007\n"
        );
        let (method, file) = letter.calendar.unwrap();
        assert_eq!(method, Method::Request);
        let lines = file.replace("\r\n ", "");
        assert!(
            lines.contains("METHOD:REQUEST\r\n") && lines.contains("mailto:amina@school.test"),
            "{lines}"
        );
    }

    #[test]
    fn a_change_and_an_end_say_so() {
        let changed = head().told(&row(Phase::Scheduled, 1), &person("Amina"), "1".into());
        assert_eq!(
            (changed.subject.as_str(), changed.calendar.unwrap().0),
            ("Changed: Damping", Method::Request)
        );
        let ended = head().told(&row(Phase::Cancelled, 2), &person("Amina"), "1".into());
        let (method, file) = ended.calendar.unwrap();
        assert_eq!((ended.subject.as_str(), method), ("Cancelled: Damping", Method::Cancel));
        assert!(ended.text.contains("“I am ill.”") && file.contains("STATUS:CANCELLED\r\n"));
    }

    #[test]
    fn a_series_is_one_letter() {
        let rows = [
            row(Phase::Scheduled, 0),
            ClassRow { id: SessionId(Uuid::from_u128(8)), ..row(Phase::Scheduled, 0) },
        ];
        let letter = head().told_together(&rows, &person("Amina"), "1".into()).unwrap();
        assert_eq!(letter.subject, "Damping, 2 classes");
        assert_eq!(letter.text.matches("Wednesday 25 November").count(), 2);
        assert_eq!(letter.calendar.unwrap().1.matches("BEGIN:VEVENT").count(), 2);
    }

    #[test]
    fn a_reminder_has_the_time_in_its_subject() {
        let letter = head().reminder(&row(Phase::Scheduled, 0), &person("Amina"), "1".into());
        assert_eq!((letter.subject.as_str(), letter.calendar), ("Soon: Damping, 04:00", None));
    }
}
