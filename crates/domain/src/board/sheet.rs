//! A board as one screen shows it: what the log holds, and over it what its person did and the log doesn't hold yet.

use std::sync::Arc;

use crate::board::packed::bytes_of;
use crate::board::{Change, Drawing, Fact, Object, Origin, Place};
use crate::ids::{CommandId, ObjectId, Sequence, UserId};

/// One's own change that is on its way to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pending {
    command: CommandId,
    change: Change,
    packed: Arc<[u8]>,
}

/// A board on one screen.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Whose screen it is.
    me: Option<UserId>,
    drawing: Drawing,
    pending: Vec<Pending>,
}

impl Sheet {
    /// What is drawn, on the screen of `me`.
    #[must_use]
    pub fn new(me: UserId, drawing: Drawing) -> Self {
        Self { me: Some(me), drawing, pending: Vec::new() }
    }

    /// What the log holds of it.
    #[must_use]
    pub fn drawing(&self) -> &Drawing {
        &self.drawing
    }

    /// What the log holds of it, and nothing of what is on its way.
    #[must_use]
    pub fn into_drawing(self) -> Drawing {
        self.drawing
    }

    /// The board was fetched anew; what is on its way stays.
    pub fn renew(&mut self, drawing: Drawing) {
        self.drawing = drawing;
    }

    /// Whether an object is there only here so far.
    #[must_use]
    pub fn waits(&self, object: ObjectId) -> bool {
        self.drawing.get(object).is_none() && self.get(object).is_some()
    }

    /// Its person changes it. Says which objects that touches.
    pub fn add(&mut self, command: CommandId, change: Change, drawn: Option<&str>) -> Vec<ObjectId> {
        let touched = self.touched(&change);
        if self.pending.iter().all(|there| there.command != command) {
            let packed = drawn.map(bytes_of).unwrap_or_default().into();
            self.pending.push(Pending { command, change, packed });
        }
        touched
    }

    /// Its person's change was refused, or won't go out any more. Says which objects that touches.
    pub fn drop(&mut self, command: CommandId) -> Vec<ObjectId> {
        let Some(at) = self.pending.iter().position(|there| there.command == command) else {
            return vec![];
        };
        let change = self.pending.remove(at).change;
        self.touched(&change)
    }

    /// The log holds something new. Says which objects that touches.
    pub fn apply(&mut self, fact: &Fact, origin: Origin) -> Vec<ObjectId> {
        let mut touched = self.drop(origin.command);
        touched.extend(self.drawing.apply(fact, origin));
        touched
    }

    /// Forgets what isn't on its way any more: refused, or heard by a log that was fetched since. Says which objects that
    /// touches.
    pub fn keep(&mut self, is_on_its_way: impl Fn(CommandId) -> bool) -> Vec<ObjectId> {
        let gone: Vec<_> =
            self.pending.iter().map(|pending| pending.command).filter(|id| !is_on_its_way(*id)).collect();
        gone.into_iter().flat_map(|command| self.drop(command)).collect()
    }

    /// All objects that are there, each once: the lowest first, and what is on its way last.
    #[must_use]
    pub fn ids(&self) -> Vec<ObjectId> {
        let mut ids: Vec<_> = self.drawing.objects().map(|object| object.id).collect();
        let waiting = self.pending.iter().flat_map(|pending| self.touched(&pending.change));
        let mut new = Vec::new();
        for id in waiting.filter(|id| self.drawing.get(*id).is_none()) {
            if !new.contains(&id) {
                new.push(id);
            }
        }
        ids.extend(new);
        ids.retain(|id| self.get(*id).is_some());
        ids
    }

    /// An object as the screen shows it.
    #[must_use]
    pub fn get(&self, id: ObjectId) -> Option<Object> {
        let mut there = self.drawing.get(id).cloned();
        // What is removed by what, of what the log doesn't hold yet.
        let mut removed: Vec<(CommandId, Object)> = Vec::new();
        for (pending, at) in self.pending.iter().zip(1..) {
            match &pending.change {
                Change::Add { object, page } if *object == id && there.is_none() => {
                    there = Some(Object {
                        id,
                        page: *page,
                        author: self.me,
                        order: Sequence(u64::MAX / 2 + at),
                        place: Place::default(),
                        packed: pending.packed.clone(),
                    });
                }
                Change::Redraw { object } if *object == id => {
                    if let Some(there) = &mut there {
                        there.packed = pending.packed.clone();
                    }
                }
                Change::Place { objects } => {
                    let placed = objects.iter().rev().find(|placed| placed.object == id);
                    if let (Some(there), Some(placed)) = (&mut there, placed) {
                        there.place = placed.place;
                    }
                }
                Change::Remove { page, objects } => {
                    let gone = there.take_if(|there| there.page == *page && objects.contains(&id));
                    removed.extend(gone.map(|gone| (pending.command, gone)));
                }
                Change::Clear { page } => {
                    let gone = there.take_if(|there| there.page == *page);
                    removed.extend(gone.map(|gone| (pending.command, gone)));
                }
                Change::Restore { removal } if there.is_none() => {
                    let here = removed.iter().find(|(command, _)| command == removal);
                    let of_log = || {
                        let removed = self.drawing.removed(*removal, self.me)?;
                        removed.objects.iter().find(|object| object.id == id).cloned()
                    };
                    there = here.map(|(_, object)| object.clone()).or_else(of_log);
                }
                Change::Add { .. } | Change::Redraw { .. } | Change::Restore { .. } => {}
            }
        }
        there
    }

    /// The objects that a command of its person's removed and that would come back.
    #[must_use]
    pub fn removed_by(&self, command: CommandId) -> Vec<ObjectId> {
        if let Some(pending) = self.pending.iter().find(|pending| pending.command == command) {
            return self.touched(&pending.change);
        }
        let removed = self.drawing.removed(command, self.me);
        removed.map(|removal| removal.objects.iter().map(|object| object.id).collect()).unwrap_or_default()
    }

    fn touched(&self, change: &Change) -> Vec<ObjectId> {
        match change {
            Change::Add { object, .. } | Change::Redraw { object } => vec![*object],
            Change::Place { objects } => objects.iter().map(|placed| placed.object).collect(),
            Change::Remove { objects, .. } => objects.clone(),
            Change::Clear { page } => {
                let on_page = self.drawing.objects().filter(|object| object.page == *page);
                let waiting = self.pending.iter().filter_map(|pending| match &pending.change {
                    Change::Add { object, page: on } if on == page => Some(*object),
                    Change::Add { .. }
                    | Change::Redraw { .. }
                    | Change::Place { .. }
                    | Change::Remove { .. }
                    | Change::Clear { .. }
                    | Change::Restore { .. } => None,
                });
                on_page.map(|object| object.id).chain(waiting).collect()
            }
            Change::Restore { removal } => self.removed_by(*removal),
        }
    }
}
