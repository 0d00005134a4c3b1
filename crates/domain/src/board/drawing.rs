//! What is drawn on a board: the fold of its changes. It is total and goes by the log's order alone, so whoever has folded the
//! same changes has the same drawing.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use crate::board::packed::{bytes_of, unpacked};
use crate::board::{Change, Fact, MOST_OBJECTS, Place, Shape};
use crate::ids::{CommandId, ObjectId, Sequence, UserId};

/// Removals that can be taken back, at most: older ones are for good.
pub const MOST_REMOVALS: usize = 64;
/// Objects in all of them together, at most.
const MOST_REMOVED: usize = MOST_OBJECTS as usize;

/// Something on a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its id.
    pub id: ObjectId,
    /// The page it is on, from 1 on.
    pub page: u16,
    /// Who drew it.
    pub author: Option<UserId>,
    /// Its place in the order: what was added later lies above.
    pub order: Sequence,
    /// Where it stands.
    pub place: Place,
    /// What it is, packed; empty once it was erased with who drew it. Copies share it.
    pub(super) packed: Arc<[u8]>,
}

impl Object {
    /// What it is; nothing once it was erased with who drew it.
    #[must_use]
    pub fn shape(&self) -> Option<Shape> {
        unpacked(&self.packed).ok()
    }
}

/// Where a change stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Its place.
    pub sequence: Sequence,
    /// The command that made it.
    pub command: CommandId,
    /// Who made it.
    pub actor: Option<UserId>,
}

/// Objects that were removed by one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Removal {
    pub command: CommandId,
    pub actor: Option<UserId>,
    pub objects: Vec<Object>,
}

/// What is drawn on a board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawing {
    pub(super) sequence: Sequence,
    pub(super) objects: BTreeMap<Sequence, Object>,
    pub(super) orders: HashMap<ObjectId, Sequence>,
    pub(super) on_pages: BTreeMap<u16, u32>,
    pub(super) removals: VecDeque<Removal>,
}

impl Drawing {
    /// How far the log was followed.
    #[must_use]
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// What the log holds up to there has been followed, whether or not it was about this board.
    pub fn followed(&mut self, through: Sequence) {
        self.sequence = self.sequence.max(through);
    }

    /// All objects, the lowest first.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.values()
    }

    /// An object, while it is there.
    #[must_use]
    pub fn get(&self, object: ObjectId) -> Option<&Object> {
        self.objects.get(self.orders.get(&object)?)
    }

    /// How many objects are on a page.
    #[must_use]
    pub fn count(&self, page: u16) -> u32 {
        self.on_pages.get(&page).copied().unwrap_or_default()
    }

    /// What a command of somebody's removed, where it can be taken back.
    pub(super) fn removed(&self, removal: CommandId, by: Option<UserId>) -> Option<&Removal> {
        self.removals.iter().find(|there| there.command == removal && there.actor == by)
    }

    /// Follows a fact of this board; what was followed before changes nothing. Says which objects it touched: each is there
    /// now as it is, or is gone.
    pub fn apply(&mut self, fact: &Fact, origin: Origin) -> Vec<ObjectId> {
        if origin.sequence <= self.sequence {
            return vec![];
        }
        self.sequence = origin.sequence;
        match fact {
            Fact::Created { .. } | Fact::PageAdded { .. } => vec![],
            Fact::Updated { change, drawn, .. } => self.change(change, drawn.text(), origin),
        }
    }

    fn change(&mut self, change: &Change, drawn: &str, origin: Origin) -> Vec<ObjectId> {
        match change {
            Change::Add { object, page } => {
                let added = Object {
                    id: *object,
                    page: *page,
                    author: origin.actor,
                    order: origin.sequence,
                    place: Place::default(),
                    packed: bytes_of(drawn).into(),
                };
                self.put(added)
            }
            Change::Redraw { object } => {
                self.touch([*object], |there, _| there.packed = bytes_of(drawn).into())
            }
            Change::Place { objects } => {
                let ids = objects.iter().map(|placed| placed.object);
                self.touch(ids, |there, at| there.place = objects[at].place)
            }
            Change::Remove { page, objects } => {
                let on_page = |id: &&ObjectId| self.get(**id).is_some_and(|object| object.page == *page);
                let there: Vec<ObjectId> = objects.iter().filter(on_page).copied().collect();
                self.remove(there, origin)
            }
            Change::Clear { page } => {
                let on_page = self.objects.values().filter(|object| object.page == *page);
                let there = on_page.map(|object| object.id).collect();
                self.remove(there, origin)
            }
            Change::Restore { removal } => {
                let Some(at) = self
                    .removals
                    .iter()
                    .position(|there| there.command == *removal && there.actor == origin.actor)
                else {
                    return vec![];
                };
                let restored = self.removals.remove(at).map(|removal| removal.objects).unwrap_or_default();
                restored.into_iter().flat_map(|object| self.put(object)).collect()
            }
        }
    }

    /// Puts an object in its place, where there is none of its id and room for it.
    fn put(&mut self, object: Object) -> Vec<ObjectId> {
        if self.count(object.page) >= MOST_OBJECTS || self.orders.contains_key(&object.id) {
            return vec![];
        }
        *self.on_pages.entry(object.page).or_default() += 1;
        let id = object.id;
        self.orders.insert(id, object.order);
        self.objects.insert(object.order, object);
        vec![id]
    }

    fn touch(
        &mut self,
        ids: impl IntoIterator<Item = ObjectId>,
        change: impl Fn(&mut Object, usize),
    ) -> Vec<ObjectId> {
        let mut touched = Vec::new();
        for (at, id) in ids.into_iter().enumerate() {
            if let Some(object) = self.orders.get(&id).and_then(|order| self.objects.get_mut(order)) {
                change(object, at);
                touched.push(id);
            }
        }
        touched
    }

    fn remove(&mut self, ids: Vec<ObjectId>, origin: Origin) -> Vec<ObjectId> {
        // An id that is named twice is there once.
        let taken: Vec<Object> = ids.iter().filter_map(|id| self.take(*id)).collect();
        if taken.is_empty() {
            return vec![];
        }
        self.removals.push_back(Removal { command: origin.command, actor: origin.actor, objects: taken });
        let mut held: usize = self.removals.iter().map(|removal| removal.objects.len()).sum();
        while self.removals.len() > MOST_REMOVALS || held > MOST_REMOVED {
            held -= self.removals.pop_front().map_or(held, |oldest| oldest.objects.len());
        }
        ids
    }

    fn take(&mut self, id: ObjectId) -> Option<Object> {
        let taken = self.objects.remove(&self.orders.remove(&id)?)?;
        if let Some(count) = self.on_pages.get_mut(&taken.page) {
            *count -= 1;
        }
        // A page that nothing is on counts as one that nothing was ever on.
        self.on_pages.retain(|_, count| *count > 0);
        Some(taken)
    }
}

#[cfg(test)]
mod tests;
