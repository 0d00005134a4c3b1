//! Whether a command says what facts in the log came of: how a name that was used before is known again by a server that
//! didn't decide it.

use super::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use crate::core::FeatureCommand;
use crate::event::Fact;
use crate::view::ClassView;
use crate::{chat, hand, participant, poll, question, session};

/// What came of a command, as the log has it.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// All facts that it made, in their order.
    pub facts: &'a [&'a Fact],
    /// The class as it is now.
    pub now: &'a ClassView,
    /// The class as it was before it; asked for where the command [`AnyCommand::looks_back`].
    pub before: Option<&'a ClassView>,
}

impl AnyCommand {
    /// Whether it depends on what the class was before them if these facts are what it made, and nothing of that is left in the
    /// class now.
    #[must_use]
    pub fn looks_back(&self, facts: &[&Fact]) -> bool {
        let reschedules = matches!(
            self,
            Self::UseCase(UseCaseCommand::Session(session::UseCaseCommand::Reschedule { .. }))
        );
        reschedules && facts.iter().all(|fact| matches!(fact, Fact::Session(_)))
    }

    /// Whether the facts are all that this command would have made when it was first said, and no others. Words that were
    /// erased since compare equal to all. What stands beside the log (whether a class goes on from another one) isn't seen.
    #[must_use]
    pub fn could_have_made(&self, made: Made<'_>) -> bool {
        match self {
            Self::Socket(command) => of_socket(command, made),
            Self::UseCase(command) => of_use_case(command, made),
            Self::System(command) => of_system(command, made),
        }
    }
}

/// The facts of the variant's feature; `None` where there are others that don't come along with the command's.
macro_rules! own {
    ($facts:expr, $feature:ident, $follows:expr) => {{
        let mut own = Vec::new();
        let mut whole = true;
        for fact in $facts {
            match fact {
                Fact::$feature(fact) => own.push(fact),
                other => whole &= $follows(other),
            }
        }
        whole.then_some(own)
    }};
}

fn of_socket(command: &Command, made: Made<'_>) -> bool {
    let facts = made.facts;
    let follows = |fact: &Fact| follows(command, fact);
    match command {
        Command::Session(own) => {
            own!(facts, Session, follows).is_some_and(|facts| own.could_have_made(&facts))
        }
        Command::Lobby(own) => own!(facts, Lobby, follows).is_some_and(|facts| own.could_have_made(&facts)),
        Command::Participant(own) => {
            own!(facts, Participant, follows).is_some_and(|facts| own.could_have_made(&facts))
        }
        Command::Permission(own) => {
            own!(facts, Permission, follows).is_some_and(|facts| own.could_have_made(&facts))
        }
        Command::Hand(own) => own!(facts, Hand, follows).is_some_and(|facts| own.could_have_made(&facts)),
        Command::Chat(own) => own!(facts, Chat, follows)
            .is_some_and(|facts| own.could_have_made(&facts) && has_its_readers(own, &facts, made.now)),
        Command::Question(own) => {
            own!(facts, Question, follows).is_some_and(|facts| own.could_have_made(&facts))
        }
        Command::Poll(own) => own!(facts, Poll, follows).is_some_and(|facts| own.could_have_made(&facts)),
        Command::Chapter(own) => {
            own!(facts, Chapter, follows).is_some_and(|facts| own.could_have_made(&facts))
        }
        Command::Board(own) => own!(facts, Board, follows).is_some_and(|facts| own.could_have_made(&facts)),
        Command::Scene(own) => own!(facts, Scene, follows).is_some_and(|facts| own.could_have_made(&facts)),
        Command::Slides(own) => own!(facts, Slides, follows).is_some_and(|facts| own.could_have_made(&facts)),
    }
}

fn of_use_case(command: &UseCaseCommand, made: Made<'_>) -> bool {
    match command {
        UseCaseCommand::Session(own) => {
            // A class's end closes its poll.
            let ends = matches!(own, session::UseCaseCommand::End);
            let follows = |fact: &Fact| ends && matches!(fact, Fact::Poll(poll::Fact::Closed { .. }));
            own!(made.facts, Session, follows)
                .is_some_and(|facts| own.could_have_made(&facts) && fits_what_was(own, &facts, made.before))
        }
        UseCaseCommand::Pipeline(own) => {
            own!(made.facts, Pipeline, |_: &Fact| false).is_some_and(|facts| own.could_have_made(&facts))
        }
        UseCaseCommand::Slides(own) => {
            own!(made.facts, Slides, |_: &Fact| false).is_some_and(|facts| own.could_have_made(&facts))
        }
    }
}

/// The server names its own commands, by chance or after what they are about; only ballots are named after what somebody sent.
fn of_system(command: &SystemCommand, made: Made<'_>) -> bool {
    match command {
        SystemCommand::Poll(own @ poll::SystemCommand::CastBallot { .. }) => {
            own!(made.facts, Poll, |_: &Fact| false).is_some_and(|facts| own.could_have_made(&facts))
        }
        SystemCommand::Session(_)
        | SystemCommand::Lobby(_)
        | SystemCommand::Participant(_)
        | SystemCommand::Poll(_)
        | SystemCommand::Recording(_)
        | SystemCommand::Pipeline(_)
        | SystemCommand::Scene(_)
        | SystemCommand::Slides(_)
        | SystemCommand::ContinueFrom { .. } => true,
    }
}

/// Whether a fact of another feature comes along with the command's: see `decide::consequences`.
fn follows(command: &Command, fact: &Fact) -> bool {
    match (command, fact) {
        (
            Command::Participant(participant::Command::Remove { user } | participant::Command::Ban { user }),
            Fact::Hand(hand::Fact::Lowered { user: whose }),
        ) => user == whose,
        (
            Command::Question(question::Command::Approve { .. }),
            Fact::Participant(participant::Fact::Named { .. }),
        ) => true,
        // Of another kind.
        (_, _) => false,
    }
}

/// Whether a message is for those for whom the command wants it. What answers a private message is as private.
fn has_its_readers(command: &chat::Command, facts: &[&chat::Fact], now: &ClassView) -> bool {
    let (chat::Command::Post { to, reply_to, .. }, [chat::Fact::Posted { readers, .. }]) = (command, facts)
    else {
        return true;
    };
    let answered = reply_to.and_then(|earlier| now.chat.message(earlier)).map(|earlier| earlier.readers);
    match answered.filter(|readers| !readers.everybody()) {
        Some(before) => *readers == before,
        None => readers.are(*to),
    }
}

/// Whether what rescheduling left as it was is what the command asks for.
fn fits_what_was(
    command: &session::UseCaseCommand,
    facts: &[&session::Fact],
    before: Option<&ClassView>,
) -> bool {
    let session::UseCaseCommand::Reschedule { schedule, lobby, .. } = command else { return true };
    let Some(before) = before else { return false };
    let sets_lobby = facts.iter().any(|fact| matches!(fact, session::Fact::SettingsChanged { .. }));
    let moves = facts.iter().any(|fact| matches!(fact, session::Fact::Rescheduled(_)));
    let stood = before.core.schedule.as_ref();
    (sets_lobby || before.core.settings.lobby == *lobby)
        && (moves || stood.is_some_and(|there| schedule.could_be(there)))
}

#[cfg(test)]
mod tests;
