//! The commands of a class's life.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::FeatureCommand;
use crate::policy::Action;
use crate::session::{EndReason, Fact, Schedule, SettingsPatch};
use crate::words::says;

/// What a page may say over its live channel about a class's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Change how it is run, before or during it.
    ChangeSettings { settings: SettingsPatch },
    /// Begin a break.
    Pause,
    /// End the break.
    Resume,
    /// Teach in place of a teacher who was lost.
    TakeOver,
}

/// What comes by its use case alone, about a class's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum UseCaseCommand {
    /// Put the class on the calendar.
    Schedule {
        schedule: Schedule,
        /// Whether its students wait until they are let in.
        lobby: bool,
        /// Whether it goes on from the last class of its lesson. The plan beside the log says so; here it tells commands apart.
        continues: bool,
    },
    /// Change what the calendar says.
    Reschedule {
        schedule: Schedule,
        /// Whether its students wait until they are let in.
        lobby: bool,
        /// Whether it goes on from the last class of its lesson. The plan beside the log says so; here it tells commands apart.
        continues: bool,
    },
    /// Say that it won't take place.
    Cancel {
        /// Why, 1 to [`crate::session::LONGEST_REASON`] characters.
        reason: String,
    },
    /// Begin the class.
    Start,
    /// End the class for everybody.
    End,
}

/// What only the server says, about a class's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum SystemCommand {
    /// The clock says that the class is over.
    End {
        /// How it comes to end.
        reason: EndReason,
    },
    /// The clock says that no teacher has been there for long.
    LoseTeacher,
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        match self {
            Self::ChangeSettings { .. } => Action::ChangeSettings,
            Self::Pause | Self::Resume => Action::PauseClass,
            Self::TakeOver => Action::TakeOver,
        }
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::ChangeSettings { settings: patch }, [Fact::SettingsChanged { settings }]) => {
                patch.could_be(settings)
            }
            (Self::Pause, [Fact::Paused])
            | (Self::Resume, [Fact::Resumed])
            | (Self::TakeOver, [Fact::TakenOver { .. }]) => true,
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}

impl FeatureCommand for UseCaseCommand {
    type Fact = Fact;

    fn action(&self) -> Action {
        match self {
            Self::Schedule { .. } | Self::Reschedule { .. } => Action::ScheduleClass,
            Self::Cancel { .. } => Action::CancelClass,
            Self::Start => Action::StartClass,
            Self::End => Action::EndClass,
        }
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::Schedule { schedule, lobby, .. }, [Fact::Scheduled(there)]) => {
                schedule.could_be(there) && !lobby
            }
            (
                Self::Schedule { schedule, lobby, .. },
                [Fact::Scheduled(there), Fact::SettingsChanged { settings }],
            )
            | (
                Self::Reschedule { schedule, lobby, .. },
                [Fact::Rescheduled(there), Fact::SettingsChanged { settings }],
            ) => schedule.could_be(there) && *lobby == settings.lobby,
            // What it didn't change stood there before: see `made`.
            (Self::Reschedule { schedule, .. }, [Fact::Rescheduled(there)]) => schedule.could_be(there),
            (Self::Reschedule { lobby, .. }, [Fact::SettingsChanged { settings }]) => {
                *lobby == settings.lobby
            }
            (Self::Cancel { reason }, [Fact::Cancelled { reason: why }]) => says(why, reason),
            (Self::Start, [Fact::Started]) | (Self::End, [Fact::Ended { .. }]) => true,
            // Of another kind, or another number.
            (_, _) => false,
        }
    }
}
