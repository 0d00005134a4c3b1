//! A command that this browser owes the class, as the page shows it.

use crate::Command;
use crate::ids::{CommandId, Sequence};

/// A command and how far it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Its id: sent twice it has one effect.
    pub id: CommandId,
    /// What is asked for.
    pub command: Command,
    /// How far it got.
    pub progress: Progress,
}

/// How far a command got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Not sent, or sent into a channel that broke before the answer.
    Waiting,
    /// On its way.
    Sent,
    /// In the log; the events up to this one are not all here yet.
    Heard(Sequence),
}
