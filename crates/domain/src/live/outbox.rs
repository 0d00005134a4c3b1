//! Commands that this browser owes the class: each waits until the server has said that it is in the log, or why not.

use crate::Command;
use crate::ids::{CommandId, Sequence};
use crate::wire::ClientFrame;

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

/// The commands owed, oldest first.
#[derive(Debug, Default)]
pub struct Outbox(Vec<Owed>);

impl Outbox {
    /// What is owed, oldest first.
    #[must_use]
    pub fn owed(&self) -> &[Owed] {
        &self.0
    }

    /// Takes a new command in. One that is there already (from storage) stays as it is.
    pub fn add(&mut self, id: CommandId, command: Command) {
        if self.0.iter().all(|owed| owed.id != id) {
            self.0.push(Owed { id, command, progress: Progress::Waiting });
        }
    }

    /// The frames for everything that waits, in order; from now on it is on its way.
    #[must_use]
    pub fn send_waiting(&mut self) -> Vec<ClientFrame> {
        let waiting = self.0.iter_mut().filter(|owed| owed.progress == Progress::Waiting);
        waiting
            .map(|owed| {
                owed.progress = Progress::Sent;
                ClientFrame::Command { id: owed.id, command: owed.command.clone() }
            })
            .collect()
    }

    /// The channel broke: what has no answer waits again.
    pub fn recall(&mut self) {
        for owed in self.0.iter_mut().filter(|owed| owed.progress == Progress::Sent) {
            owed.progress = Progress::Waiting;
        }
    }

    /// The command could not be written: it waits again.
    pub fn recall_one(&mut self, id: CommandId) {
        for owed in self.0.iter_mut().filter(|owed| owed.id == id && owed.progress == Progress::Sent) {
            owed.progress = Progress::Waiting;
        }
    }

    /// The command is in the log, its last event at `sequence`.
    pub fn heard(&mut self, id: CommandId, sequence: Sequence) {
        for owed in self.0.iter_mut().filter(|owed| owed.id == id) {
            owed.progress = Progress::Heard(sequence);
        }
    }

    /// The command was refused; gives it back.
    pub fn refused(&mut self, id: CommandId) -> Option<Command> {
        let place = self.0.iter().position(|owed| owed.id == id)?;
        Some(self.0.remove(place).command)
    }

    /// The view has come to `sequence`: what it shows need not be kept any longer.
    pub fn settle(&mut self, sequence: Sequence) {
        self.0.retain(|owed| !matches!(owed.progress, Progress::Heard(at) if at <= sequence));
    }
}
