//! What becomes of the commands about a class's life.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::core::Core;
use crate::rejection::Rejection;
use crate::session::{
    Command, EndReason, Fact, SystemCommand, UseCaseCommand, cancel, change_settings, end, lose_teacher,
    pause, reschedule, resume, schedule, start, take_over,
};

/// What a page's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide(class: &Core, asking: Asking, command: &Command) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::ChangeSettings { settings } => change_settings(class, settings),
        Command::Pause => pause(class),
        Command::Resume => resume(class),
        Command::TakeOver => take_over(class, asking),
    }
}

/// What a use case's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide_use_case(
    class: &Core,
    command: &UseCaseCommand,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        UseCaseCommand::Schedule { schedule: entry, lobby, continues: _ } => {
            schedule(class, entry, *lobby, now)
        }
        UseCaseCommand::Reschedule { schedule: entry, lobby, continues: _ } => {
            reschedule(class, entry, *lobby, now)
        }
        UseCaseCommand::Cancel { reason } => cancel(class, reason),
        UseCaseCommand::Start => start(class),
        UseCaseCommand::End => end(class, EndReason::Ended, now),
    }
}

/// What the clock's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide_system(
    class: &Core,
    command: &SystemCommand,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        SystemCommand::End { reason } => end(class, *reason, now),
        SystemCommand::LoseTeacher => lose_teacher(class, now),
    }
}
