//! A command from a person: who asks, which class, what happens.

use domain::Asking;
use domain::command::Command;
use domain::ids::{CommandId, ConnectionId, Sequence};
use domain::policy::{self, Resource};
use domain::role::{Actor, Role, Viewer};

use crate::Classroom;
use crate::class::{Class, Submitted};
use crate::ports::event_log::ClassKey;
use crate::refusal::Refusal;

/// A person's place in a class: what the door checked once, so that each command needn't ask the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The person.
    pub actor: Actor,
    /// The class.
    pub class: ClassKey,
    /// What they are in it.
    pub role: Role,
}

impl Seat {
    /// How the class shows itself to them.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        Viewer { user: self.actor.user, role: self.role }
    }

    /// Waits at the door with a tab that `node` holds.
    #[must_use]
    pub fn knock(&self, connection: ConnectionId, node: &str) -> Command {
        let (user, role, name) = (self.actor.user, self.role, self.actor.name.clone());
        Command::Knock { user, role, name, connection, node: node.to_owned() }
    }

    /// Is there with a tab that `node` holds.
    #[must_use]
    pub fn join(&self, connection: ConnectionId, node: &str) -> Command {
        let (user, role, name) = (self.actor.user, self.role, self.actor.name.clone());
        Command::Join { user, role, name, connection, node: node.to_owned() }
    }

    /// Whether they may do it here.
    #[must_use]
    pub fn may(&self, action: policy::Action) -> bool {
        policy::can(&self.actor, action, &Resource::class(self.class.tenant, Some(self.role)))
    }
}

impl Classroom {
    /// The person's seat in a class of their tenant.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a class that isn't there or that they don't belong to: the two look the same.
    pub async fn seat(&self, actor: &Actor, class: ClassKey) -> Result<Seat, Refusal> {
        if actor.tenant != class.tenant {
            return Err(Refusal::NotFound);
        }
        let enrolled = self.records.standing(class, actor.user).await?.ok_or(Refusal::NotFound)?;
        let role = policy::standing(actor, enrolled).ok_or(Refusal::NotFound)?;
        Ok(Seat { actor: actor.clone(), class, role })
    }
}

impl Classroom {
    /// Does what a person asks for, if they may. Answers when it is committed.
    ///
    /// # Errors
    /// As [`Classroom::submit`] and [`Class::write`].
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
    /// [`domain::Rejection::NotAllowed`] by policy or for what only the server itself may wish; [`Refusal::Paused`] while
    /// the log can't be written.
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
        let not_allowed = Refusal::Rejected(domain::Rejection::NotAllowed);
        let Some(action) = command.action() else {
            return Err(not_allowed);
        };
        let mut resource = Resource::class(seat.class.tenant, None);
        class.read(|view| {
            resource.standing = Some(view.standing(seat.actor.user, seat.role));
            if let Command::RemoveChat { message } = &command {
                resource.owner = view.message(*message).map(|message| message.author);
            }
        });
        if !policy::can(&seat.actor, action, &resource) {
            return Err(not_allowed);
        }
        let asking = Asking::person(seat.actor.user, seat.role);
        let (asking, id, command) = self.unnamed(class, asking, id, command).await?;
        class.submit(id, asking, command).await
    }
}
