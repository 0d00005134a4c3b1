//! Putting a class on the calendar, and changing it there.

use chrono::{DateTime, Utc};

use crate::core::Core;
use crate::rejection::Rejection;
use crate::session::{Fact, Phase, Schedule, Settings};
use crate::time::{YEARS, is_near};
use crate::words::clean;

/// Characters in a class's title, at most.
pub const LONGEST_TITLE: usize = 120;
/// Minutes a class may take, at most: half a day.
pub const LONGEST_CLASS_MINUTES: u16 = 720;

/// Puts the class on the calendar, with or without a lobby.
///
/// # Errors
/// A bad title, length or time, or a class that is already there.
pub fn schedule(
    class: &Core,
    schedule: &Schedule,
    lobby: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Unscheduled => {
            let scheduled = Fact::Scheduled(checked(schedule, now)?);
            Ok([scheduled].into_iter().chain(set_lobby(class, lobby)).collect())
        }
        Phase::Scheduled | Phase::Live { .. } | Phase::Ended { .. } | Phase::Cancelled => {
            Err(Rejection::AlreadyScheduled)
        }
    }
}

/// Changes title, time or lesson, and whether there is a lobby. Nothing is written where nothing changes.
///
/// # Errors
/// A bad title, length or time, or a class that has started.
pub fn reschedule(
    class: &Core,
    schedule: &Schedule,
    lobby: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled => {
            let schedule = checked(schedule, now)?;
            let moved = class.schedule.as_ref() != Some(&schedule);
            let moved = moved.then_some(Fact::Rescheduled(schedule));
            Ok(moved.into_iter().chain(set_lobby(class, lobby)).collect())
        }
        Phase::Unscheduled => Err(Rejection::NoSuchClass),
        Phase::Live { .. } | Phase::Ended { .. } => Err(Rejection::AlreadyStarted),
        Phase::Cancelled => Err(Rejection::Cancelled),
    }
}

/// Before the class begins, since who is inside then stays.
fn set_lobby(class: &Core, lobby: bool) -> Option<Fact> {
    let settings = Settings { lobby, ..class.settings.clone() };
    (settings != class.settings).then_some(Fact::SettingsChanged { settings })
}

fn checked(schedule: &Schedule, now: DateTime<Utc>) -> Result<Schedule, Rejection> {
    if !is_near(schedule.starts_at, now) {
        return Err(Rejection::FarOff { years: YEARS });
    }
    if !(1..=LONGEST_CLASS_MINUTES).contains(&schedule.minutes) {
        return Err(Rejection::BadLength { most: LONGEST_CLASS_MINUTES });
    }
    let title = clean(schedule.title.text(), LONGEST_TITLE).map_err(Rejection::BadText)?;
    Ok(Schedule { title: title.into(), ..schedule.clone() })
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use crate::command::UseCaseCommand;
    use crate::decide::Rejection;
    use crate::event::Fact;
    use crate::session;
    use crate::testing::{Class, TEACHER};
    use crate::time::YEARS;

    fn moved(class: &Class, starts_at: DateTime<Utc>, lobby: bool) -> UseCaseCommand {
        let mut schedule = class.view.core.schedule.clone().unwrap();
        schedule.starts_at = starts_at;
        UseCaseCommand::Session(session::UseCaseCommand::Reschedule { schedule, lobby, continues: false })
    }

    #[test]
    fn a_class_is_at_most_some_years_away() {
        let class = Class::scheduled();
        let far = Err(Rejection::FarOff { years: YEARS });
        for at in [
            DateTime::<Utc>::MAX_UTC,
            DateTime::<Utc>::MIN_UTC,
            class.now + TimeDelta::days(366 * 5 + 1),
            class.now - TimeDelta::days(366 * 5 + 1),
        ] {
            assert_eq!(class.ask(TEACHER, moved(&class, at, false)), far, "{at}");
        }
        assert!(class.ask(TEACHER, moved(&class, class.now + TimeDelta::days(365 * 5), false)).is_ok());
    }

    #[test]
    fn what_an_old_log_says_of_an_absurd_time_is_folded_to_one_that_can_be_shown() {
        let mut class = Class::scheduled();
        let mut schedule = class.view.core.schedule.clone().unwrap();
        schedule.starts_at = DateTime::<Utc>::MAX_UTC;
        class.write(None, vec![Fact::Session(session::Fact::Rescheduled(schedule))]);
        let starts_at = class.view.core.schedule.as_ref().unwrap().starts_at;
        assert_eq!(starts_at, crate::time::shown(DateTime::<Utc>::MAX_UTC));
        assert_eq!(crate::session::next_due(&class.view.core), None);
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::Start));
        assert!(crate::session::next_due(&class.view.core).is_some(), "and the clock goes on");
    }

    #[test]
    fn the_lobby_comes_with_the_calendar_entry() {
        let mut class = Class::scheduled();
        let at = class.now;
        class.does(TEACHER, moved(&class, at, true));
        assert!(class.view.core.settings.lobby);
        assert_eq!(class.ask(TEACHER, moved(&class, at, true)), Ok(vec![]));
    }
}
