//! How often the schedule form lets a class repeat.

use chrono::{Datelike, NaiveDate, Weekday};
use classroom::Refusal;
use domain::recurrence::{Ends, Every, MOST_CLASSES, Rule};

use super::read::bad;
use crate::model::schedule::ScheduleValues;

/// The rule; `None` for a class that doesn't repeat.
///
/// # Errors
/// [`Refusal::BadField`] for a part that is missing or can't be read.
pub(super) fn rule(values: &ScheduleValues) -> Result<Option<Rule>, Refusal> {
    let day = |field, text: &str| -> Result<NaiveDate, Refusal> {
        text.trim().parse().map_err(|_| bad(field, "Choose the day, such as 2026-11-25."))
    };
    let every = match values.repeats.as_str() {
        "" | "never" => return Ok(None),
        "daily" => Every::Day,
        "weekdays" => Every::Weekday,
        "weekly" => Every::week(1, chosen(values, day("date", &values.date)?)),
        "biweekly" => Every::week(2, chosen(values, day("date", &values.date)?)),
        "monthly" => Every::Month,
        _ => return Err(bad("repeats", "Choose how often the class repeats.")),
    };
    let ends = match (values.until.trim(), values.times.trim()) {
        ("", "") => return Err(bad("until", "Say until when: a last day, or how many classes.")),
        (until, "") => Ends::Until(day("until", until)?),
        ("", times) => match times.parse() {
            Ok(times @ 2..=MOST_CLASSES) => Ends::Times(times),
            _ => return Err(bad("times", &format!("Write how many classes in all, 2 to {MOST_CLASSES}."))),
        },
        _ => return Err(bad("times", "Say a last day or how many classes, not both.")),
    };
    Ok(Some(Rule { every, ends }))
}

/// The days of the week that are ticked; where none is, that of the first class.
fn chosen(values: &ScheduleValues, start: NaiveDate) -> Vec<Weekday> {
    let ticked = [
        (&values.mo, Weekday::Mon),
        (&values.tu, Weekday::Tue),
        (&values.we, Weekday::Wed),
        (&values.th, Weekday::Thu),
        (&values.fr, Weekday::Fri),
        (&values.sa, Weekday::Sat),
        (&values.su, Weekday::Sun),
    ];
    let days: Vec<_> = ticked.iter().filter(|(tick, _)| !tick.is_empty()).map(|(_, day)| *day).collect();
    if days.is_empty() { vec![start.weekday()] } else { days }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::{Fri, Mon, Wed};
    use classroom::Refusal;
    use domain::recurrence::{Ends, Every, Rule};

    use super::rule;
    use crate::model::schedule::ScheduleValues;

    fn form(repeats: &str, until: &str, times: &str) -> ScheduleValues {
        ScheduleValues {
            repeats: repeats.into(),
            until: until.into(),
            times: times.into(),
            // A Wednesday.
            date: "2026-11-25".into(),
            ..ScheduleValues::default()
        }
    }

    fn field(values: &ScheduleValues) -> &'static str {
        match rule(values) {
            Err(Refusal::BadField { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_choice_is_a_rule() {
        let read = |repeats| rule(&form(repeats, "", "5")).unwrap().map(|rule| rule.every);
        assert_eq!(read("never"), None);
        assert_eq!(read("daily"), Some(Every::Day));
        assert_eq!(read("weekdays"), Some(Every::Weekday));
        assert_eq!(read("biweekly"), Some(Every::week(2, vec![Wed])));
        assert_eq!(read("monthly"), Some(Every::Month));
        let ticked = ScheduleValues { mo: "on".into(), fr: "on".into(), ..form("weekly", "2027-02-01", "") };
        let until = Ends::Until("2027-02-01".parse().unwrap());
        let every = Every::week(1, vec![Mon, Fri]);
        assert_eq!(rule(&ticked), Ok(Some(Rule { every, ends: until })));
    }

    #[test]
    fn each_problem_names_its_field() {
        assert_eq!(field(&form("yearly", "", "5")), "repeats");
        assert_eq!(field(&form("daily", "", "")), "until");
        assert_eq!(field(&form("daily", "soon", "")), "until");
        for times in ["1", "101", "ten", "-3"] {
            assert_eq!(field(&form("daily", "", times)), "times");
        }
        assert_eq!(field(&form("daily", "2027-02-01", "5")), "times");
    }
}
