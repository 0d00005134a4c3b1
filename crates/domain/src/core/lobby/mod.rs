//! The lobby: who waits to be let in, and who is kept out.

mod admit;
mod command;
mod fact;
mod fold;
mod knock;
mod turn_away;

pub use admit::{admit, admit_all};
pub use command::{Command, SystemCommand};
pub use fact::Fact;
pub(crate) use fold::{fold, follow};
pub use knock::{knock, leave};
pub use turn_away::turn_away;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::ids::{ConnectionId, Offset, UserId};
use crate::rejection::Rejection;
use crate::role::{Role, Viewer};
use crate::session::Phase;
use crate::sorted::{SortedMap, SortedSet};
use crate::words::Words;

/// What a page's command makes happen.
///
/// # Errors
/// As the functions beside this one.
pub fn decide(class: &Core, command: &Command) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::Admit { user } => admit(class, *user),
        Command::AdmitAll => Ok(admit_all(class)),
        Command::TurnAway { user } => turn_away(class, *user),
    }
}

/// What the server's command makes happen.
///
/// # Errors
/// As [`knock`].
pub fn decide_system(class: &Core, command: &SystemCommand) -> Result<Vec<Fact>, Rejection> {
    knock(class, command)
}

/// Somebody who waits to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Waiting {
    /// Their name.
    pub name: Words,
    /// Since when.
    pub since: Offset,
    /// Their open tabs, each with the server that holds it.
    pub connections: SortedMap<ConnectionId, String>,
}

/// Why somebody is outside who was inside or wanted to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Out {
    /// Sent out; they may come back, through the lobby if there is one.
    Removed,
    /// Not let in.
    TurnedAway,
    /// Sent out for good.
    Banned,
}

/// Who may come in, who waits, and who is kept out. Staff see all of it, students what is about themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Lobby {
    /// Those who wait.
    pub waiting: SortedMap<UserId, Waiting>,
    /// Those who were let in, whether or not they are here.
    pub admitted: SortedSet<UserId>,
    /// Those who were sent out or not let in.
    pub out: SortedMap<UserId, Out>,
    /// What those are called who were not let in: nothing else in the class knows them.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub turned_away: SortedMap<UserId, Words>,
}

impl Lobby {
    /// Those who wait, in the order they came.
    #[must_use]
    pub fn queue(&self) -> Vec<(UserId, &Waiting)> {
        let mut queue: Vec<_> = self.waiting.iter().map(|(user, waiting)| (*user, waiting)).collect();
        queue.sort_by_key(|(_, waiting)| waiting.since);
        queue
    }

    /// Whether a tab waits.
    #[must_use]
    pub fn holds(&self, connection: ConnectionId) -> bool {
        self.waiting.values().any(|waiting| waiting.connections.contains_key(&connection))
    }

    /// What is about one person.
    pub(crate) fn only(&self, user: UserId) -> Self {
        let waiting = self.waiting.get(&user).map(|waiting| (user, waiting.clone()));
        Self {
            waiting: waiting.into_iter().collect(),
            admitted: self.admitted.contains(&user).then_some(user).into_iter().collect(),
            out: self.out.get(&user).map(|out| (user, *out)).into_iter().collect(),
            turned_away: self.turned_away.get(&user).map(|name| (user, name.clone())).into_iter().collect(),
        }
    }
}

impl Core {
    /// Whether somebody sees the class, and not only its entry. Before it begins and after it ended everybody does who
    /// isn't kept out for good.
    #[must_use]
    pub fn lets_in(&self, viewer: &Viewer) -> bool {
        let role = self.standing(viewer.user, viewer.role);
        self.must_be_open_to(viewer.user, role).is_ok()
    }

    /// Passes who is not kept out at the moment: the banned always are, and while the class is taught those who wait or were
    /// not let in. Before it begins and after it ended the others may do what they may do.
    ///
    /// # Errors
    /// As [`Core::must_be_let_in`].
    pub fn must_be_open_to(&self, user: UserId, role: Role) -> Result<(), Rejection> {
        match self.must_be_let_in(user, role) {
            Err(kept_out) if kept_out == Rejection::Banned || self.phase.is_live() => Err(kept_out),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Whether somebody has to ask to be let in, in a class or before it.
    #[must_use]
    pub fn must_knock(&self, viewer: &Viewer) -> bool {
        let role = self.standing(viewer.user, viewer.role);
        let is_to_come = self.phase == Phase::Scheduled || self.phase.is_live();
        is_to_come && self.must_be_let_in(viewer.user, role) == Err(Rejection::Waiting)
    }

    /// Passes who may be in the class as `role`: staff unless they are banned; with a lobby, students who were let in or
    /// were inside before there was one.
    ///
    /// # Errors
    /// [`Rejection::Banned`]; [`Rejection::TurnedAway`] and [`Rejection::Waiting`] while there is a lobby.
    pub fn must_be_let_in(&self, user: UserId, role: Role) -> Result<(), Rejection> {
        let out = self.lobby.out.get(&user);
        if out == Some(&Out::Banned) {
            return Err(Rejection::Banned);
        }
        if !self.settings.lobby || role.is_staff() || self.lobby.admitted.contains(&user) {
            return Ok(());
        }
        match out {
            Some(Out::TurnedAway) => Err(Rejection::TurnedAway),
            None if self.people.contains_key(&user) => Ok(()),
            None | Some(Out::Removed | Out::Banned) => Err(Rejection::Waiting),
        }
    }
}
