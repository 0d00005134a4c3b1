//! How somebody's presence shows.

use crate::ids::Offset;
use crate::participant::Participant;

/// For how long somebody who came counts as joining while the media server doesn't have them, in ms: from then on they are
/// here without sound and picture.
pub const JOINING_MS: i64 = 10_000;
/// For how long somebody whose last tab is gone counts as reconnecting, in ms.
pub const RECONNECTING_MS: i64 = 20_000;

/// How somebody's presence shows. Only coming, going, stepping away and coming back are facts; the rest follows from them
/// and the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// The page is open; sound and picture are on their way.
    Joining,
    /// The page is open.
    Here,
    /// The page is open, but not looked at.
    Away,
    /// The page was open a moment ago.
    Reconnecting,
    /// The page isn't open.
    Left,
}

impl Participant {
    /// How their presence shows at `now`.
    #[must_use]
    pub fn presence(&self, now: Offset) -> Presence {
        let ms = now.0 - self.since.0;
        match (self.is_here(), self.away) {
            (true, true) => Presence::Away,
            (true, false) if !self.media && ms < JOINING_MS => Presence::Joining,
            (true, false) => Presence::Here,
            (false, _) if ms < RECONNECTING_MS => Presence::Reconnecting,
            (false, _) => Presence::Left,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{JOINING_MS, Presence, RECONNECTING_MS};
    use crate::command::{Command, SystemCommand};
    use crate::ids::Offset;
    use crate::participant;
    use crate::role::Role;
    use crate::testing::{Class, STUDENT, user};

    #[test]
    fn presence_follows_from_tabs_media_and_the_clock() {
        let mut class = Class::live();
        let seen = |class: &Class, ms| class.view.core.people[&user(STUDENT)].presence(Offset(ms));
        assert_eq!(seen(&class, 0), Presence::Joining);
        assert_eq!(seen(&class, JOINING_MS), Presence::Here);
        let stay = "PA_one".to_owned();
        class
            .system(SystemCommand::Participant(participant::SystemCommand::Media {
                user: user(STUDENT),
                connected: true,
                stay,
            }))
            .unwrap();
        assert_eq!(seen(&class, 1), Presence::Here);
        class.does(STUDENT, Command::Participant(participant::Command::StepAway));
        assert_eq!(seen(&class, 1), Presence::Away);
        class.leave(STUDENT);
        assert_eq!(seen(&class, RECONNECTING_MS - 1), Presence::Reconnecting);
        assert_eq!(seen(&class, RECONNECTING_MS), Presence::Left);
        class.join(STUDENT, Role::Student).unwrap();
        assert_eq!(seen(&class, 1), Presence::Here, "who comes back looks at it");
    }
}
