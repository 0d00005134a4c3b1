//! Classes that repeat: the rules there are, the days they give, and when that is.
//!
//! Written here and not taken from a crate: of RFC 5545's rules we offer five, a person chooses them in one form, and each
//! class they give is a class of its own. The `rrule` crate reads all of the RFC with regular expressions, iterates instants
//! of one time zone crate, and leaves out hours that a clock skips, where the RFC moves them.

mod later;
mod local;
mod text;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

pub use later::follow;
pub use local::instant;
pub use text::UnreadableRule;

/// Classes that one rule may give, at most.
pub const MOST_CLASSES: u16 = 100;

/// How often a class repeats, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// How often.
    pub every: Every,
    /// Until when.
    pub ends: Ends,
}

/// How often a class repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Every {
    /// Each day.
    Day,
    /// Monday to Friday.
    Weekday,
    /// On some days of the week.
    Week {
        /// Every week, or every so many: 1 or more. Weeks begin on Monday.
        interval: u8,
        /// The days, in their order.
        days: Vec<Weekday>,
    },
    /// On the same day of each month; a month that lacks it is left out, as the RFC has it.
    Month,
}

/// Until when a class repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// This day is the last on which there may be one.
    Until(NaiveDate),
    /// After so many classes, the first of them counted.
    Times(u16),
}

/// Why a rule gives no classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRule {
    /// More than [`MOST_CLASSES`].
    #[error("That makes more than {MOST_CLASSES} classes. Let it end earlier.")]
    TooMany,
    /// Not one.
    #[error("That makes no class at all: the last day is before the first. Choose a later one.")]
    None,
}

impl Rule {
    /// The days of the classes, the first of them on `start` or after it.
    ///
    /// # Errors
    /// [`BadRule`] for none at all and for more than [`MOST_CLASSES`].
    pub fn days(&self, start: NaiveDate) -> Result<Vec<NaiveDate>, BadRule> {
        let most = match self.ends {
            Ends::Times(times) => usize::from(times),
            Ends::Until(_) => usize::MAX,
        };
        let within = |day: &NaiveDate| !matches!(self.ends, Ends::Until(last) if *day > last);
        let days = self.endless(start).take_while(within).take(most);
        let days: Vec<_> = days.take(usize::from(MOST_CLASSES) + 1).collect();
        match days.len() {
            0 => Err(BadRule::None),
            many if many > usize::from(MOST_CLASSES) => Err(BadRule::TooMany),
            _ => Ok(days),
        }
    }

    /// The same rule for classes that are all moved by so many days: weekdays move along.
    #[must_use]
    pub fn moved(&self, days: i64) -> Self {
        let by = days.rem_euclid(7);
        let moved = |day: &Weekday| (0..by).fold(*day, |day, _| day.succ());
        let every = match &self.every {
            every if by == 0 => every.clone(),
            Every::Day => Every::Day,
            Every::Month => Every::Month,
            Every::Weekday => Every::week(1, WEEKDAYS.iter().map(moved).collect()),
            Every::Week { interval, days } => Every::week(*interval, days.iter().map(moved).collect()),
        };
        Self { every, ends: self.ends }
    }

    fn endless(&self, start: NaiveDate) -> Box<dyn Iterator<Item = NaiveDate> + '_> {
        if matches!(self.every, Every::Month) {
            // A month without the day gives its last one, which isn't it.
            let months = (0..).map_while(move |n| start.checked_add_months(Months::new(n)));
            return Box::new(months.filter(move |day| day.day() == start.day()));
        }
        if matches!(&self.every, Every::Week { days, .. } if days.is_empty()) {
            return Box::new(std::iter::empty());
        }
        let to_monday = Days::new(start.weekday().num_days_from_monday().into());
        let monday = start.checked_sub_days(to_monday).unwrap_or(start);
        Box::new(start.iter_days().filter(move |day| match &self.every {
            Every::Day | Every::Month => true,
            Every::Weekday => WEEKDAYS.contains(&day.weekday()),
            Every::Week { interval, days } => {
                let week = day.signed_duration_since(monday).num_weeks();
                week % i64::from((*interval).max(1)) == 0 && days.contains(&day.weekday())
            }
        }))
    }
}

