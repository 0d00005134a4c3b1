//! A command from a person: who asks, which class, what happens.

use domain::command::{Command, SystemCommand};
use domain::ids::{CommandId, ConnectionId, Sequence};
use domain::policy::{self, Resource};
use domain::role::{Actor, Role, Viewer};
use domain::{lobby, participant};

use crate::Classroom;
use crate::class::{Class, Submitted};
use crate::poll::LogIdentity;
use crate::ports::event_log::ClassKey;
use crate::refusal::Refusal;

/// A person's place in a class: checked once, so that each command needn't ask the database. Only
/// [`Classroom::seat`] gives one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seat {
    /// The person.
    pub actor: Actor,
    /// The class.
    pub class: ClassKey,
    /// What they are in it.
    pub role: Role,
}

impl Seat {
    /// One that a test makes up.
    #[cfg(feature = "assumed")]
    #[must_use]
    pub fn assumed(actor: Actor, class: ClassKey, role: Role) -> Self {
        Self { actor, class, role }
    }

    /// How the class shows itself to them.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        Viewer { user: self.actor.user, role: self.role }
    }

    /// Waits in the lobby with a tab that `node` holds.
    #[must_use]
    pub fn knock(&self, connection: ConnectionId, node: &str) -> SystemCommand {
        let (user, role, name) = (self.actor.user, self.role, self.actor.name.clone());
        SystemCommand::Lobby(lobby::SystemCommand::Knock {
            user,
            role,
            name,
            connection,
            node: node.to_owned(),
        })
    }

    /// Is there with a tab that `node` holds.
    #[must_use]
    pub fn join(&self, connection: ConnectionId, node: &str) -> SystemCommand {
        let (user, role, name) = (self.actor.user, self.role, self.actor.name.clone());
        SystemCommand::Participant(participant::SystemCommand::Join {
            user,
            role,
            name,
            connection,
            node: node.to_owned(),
        })
    }

    /// Whether policy lets them do it here, for pages that offer it. What is done asks [`Classroom::enter`].
    #[must_use]
    pub fn may(&self, action: policy::Action) -> bool {
        policy::can(&self.actor, action, &Resource::class(self.class.tenant, Some(self.role)))
    }
}

impl Classroom {
    /// The person's seat in a class of their tenant.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a class that isn't there, [`Refusal::NotEnrolled`] for one of a course that isn't theirs.
    pub async fn seat(&self, actor: &Actor, class: ClassKey) -> Result<Seat, Refusal> {
        if actor.tenant != class.tenant {
            return Err(Refusal::NotFound);
        }
        let enrolled = self.records.standing(class, actor.user).await?.ok_or(Refusal::NotFound)?;
        let role = policy::standing(actor, enrolled).ok_or(Refusal::NotEnrolled)?;
        Ok(Seat { actor: actor.clone(), class, role })
    }
}

impl Classroom {
    /// Does what a person asks for over their live channel, if they may. Answers when it is committed.
    ///
    /// # Errors
    /// As [`Classroom::submit`] and [`Submitted::answer`].
    #[tracing::instrument(level = "debug", skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn send(
        &self,
        class: &Class,
        seat: &Seat,
        id: CommandId,
        command: Command,
    ) -> Result<Sequence, Refusal> {
        self.submit(class, seat, id, command).await?.answer().await
    }

    /// As [`Classroom::send`], but returns as soon as the command has its place in the class's queue.
    ///
    /// # Errors
    /// As [`Classroom::enter`] for who may not; [`Refusal::Paused`] while the log can't be written.
    #[tracing::instrument(level = "debug", skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn submit(
        &self,
        class: &Class,
        seat: &Seat,
        id: CommandId,
        command: Command,
    ) -> Result<Submitted, Refusal> {
        // Nothing is refused by what may not be the last word.
        if class.is_paused() {
            return Err(Refusal::Paused);
        }
        let permitted = match class.permit(seat, command.clone()) {
            Ok(permitted) => permitted,
            // What was taken stays taken, though its sender may say nothing any more.
            Err(refusal) => return class.repeated(seat, id, command, refusal).await,
        };
        match self.pseudonymise(class, id, permitted).await {
            Ok(LogIdentity::Person(permitted)) => class.submit(id, permitted).await,
            Ok(LogIdentity::Ballot(name, cast)) => class.submit_system(name, None, cast).await,
            Err(refusal @ Refusal::Rejected(_)) => class.repeated(seat, id, command, refusal).await,
            Err(refusal) => Err(refusal),
        }
    }
}
