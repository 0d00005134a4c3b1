//! A rule as RFC 5545 writes it (3.3.10): `FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10`.

use chrono::{NaiveDateTime, NaiveTime, TimeZone, Weekday};

use super::{Ends, Every, Rule, instant};

/// A text that none of our rules is written as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no rule of ours")]
pub struct UnreadableRule(pub String);

const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];
const WORKDAYS: &str = "MO,TU,WE,TH,FR";
const STAMP: &str = "%Y%m%dT%H%M%SZ";

impl Rule {
    /// The rule for a start that is written with its time zone: then its end stands in UTC.
    #[must_use]
    pub fn text(&self, zone: &impl TimeZone) -> String {
        let every = match &self.every {
            Every::Day => "FREQ=DAILY".to_owned(),
            Every::Weekday => format!("FREQ=WEEKLY;BYDAY={WORKDAYS}"),
            Every::Month => "FREQ=MONTHLY".to_owned(),
            Every::Week { interval, days } => {
                let named =
                    |day: &Weekday| DAYS.iter().find(|(_, other)| other == day).map(|(name, _)| *name);
                let days: Vec<_> = days.iter().filter_map(named).collect();
                // One on all workdays says its interval, so that it isn't read as "every weekday".
                format!("FREQ=WEEKLY;INTERVAL={interval};BYDAY={}", days.join(","))
            }
        };
        match self.ends {
            Ends::Times(times) => format!("{every};COUNT={times}"),
            Ends::Until(day) => {
                let night = instant(zone, day.and_time(END_OF_DAY));
                format!("{every};UNTIL={}", night.format(STAMP))
            }
        }
    }

    /// Reads what [`Rule::text`] wrote.
    ///
    /// # Errors
    /// [`UnreadableRule`] for everything else.
    pub fn read(text: &str, zone: &impl TimeZone) -> Result<Self, UnreadableRule> {
        read(text, zone).ok_or_else(|| UnreadableRule(text.to_owned()))
    }
}

/// The last second of a day, so that a class on the last day is in.
const END_OF_DAY: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 59) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

fn read(text: &str, zone: &impl TimeZone) -> Option<Rule> {
    let (mut every, mut ends, mut interval) = (None, None, None);
    for part in text.split(';') {
        let (name, value) = part.split_once('=')?;
        match (name, value) {
            ("FREQ", "DAILY") => every = Some(Every::Day),
            ("FREQ", "MONTHLY") => every = Some(Every::Month),
            ("FREQ", "WEEKLY") => {}
            ("INTERVAL", interval_text) => interval = Some(interval_text.parse().ok()?),
            ("BYDAY", WORKDAYS) if interval.is_none() => every = Some(Every::Weekday),
            ("BYDAY", days) => {
                let day = |name| DAYS.iter().find(|(other, _)| *other == name).map(|(_, day)| *day);
                every = Some(Every::week(interval?, days.split(',').map(day).collect::<Option<_>>()?));
            }
            ("COUNT", times) => ends = Some(Ends::Times(times.parse().ok()?)),
            ("UNTIL", stamp) => {
                let night = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?;
                ends = Some(Ends::Until(zone.from_utc_datetime(&night).naive_local().date()));
            }
            _ => return None,
        }
    }
    Some(Rule { every: every?, ends: ends? })
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};

    use crate::recurrence::{Ends, Every, Rule};
    use zones::{Zone, zone};

    fn berlin() -> Zone {
        zone("Europe/Berlin").unwrap()
    }

    #[test]
    fn a_rule_is_written_as_the_rfc_has_it() {
        let until = Ends::Until("2027-03-28".parse().unwrap());
        let text = |every, ends| Rule { every, ends }.text(&berlin());
        assert_eq!(text(Every::Day, Ends::Times(10)), "FREQ=DAILY;COUNT=10");
        assert_eq!(text(Every::Month, until), "FREQ=MONTHLY;UNTIL=20270328T215959Z", "summer time by then");
        assert_eq!(
            text(Every::week(2, vec![Wed, Mon]), Ends::Times(3)),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=3"
        );
        assert_eq!(text(Every::Weekday, Ends::Times(5)), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5");
    }

    #[test]
    fn what_was_written_is_read() {
        let every = [
            Every::Day,
            Every::Weekday,
            Every::Month,
            Every::week(1, vec![Tue]),
            Every::week(2, vec![Mon, Tue, Wed, Thu, Fri]),
        ];
        let kolkata = zone("Asia/Kolkata").unwrap();
        for every in every {
            for ends in [Ends::Times(7), Ends::Until("2026-12-24".parse().unwrap())] {
                let rule = Rule { every: every.clone(), ends };
                assert_eq!(Rule::read(&rule.text(&kolkata), &kolkata), Ok(rule));
            }
        }
    }

    #[test]
    fn other_rules_are_not_ours() {
        for text in
            ["", "FREQ=YEARLY;COUNT=2", "FREQ=DAILY", "COUNT=2", "FREQ=WEEKLY;INTERVAL=1;BYDAY=1MO;COUNT=2"]
        {
            assert!(Rule::read(text, &berlin()).is_err(), "{text}");
        }
    }
}
