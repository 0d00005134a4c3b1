//! What the schedule form shows and sends.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ui::Choice;

/// The form, new or filled, before or after an attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ScheduleView {
    /// Where it is sent.
    pub action: String,
    /// A class that is there already is changed; else a new one is made.
    pub changing: bool,
    /// What the fields hold.
    pub values: ScheduleValues,
    /// What is wrong with them.
    pub errors: ScheduleErrors,
    /// The viewer's courses.
    pub courses: Vec<CourseOption>,
    /// Time zones by IANA name.
    pub zones: Vec<String>,
    /// Where "Cancel" leads.
    pub back_href: String,
}

/// What the fields hold, each as the form sends it and under its name here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct ScheduleValues {
    /// The class's id; a new one has its already, so that a form sent twice makes one class.
    pub session: String,
    /// The command's id, so that a form sent twice has one effect.
    pub command: String,
    /// The class's title.
    pub title: String,
    /// The course's id.
    pub course: String,
    /// The lesson's id; empty for none.
    pub lesson: String,
    /// The day, `2026-11-25`.
    pub date: String,
    /// The time of day there, `10:00`.
    pub time: String,
    /// Minutes, in digits.
    pub length: String,
    /// The time zone's IANA name.
    pub zone: String,
}

/// What is wrong: a sentence a field, that says how to put it right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ScheduleErrors {
    /// The whole form was refused.
    pub form: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The course.
    pub course: Option<String>,
    /// The lesson.
    pub lesson: Option<String>,
    /// The day.
    pub date: Option<String>,
    /// The time.
    pub time: Option<String>,
    /// The length.
    pub length: Option<String>,
    /// The time zone.
    pub zone: Option<String>,
}

/// A course to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct CourseOption {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its lessons, by id and title.
    pub lessons: Vec<Choice>,
}
