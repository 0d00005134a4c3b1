//! Who is in the list of people, in what order, and what one may do about each.

use domain::ClassView;
use domain::ids::UserId;
use domain::lobby::Out;
use domain::role::{Role, Viewer};
use domain::text::trimmed;

use crate::room::name_in;

/// One person in the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Person {
    pub user: UserId,
    pub name: String,
    pub role: Role,
    pub own: bool,
    here: bool,
}

/// Those who run the class first, then by name; those who are gone after all who are here.
pub(super) fn people(view: &ClassView, viewer: Viewer) -> Vec<Person> {
    let mut people: Vec<Person> = view
        .core
        .people
        .values()
        .map(|person| Person {
            user: person.user,
            name: name_in(view, person.user),
            role: person.role,
            here: person.is_here(),
            own: person.user == viewer.user,
        })
        .collect();
    people.sort_by_cached_key(|person| (!person.here, person.role, person.name.to_lowercase()));
    people
}

/// Those whose name has every word of what is searched for somewhere in it, in the same order.
pub(super) fn found(people: &[Person], query: &str) -> Vec<Person> {
    let query = trimmed(query).to_lowercase();
    let fits = |person: &&Person| {
        let name = person.name.to_lowercase();
        query.split_whitespace().all(|word| name.contains(word))
    };
    people.iter().filter(fits).cloned().collect()
}

/// What the viewer may do about somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct May {
    /// Write to them alone.
    pub write: bool,
    /// Show them large, take their hand down.
    pub guide: bool,
    /// Say what they in person may do.
    pub permit: bool,
    /// Turn their microphone off, send them out.
    pub moderate: bool,
    /// Let them back in.
    pub let_back: bool,
}

impl May {
    pub fn anything(self) -> bool {
        self != Self::default()
    }
}

/// As `domain::participant` has it: staff act on students, and on each other only teachers and admins. `writes`: the class
/// allows the viewer to write to them.
pub(super) fn may(view: &ClassView, viewer: Viewer, user: UserId, writes: bool) -> May {
    let Some(person) = view.core.people.get(&user).filter(|person| person.user != viewer.user) else {
        return May::default();
    };
    let student = person.role == Role::Student;
    let above = match view.core.standing(viewer.user, viewer.role) {
        Role::Admin | Role::Teacher => true,
        Role::Assistant => student,
        Role::Student => false,
    };
    let staff = viewer.role.is_staff();
    let banned = view.core.lobby.out.get(&user) == Some(&Out::Banned);
    May {
        write: writes && person.is_here(),
        guide: staff && person.is_here(),
        permit: staff && student && !banned,
        moderate: above && !banned,
        let_back: staff && banned,
    }
}

#[cfg(test)]
mod tests {
    use domain::sorted::SortedMap;

    use domain::ids::{ConnectionId, Offset};
    use domain::participant::Participant;
    use uuid::Uuid;

    use super::*;

    fn id(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn class() -> ClassView {
        let mut view = ClassView::default();
        let list = [
            (1, "bea", Role::Student, true),
            (2, "Ada", Role::Student, true),
            (3, "Zoe", Role::Teacher, true),
            (4, "Abe", Role::Assistant, false),
        ];
        for (n, name, role, here) in list {
            let mut person = Participant::new(id(n), role, name.into(), Offset(0));
            let tab = here.then(|| (ConnectionId(Uuid::from_u128(n)), String::new()));
            person.connections = tab.into_iter().collect::<SortedMap<_, _>>();
            view.core.people.insert(id(n), person.into());
        }
        view
    }

    #[test]
    fn staff_come_first_and_those_who_left_last() {
        let viewer = Viewer { user: id(1), role: Role::Student };
        let names: Vec<_> = people(&class(), viewer).into_iter().map(|person| person.name).collect();
        assert_eq!(names, ["Zoe", "Ada", "bea", "Abe"]);
    }

    #[test]
    fn a_search_finds_the_words_of_a_name_in_any_order() {
        let all = people(&class(), Viewer { user: id(1), role: Role::Student });
        let names = |query| found(&all, query).into_iter().map(|person| person.name).collect::<Vec<_>>();
        assert_eq!(names(" E "), ["Zoe", "bea", "Abe"]);
        assert_eq!(names("A b"), ["bea", "Abe"]);
        assert_eq!(names(""), ["Zoe", "Ada", "bea", "Abe"]);
        assert!(names("zoe ada").is_empty());
    }

    #[test]
    fn staff_moderate_students_and_teachers_everybody_but_themselves() {
        let view = class();
        let moderates =
            |viewer, role, user| may(&view, Viewer { user: id(viewer), role }, id(user), false).moderate;
        assert!(moderates(4, Role::Assistant, 1));
        assert!(!moderates(4, Role::Assistant, 3));
        assert!(moderates(3, Role::Teacher, 4));
        assert!(!moderates(3, Role::Teacher, 3));
        assert!(!may(&view, Viewer { user: id(1), role: Role::Student }, id(2), false).anything());
        let talks = may(&view, Viewer { user: id(1), role: Role::Student }, id(2), true);
        assert_eq!(talks, May { write: true, ..May::default() });
    }

    #[test]
    fn who_is_banned_can_only_be_let_back() {
        let mut view = class();
        view.core.people.get_mut(&id(2)).unwrap().connections.clear();
        view.core.lobby.out.insert(id(2), Out::Banned);
        let teacher = Viewer { user: id(3), role: Role::Teacher };
        assert_eq!(may(&view, teacher, id(2), true), May { let_back: true, ..May::default() });
    }
}
