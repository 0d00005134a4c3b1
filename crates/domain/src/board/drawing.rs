//! What is drawn on a board: the fold of its changes. It is total and goes by the log's order alone, so whoever has folded the
//! same changes has the same drawing.

mod rebind;
mod rub;
mod stack;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use crate::board::packed::{bytes_of, each_drawn, packed_like, restyled, unpacked};
use crate::board::{Added, Change, Fact, MOST_OBJECTS, Paper, Part, Place, Shape, Style};
use crate::ids::{CommandId, ObjectGroupId, ObjectId, Sequence, UserId};

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
    /// Its place in the order of its page: what has a higher one lies above. What is added later has a higher one.
    pub order: i64,
    /// Where it stands.
    pub place: Place,
    /// The group it is in.
    pub group: Option<ObjectGroupId>,
    /// Whether it can't be changed until it is unlocked.
    pub locked: bool,
    /// What it is, packed; empty once it was erased with who drew it. Copies share it.
    pub(super) packed: Arc<[u8]>,
}

impl Object {
    /// Gives it another look; what was erased has none.
    pub(super) fn restyle(&mut self, style: Style) {
        if let Some(packed) = restyled(&self.packed, style) {
            self.packed = packed.into();
        }
    }

    /// What is left of it between two places each, as objects that lie where it does.
    pub(super) fn parts(&self, parts: &[Part]) -> Vec<Self> {
        let Some(shape) = self.shape().filter(|_| !parts.is_empty()) else { return vec![] };
        let cut = |part: &Part| {
            let packed = packed_like(&shape.part(part.from, part.to)?, &self.packed).into();
            Some(Self { id: part.object, packed, ..self.clone() })
        };
        parts.iter().filter_map(cut).collect()
    }

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
    /// What some of them left, where they were rubbed at.
    pub parts: BTreeMap<ObjectId, Vec<ObjectId>>,
}

/// What lies between the orders of two objects that are added one after another: room for what is put between them.
pub(super) const ROOM: i64 = 1 << 24;

/// The order of what is added there, which lies above all that was there before.
pub(super) fn order_of(Sequence(sequence): Sequence) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX).saturating_mul(ROOM)
}