impl Every {
    /// On some days of every `interval`th week.
    #[must_use]
    pub fn week(interval: u8, mut days: Vec<Weekday>) -> Self {
        days.sort_by_key(Weekday::num_days_from_monday);
        days.dedup();
        Self::Week { interval, days }
    }

    /// In words: "every week on Mon, Wed".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Day => "every day".to_owned(),
            Self::Weekday => "every weekday".to_owned(),
            Self::Month => "every month".to_owned(),
            Self::Week { interval, days } => {
                let days: Vec<_> = days.iter().map(ToString::to_string).collect();
                let weeks = match interval {
                    1 => "every week".to_owned(),
                    2 => "every two weeks".to_owned(),
                    more => format!("every {more} weeks"),
                };
                format!("{weeks} on {}", days.join(", "))
            }
        }
    }
}

const WEEKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use chrono::Weekday::{Mon, Sat, Thu, Tue, Wed};

    use super::{BadRule, Ends, Every, MOST_CLASSES, Rule};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(every: Every, ends: Ends, start: &str) -> Vec<String> {
        Rule { every, ends }.days(day(start)).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_week_has_its_days() {
        // 2026-11-23 is a Monday.
        let every = Every::week(1, vec![Wed, Mon, Mon]);
        assert_eq!(every.words(), "every week on Mon, Wed");
        assert_eq!(
            days(every.clone(), Ends::Times(4), "2026-11-23"),
            ["2026-11-23", "2026-11-25", "2026-11-30", "2026-12-02"]
        );
        assert_eq!(
            days(every, Ends::Until(day("2026-11-30")), "2026-11-24"),
            ["2026-11-25", "2026-11-30"],
            "the first on its day, the last day included"
        );
    }

    #[test]
    fn every_second_week_counts_from_the_first_ones_monday() {
        assert_eq!(
            days(Every::week(2, vec![Mon, Thu]), Ends::Times(4), "2026-11-26"),
            ["2026-11-26", "2026-12-07", "2026-12-10", "2026-12-21"]
        );
    }

    #[test]
    fn weekdays_leave_the_weekend_out() {
        assert_eq!(
            days(Every::Weekday, Ends::Times(3), "2026-11-27"),
            ["2026-11-27", "2026-11-30", "2026-12-01"]
        );
        assert_eq!(days(Every::Day, Ends::Times(2), "2026-11-28"), ["2026-11-28", "2026-11-29"]);
    }

    #[test]
    fn a_month_without_the_day_is_left_out() {
        assert_eq!(
            days(Every::Month, Ends::Times(4), "2027-01-31"),
            ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"]
        );
        assert_eq!(days(Every::Month, Ends::Times(2), "2026-12-05"), ["2026-12-05", "2027-01-05"]);
    }

    #[test]
    fn there_are_bounds() {
        let rule = |ends| Rule { every: Every::Day, ends };
        let start = day("2026-11-23");
        assert_eq!(rule(Ends::Until(day("2026-11-22"))).days(start), Err(BadRule::None));
        assert_eq!(rule(Ends::Times(0)).days(start), Err(BadRule::None));
        assert_eq!(rule(Ends::Times(MOST_CLASSES)).days(start).map(|days| days.len()), Ok(100));
        assert_eq!(rule(Ends::Times(MOST_CLASSES + 1)).days(start), Err(BadRule::TooMany));
        assert_eq!(rule(Ends::Until(day("9999-12-31"))).days(start), Err(BadRule::TooMany));
        let never = Rule { every: Every::week(1, vec![]), ends: Ends::Until(day("2027-11-23")) };
        assert_eq!(never.days(start), Err(BadRule::None));
    }

    #[test]
    fn weekdays_move_along() {
        let rule = |every| Rule { every, ends: Ends::Times(5) };
        let moved = |every, days| rule(every).moved(days).every;
        assert_eq!(moved(Every::week(2, vec![Mon, Wed]), 1), Every::week(2, vec![Tue, Thu]));
        assert_eq!(moved(Every::week(1, vec![Mon]), -2), Every::week(1, vec![Sat]));
        assert_eq!(moved(Every::Weekday, 14), Every::Weekday);
        assert_eq!(moved(Every::Weekday, 1).words(), "every week on Tue, Wed, Thu, Fri, Sat");
        assert_eq!(moved(Every::Month, 3), Every::Month);
    }
}
