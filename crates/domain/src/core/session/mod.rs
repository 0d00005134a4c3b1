//! A class's life: scheduled, live, ended, and how it is run.

mod cancel;
mod change_settings;
mod command;
mod decide;
mod due;
mod end;
mod entry;
mod fact;
mod fold;
mod lead;
mod pause;
mod schedule;
mod settings;
mod start;
mod take_over;

pub use cancel::{LONGEST_REASON, cancel};
pub(crate) use change_settings::blocked_words;
pub use change_settings::{LONGEST_BLOCKED, MOST_BLOCKED, change_settings};
pub use command::{Command, SystemCommand, UseCaseCommand};
pub use decide::{decide, decide_system, decide_use_case};
pub use due::{ABANDONED_AFTER_MINUTES, Due, next_due};
pub use end::end;
pub use entry::Schedule;
pub use fact::Fact;
pub(crate) use fold::fold;
pub use lead::{Lead, lose_teacher};
pub use pause::{pause, resume};
pub use schedule::{LONGEST_CLASS_MINUTES, LONGEST_TITLE, reschedule, schedule};
pub use settings::{PrivateChat, Settings, SettingsPatch};
pub use start::start;
pub use take_over::take_over;

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::Offset;

/// Where a class is in its life.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// Nobody has scheduled it yet: its log is empty.
    #[default]
    Unscheduled,
    /// On the calendar.
    Scheduled,
    /// Being taught.
    Live {
        /// When it started.
        started_at: DateTime<Utc>,
    },
    /// Over; it lives on as a replay.
    Ended {
        /// When it started.
        started_at: DateTime<Utc>,
        /// How long it was.
        length: Offset,
    },
    /// It won't take place.
    Cancelled,
}

impl Phase {
    /// When it started, if it did.
    #[must_use]
    pub fn started_at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Live { started_at } | Self::Ended { started_at, .. } => Some(started_at),
            Self::Unscheduled | Self::Scheduled | Self::Cancelled => None,
        }
    }

    /// Whether it is being taught.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Live { .. })
    }
}

/// How a class came to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Somebody ended it.
    Ended,
    /// Nobody was left for a long time.
    Abandoned,
    /// It went on long beyond its time.
    Overtime,
}
