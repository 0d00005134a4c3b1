//! What the schedule form says, read.

use chrono::{DateTime, TimeDelta, Utc};
use classroom::Refusal;
use classroom::session::{Calendar, Scope};
use domain::ids::CommandId;
use domain::text::is_blank;
use domain::time::later;

use crate::model::schedule::ScheduleValues;
use crate::zone::instant;

/// What the form says, where it can be read.
pub(super) fn read(values: &ScheduleValues, now: DateTime<Utc>) -> Result<(CommandId, Calendar), Refusal> {
    if is_blank(&values.title) {
        return Err(bad("title", "Give the class a title."));
    }
    let course = values.course.parse().map_err(|_| bad("course", "Choose one of your courses."))?;
    let lesson = match values.lesson.trim() {
        "" => None,
        lesson => Some(lesson.parse().map_err(|_| bad("lesson", "Choose a lesson of this course."))?),
    };
    let minutes: u16 = values
        .length
        .trim()
        .parse()
        .map_err(|_| bad("length", "Write the length as whole minutes, 1 to 720."))?;
    let starts_at = instant(&values.date, &values.time, &values.zone)?;
    let ends_at = later(starts_at, TimeDelta::minutes(minutes.into()));
    if minutes > 0 && ends_at <= now {
        return Err(bad("date", "That time is over. Choose a later day or start."));
    }
    let title = values.title.clone();
    let zone = values.zone.trim().to_owned();
    let continues = !values.continues.is_empty();
    let lobby = !values.lobby.is_empty();
    let calendar = Calendar { course, lesson, title, starts_at, ends_at, zone, continues, lobby };
    Ok((command(&values.command)?, calendar))
}

/// Which classes of a series a form is about; a class that is in none has nothing to choose.
pub(super) fn scope(field: &'static str, chosen: &str) -> Result<Scope, Refusal> {
    match chosen {
        "" | "one" => Ok(Scope::One),
        "later" => Ok(Scope::Later),
        _ => Err(bad(field, "Choose whether this is about one class, or about the later ones as well.")),
    }
}

/// The command's id.
pub(super) fn command(hidden: &str) -> Result<CommandId, Refusal> {
    Ok(CommandId(id(hidden)?))
}

/// An id that the form was given; it is never typed.
pub(super) fn id(hidden: &str) -> Result<uuid::Uuid, Refusal> {
    hidden.parse().map_err(|_| {
        bad("form", "This form can’t be used any more. Open the page again and fill it in once more.")
    })
}

pub(super) fn bad(field: &'static str, problem: &str) -> Refusal {
    Refusal::BadField { field, problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::model::schedule::ScheduleValues;
    use chrono::{DateTime, Utc};
    use classroom::Refusal;
    use uuid::Uuid;

    fn now() -> DateTime<Utc> {
        "2026-11-23T09:00:00Z".parse().unwrap()
    }

    fn filled() -> ScheduleValues {
        ScheduleValues {
            session: Uuid::from_u128(1).to_string(),
            command: Uuid::from_u128(2).to_string(),
            title: "Damping".into(),
            course: Uuid::from_u128(3).to_string(),
            lesson: String::new(),
            date: "2026-11-25".into(),
            time: "10:00".into(),
            length: "50".into(),
            zone: "Europe/Berlin".into(),
            ..ScheduleValues::default()
        }
    }

    fn field(values: &ScheduleValues) -> &'static str {
        match read(values, now()) {
            Err(Refusal::BadField { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_filled_form_is_a_calendar_entry() {
        let (command, calendar) = read(&filled(), now()).unwrap();
        assert_eq!(command.0, Uuid::from_u128(2));
        assert_eq!(calendar.starts_at.to_rfc3339(), "2026-11-25T09:00:00+00:00");
        assert_eq!((calendar.ends_at - calendar.starts_at).num_minutes(), 50);
        assert_eq!((calendar.lesson, calendar.lobby), (None, false));
        let ticked = ScheduleValues { lobby: "on".into(), ..filled() };
        assert!(read(&ticked, now()).unwrap().1.lobby);
    }

    #[test]
    fn each_problem_names_its_field() {
        assert_eq!(field(&ScheduleValues { course: "physics".into(), ..filled() }), "course");
        assert_eq!(field(&ScheduleValues { lesson: "7".into(), ..filled() }), "lesson");
        assert_eq!(field(&ScheduleValues { length: "an hour".into(), ..filled() }), "length");
        assert_eq!(field(&ScheduleValues { length: "-5".into(), ..filled() }), "length");
        assert_eq!(field(&ScheduleValues { date: "2026-11-22".into(), ..filled() }), "date");
        assert_eq!(field(&ScheduleValues { command: String::new(), ..filled() }), "form");
        assert_eq!(field(&ScheduleValues { title: " \t".into(), ..filled() }), "title");
        assert_eq!(field(&ScheduleValues::default()), "title", "an empty form is no panic");
    }

    #[test]
    fn a_class_that_should_be_running_may_still_be_made() {
        let begun = ScheduleValues { date: "2026-11-23".into(), time: "09:30".into(), ..filled() };
        assert!(read(&begun, now()).is_ok());
    }
}
