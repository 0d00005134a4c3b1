//! What the home page is made of: rows, and a look into the classes that are live or just over.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use classroom::ports::event_log::ClassKey;
use classroom::{Classroom, Refusal};
use domain::ClassView;
use domain::catalog::{ClassRow, Course};
use domain::ids::SessionId;
use domain::pipeline::Progress;
use domain::role::{Actor, Role};
use domain::session::Phase;
use domain::step::Step;

use crate::zone::Reader;

/// How far back the page looks for replays.
const REPLAYS_SINCE: TimeDelta = TimeDelta::days(90);
/// For how long after its end a class may still be worked on, so that its step is looked up.
const FRESH: TimeDelta = TimeDelta::hours(2);

/// What the page is made of.
pub struct Found {
    pub reader: Reader,
    pub courses: Vec<Course>,
    /// By start.
    pub classes: Vec<ClassRow>,
    /// How many students are in each class that is live.
    pub here: BTreeMap<SessionId, u32>,
    /// What is still being made of a class that is over.
    pub preparing: BTreeMap<SessionId, String>,
}

pub async fn at_home(classroom: &Classroom, actor: &Actor) -> Result<Found, Refusal> {
    let now = classroom.clock.now();
    let courses = classroom.records.courses(actor.tenant, actor.user).await?;
    let classes = classroom.records.classes(actor.tenant, actor.user, now - REPLAYS_SINCE).await?;
    let (mut here, mut preparing) = (BTreeMap::new(), BTreeMap::new());
    for row in classes.iter().filter(|row| is_fresh(row.phase, now)) {
        let class = classroom.classes.open(ClassKey { tenant: actor.tenant, session: row.id }).await?;
        class.read(|view| {
            here.insert(row.id, students_here(view));
            preparing.extend(step(view).map(|words| (row.id, words)));
        });
    }
    Ok(Found { reader: Reader::of_request(now), courses, classes, here, preparing })
}

/// Live, or over since so short a time that something may still be made of it.
fn is_fresh(phase: Phase, now: DateTime<Utc>) -> bool {
    match phase {
        Phase::Live { .. } => true,
        Phase::Ended { started_at, length } => {
            let length = TimeDelta::try_milliseconds(length.0).unwrap_or_default();
            now.signed_duration_since(started_at) < FRESH.checked_add(&length).unwrap_or(FRESH)
        }
        Phase::Unscheduled | Phase::Scheduled | Phase::Cancelled => false,
    }
}

/// How many of the enrolled have the class open; those who run it are not enrolled in it.
fn students_here(view: &ClassView) -> u32 {
    let students =
        view.core.people.values().filter(|person| person.role == Role::Student && person.is_here());
    u32::try_from(students.count()).unwrap_or(u32::MAX)
}

/// The step at work, in words: "Transcript 64 %".
fn step(view: &ClassView) -> Option<String> {
    Step::ALL.into_iter().find_map(|step| {
        let what = match step {
            Step::Extract => "Sound",
            Step::Transcribe => "Transcript",
            Step::Align => "Captions",
            Step::Derive => "Chapters",
        };
        match view.pipeline.step(step) {
            Progress::Working { percent } => Some(format!("{what} {percent} %")),
            Progress::Waiting | Progress::Finished | Progress::Failed { .. } => None,
        }
    })
}
