//! Proof that somebody may do what they ask for: policy was asked, and they are let in. Values of these types are made in this
//! file alone, and what writes takes one: a use case that forgets to ask doesn't compile.

use std::sync::Arc;

use domain::command::{AnyCommand, ByPerson};
use domain::ids::{CourseId, TenantId, UserId};
use domain::policy::{Action, Resource, can};
use domain::role::Actor;
use domain::{Asking, Rejection, chat, session};

use crate::Classroom;
use crate::class::Class;
use crate::command::Seat;
use crate::ports::event_log::ClassKey;
use crate::refusal::Refusal;

/// Somebody may do one kind of thing in their tenant: in a class, in a course, or with what is theirs alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    tenant: TenantId,
    user: UserId,
    scope: PermitScope,
}

/// Where they may do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitScope {
    /// In this class.
    Class(ClassKey),
    /// In this course.
    Course(CourseId),
    /// With what is theirs.
    Own,
}

impl Permit {
    /// The tenant it holds in.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Who may.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.user
    }

    /// Where.
    #[must_use]
    pub fn scope(&self) -> PermitScope {
        self.scope
    }

    /// What is somebody's own, whoever they are: being signed in is enough.
    #[must_use]
    pub(crate) fn own(actor: &Actor) -> Self {
        Self { tenant: actor.tenant, user: actor.user, scope: PermitScope::Own }
    }

    /// One that a test makes up.
    #[cfg(feature = "assumed")]
    #[must_use]
    pub fn assumed(tenant: TenantId, user: UserId, scope: PermitScope) -> Self {
        Self { tenant, user, scope }
    }
}

/// A command that somebody may say to one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permitted {
    pub(crate) class: ClassKey,
    pub(crate) asking: Asking,
    pub(crate) command: AnyCommand,
}

impl Permitted {
    /// One that a test makes up.
    #[cfg(feature = "assumed")]
    #[must_use]
    pub fn assumed(class: ClassKey, asking: Asking, command: AnyCommand) -> Self {
        Self { class, asking, command }
    }
}

impl Class {
    /// Passes who isn't kept out and may do it.
    ///
    /// # Errors
    /// [`Rejection::Banned`], [`Rejection::Waiting`] and their like for who is kept out; [`Rejection::NotAllowed`] by policy.
    fn may(&self, seat: &Seat, action: Action, owner: Option<UserId>) -> Result<(), Refusal> {
        if seat.class != self.key() {
            return Err(Refusal::NotFound);
        }
        let (actor, user) = (&seat.actor, seat.actor.user);
        self.read(|view| {
            let standing = view.core.standing(user, seat.role);
            view.core.must_be_open_to(user, standing)?;
            let resource = Resource { tenant: seat.class.tenant, standing: Some(standing), owner };
            if can(actor, action, &resource) { Ok(()) } else { Err(Rejection::NotAllowed.into()) }
        })
    }

    /// The command, where somebody may say it here.
    ///
    /// # Errors
    /// As [`Classroom::enter`].
    pub(crate) fn permit(&self, seat: &Seat, command: impl ByPerson) -> Result<Permitted, Refusal> {
        let action = command.action();
        let command: AnyCommand = command.into();
        let owner = match &command {
            AnyCommand::Socket(domain::Command::Chat(chat::Command::Remove { message })) => {
                self.read(|view| view.chat.message(*message).map(|message| message.author))
            }
            AnyCommand::Socket(_) | AnyCommand::UseCase(_) | AnyCommand::System(_) => None,
        };
        self.may(seat, action, owner)?;
        let asking = Asking::person(seat.actor.user, seat.role);
        Ok(Permitted { class: seat.class, asking, command })
    }
}

impl Classroom {
    /// Opens the class for somebody who may do this in it and is let in: to read, or to write beside its log.
    ///
    /// # Errors
    /// [`Rejection::Banned`], [`Rejection::Waiting`] and their like for who is kept out; [`Rejection::NotAllowed`] by policy;
    /// [`Refusal::Paused`] while the log can't be read.
    pub async fn enter(&self, seat: &Seat, action: Action) -> Result<(Arc<Class>, Permit), Refusal> {
        let class = self.classes.open(seat.class).await?;
        class.may(seat, action, None)?;
        let scope = PermitScope::Class(seat.class);
        Ok((class, Permit { tenant: seat.class.tenant, user: seat.actor.user, scope }))
    }

    /// Whether somebody may do all of this in a course.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a course that isn't theirs, [`Rejection::NotAllowed`] by policy.
    pub(crate) async fn permit_in_course(
        &self,
        actor: &Actor,
        course: CourseId,
        actions: &[Action],
    ) -> Result<Permit, Refusal> {
        let standing = self.records.enrollment(actor.tenant, course, actor.user).await?;
        let resource = Resource::class(actor.tenant, standing);
        if !can(actor, Action::SeeCourse, &resource) {
            return Err(Refusal::NotFound);
        }
        if !actions.iter().all(|action| can(actor, *action, &resource)) {
            return Err(Rejection::NotAllowed.into());
        }
        Ok(Permit { tenant: actor.tenant, user: actor.user, scope: PermitScope::Course(course) })
    }

    /// The command that puts a new class on a course's calendar: nobody is kept out of a class that isn't there yet.
    ///
    /// # Errors
    /// [`Rejection::NotAllowed`] for another course than the one they may do it in.
    pub(crate) fn permit_new(
        permit: &Permit,
        class: ClassKey,
        schedule: domain::session::Schedule,
        lobby: bool,
        continues: bool,
    ) -> Result<Permitted, Refusal> {
        if permit.scope != PermitScope::Course(schedule.course) || permit.tenant != class.tenant {
            return Err(Rejection::NotAllowed.into());
        }
        let command =
            domain::UseCaseCommand::Session(session::UseCaseCommand::Schedule { schedule, lobby, continues })
                .into();
        Ok(Permitted { class, asking: Asking::from(Some(permit.user)), command })
    }
}
