//! The commands that are in a class's log: which id stands for what, and where its facts end.

use std::collections::HashMap;

use domain::command::{AnyCommand, SystemCommand};
use domain::event::Event;
use domain::ids::{CommandId, Sequence, UserId};
use domain::{Asking, poll};
use sha2::{Digest, Sha256};

/// What stands for a command's content: 16 bytes of its SHA-256. In memory only: it would say something of erased words.
pub(super) type Content = [u8; 16];

/// Every command of the log. One that comes again gets the same answer, where the same person says the same.
#[derive(Default)]
pub(super) struct Heard(HashMap<CommandId, Known>);

struct Known {
    actor: Option<UserId>,
    first: Sequence,
    last: Sequence,
    /// `None` for one that was read from the log, before somebody said it again.
    content: Option<Content>,
}

/// What is known of a command's id.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing: it is free.
    New,
    /// It stands for the same command of the same person, whose last event is there.
    Same(Sequence),
    /// It stands for something else.
    Other,
    /// The same person said something under it, whose events lie there in the log.
    InLog {
        /// The first.
        first: Sequence,
        /// The last.
        last: Sequence,
    },
}

impl Heard {
    /// What is known of the id.
    pub fn standing(&self, id: CommandId, asking: Asking, content: &Content) -> Standing {
        match self.0.get(&id) {
            None => Standing::New,
            Some(known) if known.actor != asking.actor => Standing::Other,
            Some(Known { content: Some(there), last, .. }) if there == content => Standing::Same(*last),
            Some(Known { content: Some(_), .. }) => Standing::Other,
            Some(Known { content: None, first, last, .. }) => Standing::InLog { first: *first, last: *last },
        }
    }

    /// These events are in the log. What the command said is known where it was decided here.
    pub fn remember(&mut self, events: &[Event]) {
        for event in events {
            let known = self.0.entry(event.command).or_insert(Known {
                actor: event.actor,
                first: event.sequence,
                last: event.sequence,
                content: None,
            });
            known.last = known.last.max(event.sequence);
        }
    }

    /// The id stands for this.
    pub fn learn(&mut self, id: CommandId, content: Content) {
        if let Some(known) = self.0.get_mut(&id) {
            known.content = Some(content);
        }
    }
}

/// What stands for the command's content. The server derives the ids of its own commands from what they are about: there the id
/// says it all, but for ballots, whose ids come of what somebody sent.
pub(super) fn content(command: &AnyCommand) -> Content {
    match command {
        AnyCommand::Socket(_)
        | AnyCommand::UseCase(_)
        | AnyCommand::System(SystemCommand::Poll(poll::SystemCommand::CastBallot { .. })) => {}
        AnyCommand::System(_) => return Content::default(),
    }
    let mut digest = Sha256::new();
    // Writing into a digest doesn't fail, nor do our own types; and whatever was written tells commands apart.
    let _ = serde_json::to_writer(Writer(&mut digest), command);
    let mut content = Content::default();
    content.copy_from_slice(&digest.finalize()[..16]);
    content
}

struct Writer<'a>(&'a mut Sha256);

impl std::io::Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
