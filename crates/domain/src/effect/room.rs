//! The class's room held against the class: who may be there, and what they may send.

use crate::ids::{Offset, UserId};
use crate::participant::RECONNECTING_MS;
use crate::permission::Permission;
use crate::recording::Source;
use crate::role::Role;
use crate::view::ClassView;

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

/// Holds those in a live class's room against the class at `now`. Whoever has no open tab in the class may not be in its room;
/// who had one a moment ago is given the time to come back.
#[must_use]
pub fn review(class: &ClassView, now: Offset, inside: &[Inside]) -> Review {
    let mut review = Review::default();
    for Inside { user, sources } in inside {
        let person = class.people.get(user);
        match person {
            Some(person) if person.is_here() => {
                let may = class.may_send(*user, person.role);
                if may != *sources {
                    review.corrections.push(Correction::Allow(*user, may));
                }
            }
            Some(person)
                if !class.door.out.contains_key(user) && now.0 - person.since.0 < RECONNECTING_MS =>
            {
                review.look_again = true;
            }
            Some(_) | None => review.corrections.push(Correction::SendOut(*user)),
        }
    }
    review
}

/// What a student must be permitted to send it.
pub(super) fn needed(source: Source) -> Permission {
    match source {
        Source::Microphone => Permission::Microphone,
        Source::Camera => Permission::Camera,
        Source::Screen | Source::ScreenAudio => Permission::Screen,
    }
}

impl ClassView {
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
        self.door.out.contains_key(&user) && !self.is_here(user)
    }
}
