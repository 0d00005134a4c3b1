//! What comes by its use case alone.

use serde::Serialize;

use crate::event::Schedule;
use crate::pipeline::Stage;

/// A command about a whole class. Forms and server functions say it through its use case, which looks at more than the class
/// (its course, its lesson, what is planned), so no live channel may say it. It is written, to tell commands apart, and never
/// read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// Have a failed stage of processing run again.
    RestartStage { stage: Stage },
}
