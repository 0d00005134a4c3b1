//! Who was there, from when to when: from the log, so that reconnections and several tabs count right.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Fact};
use crate::ids::{ConnectionId, Offset, UserId};
use crate::role::Role;
use crate::words::Words;
use crate::{names, participant, session};

/// When one person was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Attendance {
    /// Who.
    pub user: UserId,
    /// As what, at last.
    pub role: Role,
    /// Their name, as it was at last.
    pub name: Words,
    /// What tells them apart from others of the same name, as the class itself numbered them. The first has 0.
    #[serde(default)]
    pub namesakes: u16,
    /// When they came and went; `None` while they are there. Two tabs at once are one stay.
    pub stays: Vec<(Offset, Option<Offset>)>,
    /// How long they were there altogether, in ms.
    pub present_ms: i64,
}

impl Attendance {
    /// What they are called where others read it, as in the class: see [`crate::Core::called`].
    #[must_use]
    pub fn called(&self) -> String {
        names::numbered(names::shown(self.name.text()), self.namesakes)
    }

    /// When they first came.
    #[must_use]
    pub fn came(&self) -> Option<Offset> {
        self.stays.first().map(|(came, _)| *came)
    }

    /// When they left for the last time; `None` while they are there.
    #[must_use]
    pub fn left(&self) -> Option<Offset> {
        self.stays.last().and_then(|(_, gone)| *gone)
    }

    /// Whole minutes they were there.
    #[must_use]
    pub fn minutes(&self) -> i64 {
        minutes(self.present_ms)
    }
}

/// Whole minutes of so many milliseconds, as schools count: the nearest.
#[must_use]
pub fn minutes(ms: i64) -> i64 {
    (ms + 30_000) / 60_000
}

/// Who was there, from a class's log in order up to `until` (its length, or now). Staff first, then by name.
#[must_use]
pub fn attendance<'a>(log: impl IntoIterator<Item = &'a Event>, until: Offset) -> Vec<Attendance> {
    let mut people: BTreeMap<UserId, Attendance> = BTreeMap::new();
    let mut tabs: BTreeMap<UserId, BTreeSet<ConnectionId>> = BTreeMap::new();
    let mut names = Names::default();
    let mut over = None;
    for event in log {
        match &event.fact {
            Fact::Participant(participant::Fact::Joined { user, role, name, connection, .. }) => {
                let number = match people.get(user).filter(|known| known.name == *name) {
                    Some(known) => known.namesakes,
                    None => names.number(&people, *user, name.text()),
                };
                let person = people.entry(*user).or_insert_with(|| Attendance {
                    user: *user,
                    role: *role,
                    name: name.clone(),
                    namesakes: number,
                    stays: Vec::new(),
                    present_ms: 0,
                });
                person.role = *role;
                person.name = name.clone();
                person.namesakes = number;
                let open = tabs.entry(*user).or_default();
                if open.is_empty() {
                    person.stays.push((event.offset, None));
                }
                open.insert(*connection);
            }
            Fact::Participant(participant::Fact::Left { user, connection, .. }) => {
                let open = tabs.entry(*user).or_default();
                if open.remove(connection)
                    && open.is_empty()
                    && let Some((_, gone)) = people.get_mut(user).and_then(|person| person.stays.last_mut())
                {
                    *gone = Some(event.offset.min(over.unwrap_or(event.offset)));
                }
            }
            Fact::Session(session::Fact::Ended { .. }) => over = Some(event.offset),
            _ => {}
        }
    }
    let mut list: Vec<Attendance> = people.into_values().collect();
    for person in &mut list {
        // Who stayed to the end left with it.
        for (_, gone) in person.stays.iter_mut().filter(|(_, gone)| gone.is_none()) {
            *gone = over;
        }
        let stays = person.stays.iter().map(|(came, gone)| gone.unwrap_or(until).0 - came.0);
        person.present_ms = stays.map(|ms| ms.max(0)).sum();
    }
    list.sort_by_key(|person| {
        (!person.role.is_staff(), person.name.text().to_lowercase(), person.namesakes, person.user)
    });
    list
}

/// What those are called who didn't come, each told apart from all others of the same name.
#[must_use]
pub fn called_too<'a>(came: &[Attendance], missing: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken: HashMap<u64, Vec<u16>> = HashMap::new();
    for person in came {
        let key = names::key(person.name.text());
        key.into_iter().for_each(|key| taken.entry(key).or_default().push(person.namesakes));
    }
    let called = missing.into_iter().map(|name| {
        let number = names::key(name).map_or(0, |key| {
            let taken = taken.entry(key).or_default();
            let number = names::free(taken);
            taken.push(number);
            number
        });
        names::numbered(names::shown(name), number)
    });
    called.collect()
}

/// The names that several of these people have.
#[must_use]
pub fn shared<'a>(all: impl IntoIterator<Item = &'a str>) -> BTreeSet<u64> {
    let mut seen = BTreeSet::new();
    all.into_iter().filter_map(names::key).filter(|key| !seen.insert(*key)).collect()
}

/// Who is called alike.
#[derive(Default)]
struct Names(HashMap<UserId, u64>);

impl Names {
    fn number(&mut self, people: &BTreeMap<UserId, Attendance>, user: UserId, name: &str) -> u16 {
        let Some(key) = names::key(name) else {
            self.0.remove(&user);
            return 0;
        };
        let same = self.0.iter().filter(|(other, known)| **known == key && **other != user);
        let taken: Vec<u16> =
            same.filter_map(|(other, _)| people.get(other)).map(|person| person.namesakes).collect();
        self.0.insert(user, key);
        names::free(&taken)
    }
}

#[cfg(test)]
mod tests {
    use super::attendance;
    use crate::command::UseCaseCommand;
    use crate::ids::Offset;
    use crate::role::Role;
    use crate::session;
    use crate::testing::{Class, STUDENT, TEACHER, user};

    #[test]
    fn several_tabs_are_one_stay_and_reconnections_are_not_counted_twice() {
        let mut class = Class::live();
        class.pass_ms(60_000);
        class.join_tab(STUDENT, Role::Student, 500).unwrap();
        class.pass_ms(60_000);
        class.leave_tab(STUDENT);
        class.pass_ms(60_000);
        class.leave_tab(500);
        class.pass_ms(30_000);
        class.join(STUDENT, Role::Student).unwrap();
        class.pass_ms(90_000);
        let list = attendance(&class.log, class.view.core.offset(class.now));
        let student = list.iter().find(|person| person.user == user(STUDENT)).unwrap();
        let stays = [(Offset(0), Some(Offset(180_000))), (Offset(210_000), None)];
        assert_eq!((&student.stays[..], student.present_ms, student.minutes()), (&stays[..], 270_000, 5));
        assert_eq!((student.came(), student.left()), (Some(Offset(0)), None), "they are there");
        assert_eq!(list[0].user, user(TEACHER), "staff first");
    }

    #[test]
    fn the_end_of_the_class_ends_every_stay_however_late_the_tabs_close() {
        let mut class = Class::live();
        class.pass_ms(120_000);
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        class.pass_ms(600_000);
        class.leave(STUDENT);
        for person in attendance(&class.log, Offset(720_000)) {
            assert_eq!(person.stays, [(Offset(0), Some(Offset(120_000)))]);
            assert_eq!(person.minutes(), 2);
        }
    }
}
