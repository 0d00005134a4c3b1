//! The append-only log of every class.

use async_trait::async_trait;
use domain::event::{Event, Fact};
use domain::ids::{CommandId, Sequence, SessionId, TenantId, UserId};
use serde::{Deserialize, Serialize};

/// The port to the log. Words are sealed on the way in and opened on the way out; rows that a fact implies
/// (sessions, participants, messages …) and the jobs it causes are written in the same transaction.
#[async_trait]
pub trait EventLog: Send + Sync {
    /// The events of a class after `after`, in order, `most` at the most. Empty for a class that isn't there.
    async fn read(&self, class: ClassKey, after: Sequence, most: usize) -> Result<Vec<Event>, LogError> {
        self.read_about(class, About::Everything, after, most).await
    }

    /// The same, of what some of it is about alone: what is drawn in a class has by far the most bytes of it.
    async fn read_about(
        &self,
        class: ClassKey,
        about: About,
        after: Sequence,
        most: usize,
    ) -> Result<Vec<Event>, LogError>;

    /// Writes the events, or none of them. Their sequences follow one another, and the log must end just before the first, as
    /// this installation left it.
    async fn append(&self, class: ClassKey, events: &[Event]) -> Result<(), LogError>;

    /// Whether the log is as this installation left it, for who has read it up to `last`: what [`EventLog::append`] finds out
    /// first, without writing anything.
    async fn check(&self, class: ClassKey, last: Sequence) -> Result<(), LogError>;

    /// Where commands stand in a class's log. One that isn't there has no place.
    async fn find(&self, class: ClassKey, commands: &[CommandId]) -> Result<Vec<CommandPlace>, LogError>;
}

/// What events are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Whatever there is.
    Everything,
    /// Boards, and what is drawn on them.
    Boards,
    /// Everything but boards.
    AllElse,
}

impl About {
    /// Whether boards are meant, where that is asked.
    #[must_use]
    pub fn boards(self) -> Option<bool> {
        match self {
            Self::Everything => None,
            Self::Boards => Some(true),
            Self::AllElse => Some(false),
        }
    }

    /// Whether an event is about it.
    #[must_use]
    pub fn is_of(self, event: &Event) -> bool {
        self.boards().is_none_or(|boards| boards == matches!(event.fact, Fact::Board(_)))
    }
}

/// Where a command's events stand in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandPlace {
    /// The command.
    pub command: CommandId,
    /// Who said it.
    pub actor: Option<UserId>,
    /// Its first event.
    pub first: Sequence,
    /// Its last.
    pub last: Sequence,
}

/// A class and the tenant it belongs to: what every transaction names first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClassKey {
    /// The tenant.
    pub tenant: TenantId,
    /// The class.
    pub session: SessionId,
}

/// Why the log didn't do it.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// Another server wrote first: read the tail and decide again.
    #[error("another server wrote first")]
    Conflict,
    /// The log can't be reached; whether the last write took is unknown until it can be read again.
    #[error("the log can't be reached: {0}")]
    Unavailable(String),
    /// Another tenant has a class of that id.
    #[error("the class's name is taken")]
    Taken,
    /// Somebody else has changed the log, which would be vouched for with whatever is added to it. It can be read, and goes on
    /// when it has been put back.
    #[error("the log was changed from outside: {0}")]
    Altered(String),
    /// A row that can't be written or read as it stands: trying again won't help.
    #[error("the log refused: {0}")]
    Broken(String),
}
