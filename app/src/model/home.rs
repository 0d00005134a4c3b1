//! What the home page shows.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use super::Moment;

/// The viewer's classes, courses and replays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct HomeView {
    /// What the viewer mostly is here, which decides the words.
    pub role: HomeRole,
    /// The class that is live, or else the next one.
    pub next: Option<NextClass>,
    /// The classes after that, of the coming seven days.
    pub week: Vec<ClassRow>,
    /// The first classes after those.
    pub later: Vec<ClassRow>,
    /// The viewer's courses.
    pub courses: Vec<CourseRow>,
    /// Classes that can be seen again, the latest first.
    pub replays: Vec<ReplayRow>,
    /// Where a class is scheduled; none for whom it isn't.
    pub schedule_href: Option<String>,
    /// When the address of the viewer's calendar was made; none where they have none.
    pub calendar_since: Option<Moment>,
}

/// What a viewer mostly does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub enum HomeRole {
    /// Gives classes.
    Teaches,
    /// Helps in classes.
    Assists,
    /// Takes classes.
    Attends,
}

/// The class at the top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct NextClass {
    /// Its title.
    pub title: String,
    /// Its course.
    pub course: String,
    /// When it starts or started.
    pub starts: Moment,
    /// When it is planned to end.
    pub ends: Moment,
    /// Live, or how long until it is.
    pub state: NextState,
    /// How many are enrolled.
    pub enrolled: u32,
    /// The studio for who teaches, the class for others.
    pub href: String,
    /// Where it is changed; none for whom it isn't.
    pub edit_href: Option<String>,
    /// It as a file for a calendar.
    pub file_href: String,
}

/// Whether the class at the top has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub enum NextState {
    /// It runs, with so many people.
    Live {
        /// People present.
        here: u32,
    },
    /// It starts in so many seconds; less than none where it should have begun.
    Soon {
        /// Seconds until its start.
        left_s: i64,
    },
}

/// A class in the week's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ClassRow {
    /// Its title.
    pub title: String,
    /// Its course.
    pub course: String,
    /// When it starts.
    pub starts: Moment,
    /// Planned length in minutes.
    pub length_min: u32,
    /// It runs now.
    pub live: bool,
    /// It won't take place, for this reason.
    pub cancelled: Option<String>,
    /// Its page.
    pub href: String,
    /// Where it is changed; none for whom it isn't.
    pub edit_href: Option<String>,
}

/// A course of the viewer's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct CourseRow {
    /// Its title.
    pub title: String,
    /// How many lessons it has.
    pub lessons: u32,
    /// How many are enrolled.
    pub enrolled: u32,
    /// Who teaches it; none where the viewer does.
    pub teacher: Option<String>,
    /// Its lessons, where they are prepared; none for whom that isn't.
    pub prepared: Vec<LessonRow>,
}

/// A lesson, for who prepares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct LessonRow {
    /// Its title.
    pub title: String,
    /// Where its polls are prepared.
    pub polls_href: String,
    /// Where its scenes are.
    pub scenes_href: String,
}

/// A class that can be seen again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ReplayRow {
    /// The class's title.
    pub title: String,
    /// Its course.
    pub course: String,
    /// When it was.
    pub held: Moment,
    /// How long it is, in minutes.
    pub length_min: u32,
    /// What is still being made: "Transcript 64 %".
    pub preparing: Option<String>,
    /// Its page.
    pub href: String,
    /// Who was there, and what came of its polls and questions; none for whom these aren't.
    pub reports: Option<Reports>,
}

/// The addresses of what can be read about a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Reports {
    /// Who was there.
    pub attendance_href: String,
    /// What came of its polls and questions.
    pub results_href: String,
}
