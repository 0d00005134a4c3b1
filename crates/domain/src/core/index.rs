//! Where people stand in a class, so that one tab doesn't look at all of them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::core::Core;
use crate::ids::{ConnectionId, UserId};
use crate::names;

/// It says nothing that the class doesn't, so classes are equal with and without it. One that came as a snapshot has none
/// until the first event. Copies share it until one of them follows an event.
#[derive(Debug, Clone, Default)]
pub(super) struct Index(Option<Arc<IndexMaps>>);

#[derive(Debug, Clone, Default)]
struct IndexMaps {
    tabs: HashMap<ConnectionId, UserId>,
    /// Who is called alike.
    called: HashMap<UserId, u64>,
}

impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Index {}

impl IndexMaps {
    fn of(core: &Core) -> Self {
        let tabs = core
            .people
            .values()
            .flat_map(|person| person.connections.keys().map(|connection| (*connection, person.user)));
        let called =
            core.people.values().filter_map(|person| Some((person.user, names::key(person.name.text())?)));
        Self { tabs: tabs.collect(), called: called.collect() }
    }
}

impl Core {
    /// Makes the index where there is none.
    pub(crate) fn index(&mut self) {
        if self.index.0.is_none() {
            self.index.0 = Some(Arc::new(IndexMaps::of(self)));
        }
    }

    pub(super) fn forget_index(&mut self) {
        self.index = Index::default();
    }

    /// Whose tab it is, if it is open.
    #[must_use]
    pub fn holder(&self, connection: ConnectionId) -> Option<UserId> {
        match &self.index.0 {
            Some(places) => places.tabs.get(&connection).copied(),
            None => {
                let mut people = self.people.values();
                people.find(|person| person.connections.contains_key(&connection)).map(|person| person.user)
            }
        }
    }

    pub(super) fn open_tab(&mut self, connection: ConnectionId, user: UserId) {
        if let Some(places) = &mut self.index.0 {
            Arc::make_mut(places).tabs.insert(connection, user);
        }
    }

    pub(super) fn close_tab(&mut self, connection: ConnectionId) {
        if let Some(places) = &mut self.index.0 {
            Arc::make_mut(places).tabs.remove(&connection);
        }
    }

    /// The number by which somebody who comes is told apart from those of the same name.
    pub(super) fn namesakes(&mut self, user: UserId, name: &str) -> u16 {
        self.index();
        let (Some(places), key) = (&mut self.index.0, names::key(name)) else { return 0 };
        let Some(key) = key else {
            Arc::make_mut(places).called.remove(&user);
            return 0;
        };
        let same = places.called.iter().filter(|(other, known)| **known == key && **other != user);
        let taken: Vec<u16> =
            same.filter_map(|(other, _)| self.people.get(other)).map(|person| person.namesakes).collect();
        Arc::make_mut(places).called.insert(user, key);
        names::free(&taken)
    }

    /// Whether nobody has the class open.
    pub(super) fn nobody_here(&self) -> bool {
        match &self.index.0 {
            Some(places) => places.tabs.is_empty(),
            None => !self.people.values().any(|person| person.is_here()),
        }
    }
}
