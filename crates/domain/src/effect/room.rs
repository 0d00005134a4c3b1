//! The class's room held against the class: who may be there, and what they may send.

use crate::core::Core;
use crate::ids::{Offset, UserId};
use crate::media::Source;
use crate::participant::RECONNECTING_MS;
use crate::permission::Permission;
use crate::role::Role;

/// Somebody whom the media server has in the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// Who.
    pub user: UserId,
    /// What they may send there, in the order of [`Source::ALL`].
    pub sources: Vec<Source>,
}

/// What is to be set right in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// Somebody is there who may not be.
    SendOut(UserId),
    /// Somebody may send something else than the media server thinks.
    Allow(UserId, Vec<Source>),
}

/// What came of a look at a room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// What is to be set right.
    pub corrections: Vec<Correction>,
    /// Somebody is there whose tab is gone, for so short that it may come back.
    pub look_again: bool,
}

/// Whether somebody may be in a live class's room, as far as their tabs say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A tab of theirs is open in the class.
    Open,
    /// The last one went a moment ago, and may come back.
    Lost,
    /// There is none.
    Gone,
}

/// Holds those in a live class's room against the class at `now`. Whoever has no open tab in the class may not be in its room;
/// who had one a moment ago is given the time to come back.
#[must_use]
pub fn review(class: &Core, now: Offset, inside: &[Inside]) -> Review {
    let mut review = Review::default();
    for Inside { user, sources } in inside {
        match (class.way_in(*user, now), class.people.get(user)) {
            (Way::Open, Some(person)) => {
                let may = class.may_send(*user, person.role);
                if may != *sources {
                    review.corrections.push(Correction::Allow(*user, may));
                }
            }
            (Way::Lost, _) => review.look_again = true,
            (Way::Open | Way::Gone, _) => review.corrections.push(Correction::SendOut(*user)),
        }
    }
    review
}

/// What a student must be permitted to send it.
pub(super) fn needed(source: Source) -> Permission {
    match source {
        Source::Microphone => Permission::Microphone,
        Source::Camera | Source::Document => Permission::Camera,
        Source::Screen | Source::ScreenAudio => Permission::Screen,
    }
}

impl Core {
    /// Whether somebody has a way into the live class's room at `now`. Who was sent out has none.
    #[must_use]
    pub fn way_in(&self, user: UserId, now: Offset) -> Way {
        match self.people.get(&user) {
            Some(person) if person.is_here() => Way::Open,
            Some(person)
                if !self.lobby.out.contains_key(&user) && now.0 - person.since.0 < RECONNECTING_MS =>
            {
                Way::Lost
            }
            Some(_) | None => Way::Gone,
        }
    }

    /// What somebody who came as `role` may send into the room, in the order of [`Source::ALL`]. Admins look on.
    #[must_use]
    pub fn may_send(&self, user: UserId, role: Role) -> Vec<Source> {
        let role = self.standing(user, role);
        let may = |source: &Source| role != Role::Admin && self.permits(user, role, needed(*source));
        Source::ALL.into_iter().filter(may).collect()
    }

    /// Whether somebody was sent out of the class and not let back since.
    #[must_use]
    pub fn is_sent_out(&self, user: UserId) -> bool {
        self.lobby.out.contains_key(&user) && !self.is_here(user)
    }
}
