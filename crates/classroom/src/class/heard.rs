//! The commands that came into a class's log last: which id stands for what, and where its facts end.

use std::collections::{HashMap, VecDeque};

use domain::command::{AnyCommand, SystemCommand};
use domain::event::Event;
use domain::ids::{CommandId, Sequence, UserId};
use domain::{Asking, poll};
use sha2::{Digest, Sha256};

use crate::ports::event_log::CommandPlace;

/// Commands remembered, at most. What pages send again after a break is among them; what is older is looked up in the log.
const MOST: usize = 8_192;

/// What stands for a command's content: 16 bytes of its SHA-256. In memory only: it would say something of erased words.
pub(super) type Content = [u8; 16];

/// The last commands of the log, or all of them. One that comes again gets the same answer, where the same person says the same.
#[derive(Default)]
pub(super) struct Heard {
    known: HashMap<CommandId, Known>,
    /// The ids in `known`, first learnt first.
    order: VecDeque<CommandId>,
    /// Whether the log may have commands that aren't known.
    forgot: bool,
    /// The command that the part of the log may begin in the middle of.
    cut: Option<CommandId>,
}

struct Known {
    actor: Option<UserId>,
    first: Sequence,
    last: Sequence,
    /// `None` for one that is known from the log alone, before somebody said it again.
    content: Option<Content>,
}

/// What is known of a command's id.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing: it is free, or forgotten.
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
    /// Of a log whose events before these aren't read.
    pub fn of_end(events: &[Event]) -> Self {
        let cut = events.first().map(|event| event.command);
        Self { forgot: true, cut, ..Self::default() }
    }

    /// What is known of the id.
    pub fn standing(&self, id: CommandId, asking: Asking, content: &Content) -> Standing {
        match self.known.get(&id) {
            None => Standing::New,
            Some(known) if known.actor != asking.actor => Standing::Other,
            Some(Known { content: Some(there), last, .. }) if there == content => Standing::Same(*last),
            Some(Known { content: Some(_), .. }) => Standing::Other,
            Some(Known { content: None, first, last, .. }) => Standing::InLog { first: *first, last: *last },
        }
    }

    /// Whether the log has no command that isn't known.
    pub fn knows_all(&self) -> bool {
        !self.forgot
    }

    /// Whether the log may have a command of this id, which nothing is known of.
    pub fn may_have_forgotten(&self, id: CommandId) -> bool {
        self.forgot && !self.known.contains_key(&id)
    }

    /// These events are in the log. What the command said is known where it was decided here.
    pub fn remember(&mut self, events: &[Event]) {
        for event in events.iter().filter(|event| self.cut != Some(event.command)) {
            let (actor, at) = (event.actor, event.sequence);
            let known = self.known.entry(event.command).or_insert_with(|| {
                self.order.push_back(event.command);
                Known { actor, first: at, last: at, content: None }
            });
            known.last = known.last.max(at);
        }
        self.forget();
    }

    /// The log has this command there.
    pub fn find(&mut self, place: CommandPlace) {
        let CommandPlace { command, actor, first, last } = place;
        if self.known.insert(command, Known { actor, first, last, content: None }).is_none() {
            self.order.push_back(command);
        }
        self.forget();
    }

    /// The id stands for this.
    pub fn learn(&mut self, id: CommandId, content: Content) {
        if let Some(known) = self.known.get_mut(&id) {
            known.content = Some(content);
        }
    }

    fn forget(&mut self) {
        let surplus = self.order.len().saturating_sub(MOST);
        for id in self.order.drain(..surplus) {
            self.known.remove(&id);
            self.forgot = true;
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::event::Fact;
    use domain::ids::Offset;
    use domain::session;
    use uuid::Uuid;

    use super::*;

    const CONTENT: Content = [7; 16];

    fn id(n: usize) -> CommandId {
        CommandId(Uuid::from_u128(n as u128))
    }

    /// Two events of each command.
    fn events(commands: std::ops::Range<usize>) -> Vec<Event> {
        let event = |n: usize| Event {
            sequence: Sequence(n as u64 + 1),
            offset: Offset(0),
            at: DateTime::UNIX_EPOCH,
            actor: None,
            command: id(n / 2),
            fact: Fact::Session(session::Fact::Started),
        };
        (2 * commands.start..2 * commands.end).map(event).collect()
    }

    fn standing(heard: &Heard, n: usize) -> Standing {
        heard.standing(id(n), Asking::SYSTEM, &CONTENT)
    }

    #[test]
    fn the_last_commands_are_known_and_memory_is_bounded() {
        let mut heard = Heard::default();
        heard.remember(&events(0..MOST));
        assert!(!heard.may_have_forgotten(id(MOST)), "everything was heard");
        heard.remember(&events(MOST..3 * MOST));
        assert_eq!((heard.known.len(), heard.order.len()), (MOST, MOST));
        for n in [2 * MOST, 3 * MOST - 1] {
            let (first, last) = (Sequence(2 * n as u64 + 1), Sequence(2 * n as u64 + 2));
            assert_eq!(standing(&heard, n), Standing::InLog { first, last });
            assert!(!heard.may_have_forgotten(id(n)));
        }
        assert_eq!(standing(&heard, 0), Standing::New);
        assert!(heard.may_have_forgotten(id(0)));
    }

    #[test]
    fn what_is_found_again_stands_where_it_stood() {
        let mut heard = Heard::of_end(&events(5..9));
        heard.remember(&events(5..9));
        assert!(heard.may_have_forgotten(id(5)), "it may begin before the part that was read");
        assert!(!heard.may_have_forgotten(id(6)));
        let place = CommandPlace { command: id(5), actor: None, first: Sequence(9), last: Sequence(12) };
        heard.find(place);
        heard.find(place);
        assert_eq!(standing(&heard, 5), Standing::InLog { first: Sequence(9), last: Sequence(12) });
        heard.learn(id(5), CONTENT);
        assert_eq!(standing(&heard, 5), Standing::Same(Sequence(12)));
        assert_eq!(heard.order.len(), 4);
    }
}
