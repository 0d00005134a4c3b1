//! What the attendance page shows.

use std::cmp::Reverse;

use domain::role::Role;

use crate::model::Moment;

/// A class's attendance, so far or as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct AttendanceView {
    /// The class's title.
    pub title: String,
    /// Its course.
    pub course: String,
    /// When it began.
    pub held: Moment,
    /// The time of day up to which this is known: its end, or now.
    pub until: String,
    /// Minutes from the one to the other.
    pub minutes: i64,
    /// The zone of all times of day.
    pub zone: String,
    /// Whether the class is over.
    pub over: bool,
    /// How many students came.
    pub students: usize,
    /// Everybody who came, in the chosen order.
    pub people: Vec<PersonRow>,
    /// Those of the course who didn't.
    pub missing: Vec<Missing>,
    /// The chosen order.
    pub order: Order,
    /// This page.
    pub here_href: String,
    /// The same as a table.
    pub table_href: String,
    /// What came of the class's polls and questions.
    pub results_href: String,
    /// The class, or its replay.
    pub class_href: String,
}

/// Somebody who came.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    /// Their name, with a number where others have it, too.
    pub name: String,
    /// Their e-mail address, where others have their name.
    pub email: Option<String>,
    /// What they are in the class.
    pub role: Role,
    /// When they first came, in ms of the class.
    pub came_ms: i64,
    /// The same as a time of day.
    pub came: String,
    /// When they left for the last time; `None` while they are there.
    pub left_ms: Option<i64>,
    /// The same as a time of day.
    pub left: Option<String>,
    /// How long they were there, in ms.
    pub present_ms: i64,
    /// The same in whole minutes.
    pub minutes: i64,
    /// From when to when.
    pub stays: Vec<Stay>,
}

/// A time that somebody was there without a break.
#[derive(Clone, Debug, PartialEq)]
pub struct Stay {
    /// Where in the class it begins, 0 to 1.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// "10:02 to 10:31"
    pub words: String,
}

/// Somebody of the course who didn't come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Their name, with a number where others have it, too.
    pub name: String,
    /// Their e-mail address, where others have their name.
    pub email: Option<String>,
    /// What they are in the course.
    pub role: Role,
}

/// What people are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Staff first, then by name.
    #[default]
    Name,
    /// Who came first.
    Came,
    /// Who left first; those who are there last.
    Left,
    /// Who was there longest.
    Minutes,
    /// Who came most often.
    Joins,
}

impl Order {
    const ALL: [Self; 5] = [Self::Name, Self::Came, Self::Left, Self::Minutes, Self::Joins];

    /// Its word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Came => "came",
            Self::Left => "left",
            Self::Minutes => "minutes",
            Self::Joins => "joins",
        }
    }

    /// The order of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }

    /// Whether the most comes first.
    #[must_use]
    pub const fn falls(self) -> bool {
        matches!(self, Self::Minutes | Self::Joins)
    }

    /// Puts people, who come staff first and by name, in this order; of equals that order stays.
    pub fn sort(self, people: &mut [PersonRow]) {
        match self {
            Self::Name => {}
            Self::Came => people.sort_by_key(|person| person.came_ms),
            Self::Left => people.sort_by_key(|person| (person.left_ms.is_none(), person.left_ms)),
            Self::Minutes => people.sort_by_key(|person| Reverse(person.present_ms)),
            Self::Joins => people.sort_by_key(|person| Reverse(person.stays.len())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, PersonRow, Stay};
    use domain::role::Role;

    fn person(name: &str, came_ms: i64, left_ms: Option<i64>, joins: usize) -> PersonRow {
        let stay = Stay { from: 0.0, to: 1.0, words: String::new() };
        PersonRow {
            name: name.into(),
            email: None,
            role: Role::Student,
            came_ms,
            came: String::new(),
            left_ms,
            left: None,
            present_ms: left_ms.unwrap_or(90) - came_ms,
            minutes: 0,
            stays: vec![stay; joins],
        }
    }

    #[test]
    fn people_stand_in_the_order_that_was_chosen() {
        let sorted = |order: Order| {
            let mut people =
                [person("Ada", 5, None, 1), person("Ben", 0, Some(50), 3), person("Cem", 0, Some(20), 1)];
            order.sort(&mut people);
            people.map(|person| person.name).join(" ")
        };
        assert_eq!(sorted(Order::Name), "Ada Ben Cem");
        assert_eq!(sorted(Order::Came), "Ben Cem Ada");
        assert_eq!(sorted(Order::Left), "Cem Ben Ada", "who is there comes last");
        assert_eq!(sorted(Order::Minutes), "Ada Ben Cem");
        assert_eq!(sorted(Order::Joins), "Ben Ada Cem");
        assert!(Order::ALL.into_iter().all(|order| Order::from_word(order.word()) == Some(order)));
    }
}