/// What is drawn on a board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawing {
    pub(super) sequence: Sequence,
    pub(super) objects: BTreeMap<(u16, i64), Object>,
    pub(super) orders: HashMap<ObjectId, (u16, i64)>,
    pub(super) on_pages: BTreeMap<u16, u32>,
    /// Those that were chosen.
    pub(super) papers: BTreeMap<u16, Paper>,
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

    /// All objects, page by page, the lowest of each first.
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

    /// The paper of a page.
    #[must_use]
    pub fn paper(&self, page: u16) -> Paper {
        self.papers.get(&page).copied().unwrap_or_default()
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
            // What a board goes on with is in another class's log: who folds it begins with that ([`Drawing::for_the_next`]).
            Fact::Created { .. } | Fact::PageAdded { .. } | Fact::Bound { .. } | Fact::Continued { .. } => {
                vec![]
            }
            Fact::Rebound { places, .. } => self.rebind(places),
            Fact::Updated { change, drawn, .. } => self.change(change, drawn.text(), origin),
        }
    }

    fn change(&mut self, change: &Change, drawn: &str, origin: Origin) -> Vec<ObjectId> {
        match change {
            Change::Add { object, page } => {
                self.add([(Added::as_drawn(*object), drawn)].into_iter(), *page, origin)
            }
            Change::AddAll { objects, page } => {
                self.add(objects.iter().copied().zip(each_drawn(drawn)), *page, origin)
            }
            Change::Redraw { object } => {
                // Whose words they are now: nobody writes in another's name.
                self.touch([*object], |there, _| {
                    (there.author, there.packed) = (origin.actor, bytes_of(drawn).into());
                })
            }
            Change::Place { objects } => {
                let ids = objects.iter().map(|placed| placed.object);
                self.touch(ids, |there, at| there.place = objects[at].place)
            }
            Change::Style { objects } => {
                let ids = objects.iter().map(|styled| styled.object);
                self.touch(ids, |there, at| there.restyle(objects[at].style))
            }
            Change::Group { objects } => {
                let ids = objects.iter().map(|grouped| grouped.object);
                self.touch(ids, |there, at| there.group = objects[at].group)
            }
            Change::Lock { objects, locked } => self.lock(objects, *locked),
            Change::Stack { page, piles } => {
                piles.iter().flat_map(|pile| self.stack(*page, pile, origin)).collect()
            }
            Change::Rub { page, strokes } => self.rub(*page, strokes, origin),
            Change::Paper { page, paper } => {
                self.papers.insert(*page, *paper);
                // What is as if it was never chosen isn't kept.
                self.papers.retain(|_, paper| *paper != Paper::default());
                vec![]
            }
            Change::Remove { page, objects } => {
                let may_go = |object: &Object| object.page == *page && !object.locked;
                let ids = objects.iter().filter(|id| self.get(**id).is_some_and(may_go)).copied().collect();
                self.remove(ids, BTreeMap::new(), origin)
            }
            Change::Clear { page } => {
                let there = self.on_page(*page).map(|object| object.id).collect();
                self.remove(there, BTreeMap::new(), origin)
            }
            Change::Restore { removal } => self.restore(*removal, origin),
        }
    }

    /// The objects of a page, the lowest first.
    pub(super) fn on_page(&self, page: u16) -> impl DoubleEndedIterator<Item = &Object> {
        self.objects.range((page, i64::MIN)..=(page, i64::MAX)).map(|(_, object)| object)
    }

    fn add<'a>(
        &mut self,
        added: impl Iterator<Item = (Added, &'a str)>,
        page: u16,
        origin: Origin,
    ) -> Vec<ObjectId> {
        let objects = added.zip(order_of(origin.sequence)..).map(|((added, drawn), order)| Object {
            id: added.object,
            page,
            author: origin.actor,
            order,
            place: added.place,
            group: added.group,
            locked: false,
            packed: bytes_of(drawn).into(),
        });
        objects.flat_map(|object| self.put(object)).collect()
    }

    fn restore(&mut self, removal: CommandId, origin: Origin) -> Vec<ObjectId> {
        let is_meant = |there: &Removal| there.command == removal && there.actor == origin.actor;
        let Some(at) = self.removals.iter().position(is_meant) else { return vec![] };
        let Some(restored) = self.removals.remove(at) else { return vec![] };
        let mut touched = Vec::new();
        for object in restored.objects {
            let parts = restored.parts.get(&object.id).map(Vec::as_slice).unwrap_or_default();
            // What somebody did to what was left of it stays done.
            if parts.iter().all(|part| self.get(*part).is_some_and(|part| !part.locked)) {
                parts.iter().for_each(|part| drop(self.take(*part)));
                touched.extend(parts);
                touched.extend(self.put(object));
            }
        }
        touched
    }

    /// Puts an object in its place, where there is none of its id and room for it.
    pub(super) fn put(&mut self, mut object: Object) -> Vec<ObjectId> {
        if self.count(object.page) >= MOST_OBJECTS || self.orders.contains_key(&object.id) {
            return vec![];
        }
        let mut touched = vec![object.id];
        // What came between while it was away lies below it.
        if self.objects.contains_key(&(object.page, object.order)) {
            let free = self.orders_above(object.page, Some(object.order), 1, &mut touched);
            let Some(order) = free.first() else { return vec![] };
            object.order = *order;
        }
        *self.on_pages.entry(object.page).or_default() += 1;
        self.place(object);
        touched
    }

    /// Puts an object where its order says, which is free.
    pub(super) fn place(&mut self, object: Object) {
        self.orders.insert(object.id, (object.page, object.order));
        self.objects.insert((object.page, object.order), object);
    }

    /// Changes those that are there and aren't locked.
    fn touch(
        &mut self,
        ids: impl IntoIterator<Item = ObjectId>,
        change: impl Fn(&mut Object, usize),
    ) -> Vec<ObjectId> {
        let mut touched = Vec::new();
        for (at, id) in ids.into_iter().enumerate() {
            let there = self.orders.get(&id).and_then(|order| self.objects.get_mut(order));
            if let Some(object) = there.filter(|object| !object.locked) {
                change(object, at);
                touched.push(id);
            }
        }
        touched
    }

    fn lock(&mut self, ids: &[ObjectId], locked: bool) -> Vec<ObjectId> {
        let mut touched = Vec::new();
        for id in ids {
            if let Some(object) = self.orders.get(id).and_then(|order| self.objects.get_mut(order)) {
                object.locked = locked;
                touched.push(*id);
            }
        }
        touched
    }

    fn remove(
        &mut self,
        ids: Vec<ObjectId>,
        parts: BTreeMap<ObjectId, Vec<ObjectId>>,
        origin: Origin,
    ) -> Vec<ObjectId> {
        // An id that is named twice is there once.
        let taken: Vec<Object> = ids.iter().filter_map(|id| self.take(*id)).collect();
        if taken.is_empty() {
            return vec![];
        }
        self.removals.push_back(Removal {
            command: origin.command,
            actor: origin.actor,
            objects: taken,
            parts,
        });
        let mut held: usize = self.removals.iter().map(|removal| removal.objects.len()).sum();
        while self.removals.len() > MOST_REMOVALS || held > MOST_REMOVED {
            held -= self.removals.pop_front().map_or(held, |oldest| oldest.objects.len());
        }
        ids
    }

    pub(super) fn take(&mut self, id: ObjectId) -> Option<Object> {
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
