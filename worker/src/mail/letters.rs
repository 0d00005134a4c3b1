//! What letters about classes say.

use chrono::{DateTime, Utc};
use classroom::calendar::entry;
use classroom::ports::mail::Letter;
use domain::catalog::ClassRow;
use domain::icalendar::{Entry, Invitation, Method, Person, Repeats, calendar};
use domain::route;
use zones::Zone;

/// Who writes, and where people find what they are written about.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// The sender.
    pub from: Person,
    /// Where people reach Lectern, without a slash at its end.
    pub origin: String,
}

/// What is new of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// The person hears of them for the first time.
    Planned,
    /// Something about them has changed.
    Changed,
    /// They won't take place.
    Cancelled,
}

impl Letterhead {
    /// Classes are planned, were changed, or were cancelled: with what the person's calendar is to make of it. They are one
    /// class, or classes of one series, in the order of their starts; where they are all of it, `whole` says how it repeats.
    #[must_use]
    pub fn notice(
        &self,
        news: News,
        rows: &[ClassRow],
        whole: Option<Repeats>,
        to: &Person,
        id: String,
    ) -> Option<Letter> {
        let first = rows.first()?;
        let (method, begin, text) = match (news, rows.len()) {
            (News::Planned, 1) => (Method::Request, "", "You are invited to this class."),
            (News::Planned, _) => (Method::Request, "", "You are invited to these classes."),
            (News::Changed, 1) => (Method::Request, "Changed: ", "This class was changed."),
            (News::Changed, _) => (Method::Request, "Changed: ", "These classes were changed."),
            (News::Cancelled, 1) => (Method::Cancel, "Cancelled: ", "This class won’t take place."),
            (News::Cancelled, _) => (Method::Cancel, "Cancelled: ", "These classes won’t take place."),
        };
        let many = if rows.len() == 1 { String::new() } else { format!(", {} classes", rows.len()) };
        let subject = format!("{begin}{}{many}", first.title);
        let lines = rows.iter().map(|row| format!("\n{}", self.lines(row)));
        let text = format!("{text}\n{}{}", why(first), lines.collect::<String>());
        let invitation = Invitation { organizer: self.from.clone(), attendee: to.clone() };
        let entry =
            |row: &ClassRow| Entry { invitation: Some(invitation.clone()), ..entry(row, self.page(row)) };
        let entries: Vec<_> = match whole {
            Some(repeats) => vec![Entry { repeats: Some(repeats), ..entry(first) }],
            None => rows.iter().map(entry).collect(),
        };
        let file = calendar(&first.title, method, &entries);
        Some(Letter { id, to: to.clone(), subject, text, calendar: Some((method, file)) })
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
        format!("{}{}", self.origin, route::CLASS.to(row.id))
    }
}

fn why(row: &ClassRow) -> String {
    row.cancelled_because.as_ref().map(|reason| format!("“{reason}”\n")).unwrap_or_default()
}

