//! What the clock will make happen in a class if nobody does anything.

use chrono::{DateTime, TimeDelta, Utc};

use crate::core::Core;
use crate::session::lead::lost_at;
use crate::session::{EndReason, Phase, SystemCommand};
use crate::time::later;

/// Minutes after which a class ends in which nobody is left.
pub const ABANDONED_AFTER_MINUTES: u16 = 30;

/// A command that a timer sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// When to send it.
    pub at: DateTime<Utc>,
    /// What.
    pub command: SystemCommand,
}

/// The next command of a timer. The server waits for it, anew after each change, and sends it as the system; should the class
/// have changed meanwhile, it does nothing.
#[must_use]
pub fn next_due(class: &Core) -> Option<Due> {
    let lost = lost_at(class).map(|at| Due { at, command: SystemCommand::LoseTeacher });
    let ends = [
        abandoned_at(class).map(|at| (at, EndReason::Abandoned)),
        overtime_at(class).map(|at| (at, EndReason::Overtime)),
    ];
    let ends =
        ends.into_iter().flatten().map(|(at, reason)| Due { at, command: SystemCommand::End { reason } });
    let live = class.phase.is_live();
    lost.into_iter().chain(ends).filter(|_| live).min_by_key(|due| due.at)
}

/// When a class that nobody has open ends.
pub(super) fn abandoned_at(class: &Core) -> Option<DateTime<Utc>> {
    class.empty_since.map(|since| later(since, TimeDelta::minutes(ABANDONED_AFTER_MINUTES.into())))
}

/// When a class ends that goes on and on. One that began late has its whole time.
pub(super) fn overtime_at(class: &Core) -> Option<DateTime<Utc>> {
    let (Phase::Live { started_at }, Some(schedule)) = (class.phase, &class.schedule) else {
        return None;
    };
    let minutes = i64::from(schedule.minutes) + i64::from(class.settings.overtime);
    Some(later(started_at.max(schedule.starts_at), TimeDelta::minutes(minutes)))
}

#[cfg(test)]
mod tests {
    use super::{ABANDONED_AFTER_MINUTES, next_due};
    use crate::event::Fact;
    use crate::session;
    use crate::session::{EndReason, SystemCommand};
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, TEACHER};

    fn end(reason: EndReason) -> SystemCommand {
        SystemCommand::End { reason }
    }

    #[test]
    fn an_empty_class_ends_after_a_while_and_one_with_people_doesnt() {
        let mut class = Class::live();
        for person in [TEACHER, ASSISTANT, STUDENT] {
            class.leave(person);
        }
        class.pass_ms(i64::from(ABANDONED_AFTER_MINUTES) * 60_000);
        assert_eq!(class.system(end(EndReason::Abandoned)), Ok(vec![]), "somebody is here");
        class.leave(OTHER);
        assert_eq!(class.system(end(EndReason::Abandoned)), Ok(vec![]), "perhaps for a moment");
        class.system(SystemCommand::LoseTeacher).unwrap();
        let due = next_due(&class.view.core).unwrap();
        assert_eq!(due.command, end(EndReason::Abandoned));
        class.now = due.at;
        let over = class.system(due.command).unwrap();
        assert_eq!(over, [Fact::Session(session::Fact::Ended { reason: EndReason::Abandoned })]);
        assert_eq!(next_due(&class.view.core), None);
    }

    #[test]
    fn a_class_ends_long_after_its_time() {
        let mut class = Class::live();
        let due = next_due(&class.view.core).unwrap();
        assert_eq!(due.command, end(EndReason::Overtime));
        assert_eq!(class.system(due.command.clone()), Ok(vec![]));
        class.now = due.at;
        assert_eq!(class.system(due.command).map(|facts| facts.len()), Ok(1));
    }
}
