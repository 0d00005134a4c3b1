//! What the facts of a class's life make of it.

use crate::core::{Core, Stamp};
use crate::session::{Fact, Lead, Phase, Schedule};
use crate::time::shown;

pub(crate) fn fold(core: &mut Core, fact: &Fact, stamp: Stamp) {
    match fact {
        Fact::Scheduled(schedule) => {
            core.phase = Phase::Scheduled;
            core.schedule = Some(shown_schedule(schedule));
        }
        Fact::Rescheduled(schedule) => core.schedule = Some(shown_schedule(schedule)),
        Fact::Cancelled { reason } => {
            core.phase = Phase::Cancelled;
            core.cancelled_because = reason.clone();
        }
        Fact::SettingsChanged { settings } => core.settings = settings.clone(),
        Fact::ContinuedFrom { session } => core.continued_from = Some(*session),
        Fact::Started => {
            core.phase = Phase::Live { started_at: stamp.at };
            // Nobody has joined yet, not even the teacher.
            core.lead = Lead::Away { since: stamp.at };
            core.empty_since = Some(stamp.at);
        }
        Fact::Paused => core.paused = Some(stamp.offset),
        Fact::Resumed => core.paused = None,
        Fact::TeacherLost => core.lead = Lead::Lost,
        Fact::TeacherReturned => core.lead = Lead::Teacher,
        Fact::TakenOver { by } => core.lead = Lead::Taken { by: *by },
        Fact::Ended { .. } => {
            if let Phase::Live { started_at } = core.phase {
                core.phase = Phase::Ended { started_at, length: stamp.offset };
            }
            core.paused = None;
            core.spotlight = None;
            // There is nothing to be let into any more, whether or not their tabs are open still.
            core.lobby.waiting.clear();
        }
    }
}

/// The calendar entry with a start that can be shown: logs from before times were bounded may hold any.
fn shown_schedule(schedule: &Schedule) -> Schedule {
    Schedule { starts_at: shown(schedule.starts_at), ..schedule.clone() }
}
