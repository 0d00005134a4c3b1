//! Who asks for something in a class.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::ids::UserId;
use crate::permission::Permission;
use crate::rejection::Rejection;
use crate::role::Role;

/// Who asks. A rule that depends on it ("one's own message", "staff only") takes it from here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Asking {
    /// The person; `None` for the system, which may do everything.
    pub actor: Option<UserId>,
    /// What their seat says they are. Counts only for those who never joined: for the others the log says it.
    pub role: Option<Role>,
}

impl Asking {
    /// The system: a timer, the recorder, a webhook.
    pub const SYSTEM: Self = Self { actor: None, role: None };

    /// Somebody whose seat says that they are `role`.
    #[must_use]
    pub fn person(user: UserId, role: Role) -> Self {
        Self { actor: Some(user), role: Some(role) }
    }

    /// The person who asks.
    ///
    /// # Errors
    /// [`Rejection::NotAllowed`] for the system: what needs a name can't be done without one.
    pub fn user(self) -> Result<UserId, Rejection> {
        self.actor.ok_or(Rejection::NotAllowed)
    }

    /// Whether it is this person who asks.
    #[must_use]
    pub fn is(self, user: UserId) -> bool {
        self.actor == Some(user)
    }

    /// What they count as in the class. Who is unknown counts least.
    #[must_use]
    pub fn role(self, class: &Core) -> Option<Role> {
        let user = self.actor?;
        let joined = class.people.get(&user).map(|person| person.role);
        Some(class.standing(user, joined.or(self.role).unwrap_or(Role::Student)))
    }

    /// Whether they run the class. The system does.
    #[must_use]
    pub fn is_staff(self, class: &Core) -> bool {
        self.role(class).is_none_or(Role::is_staff)
    }

    /// Passes who is let in to a class that is being taught.
    ///
    /// # Errors
    /// [`Rejection::NotLive`] and [`Rejection::ClassOver`] outside its time, [`Rejection::Waiting`] and its like for those
    /// who are kept out.
    pub fn must_be_inside(self, class: &Core) -> Result<(), Rejection> {
        class.must_be_live()?;
        match (self.actor, self.role(class)) {
            (Some(user), Some(role)) => class.must_be_let_in(user, role),
            (Some(_) | None, None) | (None, Some(_)) => Ok(()),
        }
    }

    /// Passes the system, and who is not kept out of the class at the moment.
    ///
    /// # Errors
    /// As [`Core::must_be_open_to`].
    pub fn must_not_be_kept_out(self, class: &Core) -> Result<(), Rejection> {
        match (self.actor, self.role(class)) {
            (Some(user), Some(role)) => class.must_be_open_to(user, role),
            (Some(_) | None, None) | (None, Some(_)) => Ok(()),
        }
    }

    /// Passes who is inside and has the permission.
    ///
    /// # Errors
    /// As [`Asking::must_be_inside`], and [`Rejection::NotPermitted`].
    pub fn must_be_permitted(self, class: &Core, permission: Permission) -> Result<(), Rejection> {
        self.must_be_inside(class)?;
        self.must_have(class, permission)
    }

    /// Passes who has the permission, whether or not the class is being taught.
    ///
    /// # Errors
    /// [`Rejection::NotPermitted`].
    pub fn must_have(self, class: &Core, permission: Permission) -> Result<(), Rejection> {
        match (self.actor, self.role(class)) {
            (Some(user), Some(role)) if !class.permits(user, role, permission) => {
                Err(Rejection::NotPermitted { permission })
            }
            (Some(_) | None, None | Some(_)) => Ok(()),
        }
    }
}

impl From<Option<UserId>> for Asking {
    /// Somebody whose role the log knows, or nobody.
    fn from(actor: Option<UserId>) -> Self {
        Self { actor, role: None }
    }
}
