//! What the schedule form shows and sends.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use super::{Choice, FieldErrors};

/// The form, new or filled, before or after an attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ScheduleView {
    /// Where it is sent.
    pub action: String,
    /// A class that is there already is changed; else a new one is made.
    pub changing: bool,
    /// What the fields hold.
    pub values: ScheduleValues,
    /// The day and the zone in them are proposals: the browser, which knows its own, may make better ones.
    pub proposed: bool,
    /// What is wrong with them.
    pub errors: FieldErrors,
    /// The viewer's courses.
    pub courses: Vec<CourseOption>,
    /// Time zones by IANA name.
    pub zones: Vec<String>,
    /// Where "Back" leads.
    pub back_href: String,
    /// Lessons that had a class that is over, by id.
    pub taught: Vec<String>,
    /// How a class that is changed repeats; none for one that doesn't.
    pub series: Option<SeriesView>,
    /// Whether those who are enrolled are notified by mail.
    pub notified: bool,
    /// How it is cancelled; none for a new one.
    pub cancel: Option<CancelView>,
}

/// The series of a class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct SeriesView {
    /// "every week on Mon, Wed".
    pub every: String,
    /// How many later classes haven't begun.
    pub later: usize,
}

/// The form that cancels a class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct CancelView {
    /// Where it is sent.
    pub action: String,
    /// What the fields hold.
    pub values: CancelValues,
    /// How many later classes of its series could be cancelled with it; none where there are none.
    pub later: Option<usize>,
}

/// What the fields of the question hold, each under its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct CancelValues {
    /// The command's id.
    pub command: String,
    /// Why, for everybody.
    pub reason: String,
    /// `one` or `later`.
    pub which: String,
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
    /// `on` where it goes on from the last class of its lesson.
    pub continues: String,
    /// `on` where students wait until they are let in.
    pub lobby: String,
    /// `never`, `daily`, `weekdays`, `weekly`, `biweekly` or `monthly`.
    pub repeats: String,
    /// `on` where it repeats on Mondays.
    pub mo: String,
    /// On Tuesdays.
    pub tu: String,
    /// On Wednesdays.
    pub we: String,
    /// On Thursdays.
    pub th: String,
    /// On Fridays.
    pub fr: String,
    /// On Saturdays.
    pub sa: String,
    /// On Sundays.
    pub su: String,
    /// The last day of a series.
    pub until: String,
    /// Or how many classes it has, in digits.
    pub times: String,
    /// Which classes of a series are changed: `one` or `later`.
    pub scope: String,
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