fn when(at: DateTime<Utc>, zone: &str, pattern: &str) -> String {
    let zone = zones::zone(zone).unwrap_or_else(|_| Zone::utc());
    at.with_timezone(&zone).format(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use domain::catalog::Occurrence;
    use domain::ids::{CourseId, SessionId};
    use domain::session::Phase;
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
            occurrence: None,
            cancelled_because: matches!(phase, Phase::Cancelled).then(|| "I am ill.".into()),
            revision,
            changed_at: "2026-11-20T09:00:00Z".parse().unwrap(),
        }
    }

    fn person(name: &str) -> Person {
        Person { name: name.into(), email: format!("{}@school.test", name.to_lowercase()) }
    }

    fn notice(news: News, rows: &[ClassRow]) -> Letter {
        head().notice(news, rows, None, &person("Amina"), "1".into()).unwrap()
    }

    fn head() -> Letterhead {
        Letterhead { from: person("Lectern"), origin: "https://lectern.test".into() }
    }

    #[test]
    fn an_invitation_says_when_by_the_classs_own_clock_and_where() {
        let letter = notice(News::Planned, &[row(Phase::Scheduled, 0)]);
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
        let changed = notice(News::Changed, &[row(Phase::Scheduled, 1)]);
        assert_eq!(
            (changed.subject.as_str(), changed.calendar.unwrap().0),
            ("Changed: Damping", Method::Request)
        );
        let ended = notice(News::Cancelled, &[row(Phase::Cancelled, 2)]);
        let (method, file) = ended.calendar.unwrap();
        assert_eq!((ended.subject.as_str(), method), ("Cancelled: Damping", Method::Cancel));
        assert!(ended.text.contains("“I am ill.”") && file.contains("STATUS:CANCELLED\r\n"));
    }

    #[test]
    fn classes_of_a_series_are_one_letter_and_occurrences_of_one_entry() {
        let class = |id: u128, phase, revision| ClassRow {
            id: SessionId(Uuid::from_u128(id)),
            occurrence: Some(Occurrence {
                series: Uuid::from_u128(3).into(),
                at: "2026-11-25T09:00:00Z".parse::<DateTime<Utc>>().unwrap()
                    + chrono::TimeDelta::weeks(id as i64),
            }),
            ..row(phase, revision)
        };
        let cases = [
            (News::Planned, Phase::Scheduled, "Damping, 2 classes", Method::Request, "CONFIRMED"),
            (News::Changed, Phase::Scheduled, "Changed: Damping, 2 classes", Method::Request, "CONFIRMED"),
            (News::Cancelled, Phase::Cancelled, "Cancelled: Damping, 2 classes", Method::Cancel, "CANCELLED"),
        ];
        for (news, phase, subject, method, status) in cases {
            let letter = notice(news, &[class(1, phase, 4), class(2, phase, 5)]);
            assert_eq!(letter.subject, subject);
            assert_eq!(letter.text.matches("Wednesday 25 November").count(), 2);
            let (by, file) = letter.calendar.unwrap();
            let file = file.replace("\r\n ", "");
            assert_eq!(by, method);
            assert!(file.contains(&format!("METHOD:{}\r\n", method.word())), "{file}");
            let count = |line: &str| file.lines().filter(|other| other.starts_with(line)).count();
            assert_eq!(count("UID:00000000-0000-0000-0000-000000000003@lectern"), 2, "{file}");
            assert_eq!(
                [count("RECURRENCE-ID:20261202T090000Z"), count("RECURRENCE-ID:20261209T090000Z")],
                [1, 1]
            );
            assert_eq!(
                [count("SEQUENCE:4"), count("SEQUENCE:5"), count(&format!("STATUS:{status}"))],
                [1, 1, 2]
            );
            assert_eq!([count("ORGANIZER"), count("ATTENDEE")], [2, 2]);
        }
    }

    /// Read by somebody else's reader, too, and by the rules of iTIP (RFC 5546, 3.2): one entry, an organizer and an attendee,
    /// and of several occurrences each named once.
    #[test]
    fn other_programs_can_read_it() {
        let title =
            "Schwingungen; Dämpfung, \\ und “Güte” 🎓 \r\nEND:VEVENT — a title longer than a line may be"
                .to_owned();
        let class = |hours: i64| ClassRow {
            title: title.clone(),
            occurrence: Some(Occurrence {
                series: Uuid::from_u128(3).into(),
                at: row(Phase::Scheduled, 0).starts_at + chrono::TimeDelta::hours(hours),
            }),
            ..row(Phase::Scheduled, 1)
        };
        for rows in [vec![row(Phase::Scheduled, 0)], vec![class(0), class(24), class(48)]] {
            for news in [News::Planned, News::Changed, News::Cancelled] {
                let (method, file) = notice(news, &rows).calendar.unwrap();
                assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
                let unfolded = icalendar::parser::unfold(&file);
                let read = icalendar::parser::read_calendar(&unfolded).unwrap();
                let of = |part: &icalendar::parser::Component<'_>, name: &str| {
                    part.find_prop(name).map(|property| property.val.as_str().to_owned())
                };
                let by = read.properties.iter().find(|property| property.name.as_str() == "METHOD").unwrap();
                assert_eq!(by.val.as_str(), method.word());
                assert_eq!(read.components.len(), rows.len());
                let mut occurrences = std::collections::BTreeSet::new();
                for event in &read.components {
                    assert_eq!(of(event, "UID"), of(&read.components[0], "UID"));
                    assert_eq!(of(event, "ORGANIZER").as_deref(), Some("mailto:lectern@school.test"));
                    assert_eq!(of(event, "ATTENDEE").as_deref(), Some("mailto:amina@school.test"));
                    assert!(of(event, "SEQUENCE").is_some() && of(event, "DTSTAMP").is_some());
                    occurrences.insert(of(event, "RECURRENCE-ID"));
                }
                assert_eq!(occurrences.len(), rows.len());
            }
        }
    }

    #[test]
    fn a_reminder_has_the_time_in_its_subject() {
        let letter = head().reminder(&row(Phase::Scheduled, 0), &person("Amina"), "1".into());
        assert_eq!((letter.subject.as_str(), letter.calendar), ("Soon: Damping, 04:00", None));
    }
}
