//! What the facts of a class's life make of it.

use crate::event::{Event, Fact, Schedule};
use crate::session::{Lead, Phase};
use crate::time::shown;
use crate::view::ClassView;

pub(crate) fn fold(view: &mut ClassView, event: &Event) {
    match &event.fact {
        Fact::SessionScheduled(schedule) => {
            view.phase = Phase::Scheduled;
            view.schedule = Some(shown_schedule(schedule));
        }
        Fact::SessionRescheduled(schedule) => view.schedule = Some(shown_schedule(schedule)),
        Fact::SessionCancelled { reason } => {
            view.phase = Phase::Cancelled;
            view.cancelled_because = reason.clone();
        }
        Fact::SettingsChanged { settings } => view.settings = settings.clone(),
        Fact::SessionContinuedFrom { session } => view.continued_from = Some(*session),
        Fact::SessionStarted => {
            view.phase = Phase::Live { started_at: event.at };
            // Nobody has joined yet, not even the teacher.
            view.lead = Lead::Away { since: event.at };
            view.empty_since = Some(event.at);
        }
        Fact::SessionPaused => view.paused = Some(event.offset),
        Fact::SessionResumed => view.paused = None,
        Fact::TeacherLost => view.lead = Lead::Lost,
        Fact::TeacherReturned => view.lead = Lead::Teacher,
        Fact::SessionTakenOver { by } => view.lead = Lead::Taken { by: *by },
        Fact::SessionEnded { .. } => {
            if let Phase::Live { started_at } = view.phase {
                view.phase = Phase::Ended { started_at, length: event.offset };
            }
            view.paused = None;
            view.hands.clear();
            view.spotlight = None;
        }
        _ => {}
    }
}

/// The calendar entry with a start that can be shown: logs from before times were bounded may hold any.
fn shown_schedule(schedule: &Schedule) -> Schedule {
    Schedule { starts_at: shown(schedule.starts_at), ..schedule.clone() }
}
