//! A board as one screen shows it: what the log holds, and over it what its person did and the log doesn't hold yet.

use std::sync::Arc;

use crate::board::packed::{bytes_of, each_drawn};
use crate::board::{Added, Change, Drawing, Fact, MOST_AT_ONCE, Object, Origin, Paper, Pile, Rubbed};
use crate::ids::{CommandId, ObjectId, UserId};

/// One's own change that is on its way to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pending {
    command: CommandId,
    change: Change,
    /// What it draws, a shape each.
    packed: Vec<Arc<[u8]>>,
}

/// The order of what is added next on this screen: above all that the log holds, and a number that scripts have, too.
const ON_TOP: i64 = 1 << 52;

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
            let packed =
                drawn.map(each_drawn).into_iter().flatten().map(|one| bytes_of(one).into()).collect();
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

    /// The objects of a page as the screen shows them, the lowest first.
    #[must_use]
    pub fn on_page(&self, page: u16) -> Vec<Object> {
        let mut there: Vec<_> = self.ids().into_iter().filter_map(|id| self.get(id)).collect();
        there.retain(|object| object.page == page);
        there.sort_by_key(|object| object.order);
        there
    }

    /// The paper of a page as the screen shows it.
    #[must_use]
    pub fn paper(&self, page: u16) -> Paper {
        let chosen = |pending: &Pending| match &pending.change {
            Change::Paper { page: on, paper } if *on == page => Some(*paper),
            _ => None,
        };
        self.pending.iter().rev().find_map(chosen).unwrap_or_else(|| self.drawing.paper(page))
    }

    /// An object as the screen shows it.
    #[must_use]
    pub fn get(&self, id: ObjectId) -> Option<Object> {
        self.get_before(id, self.pending.len())
    }

    /// An object as the log has it with so many of one's own changes.
    fn get_before(&self, id: ObjectId, end: usize) -> Option<Object> {
        let mut there = self.drawing.get(id).cloned();
        // What is removed by what, of what the log doesn't hold yet.
        let mut removed: Vec<(CommandId, Object)> = Vec::new();
        for (pending, at) in self.pending.iter().take(end).zip(0..) {
            let may_go = |object: &mut Object, page| !object.locked && object.page == page;
            match &pending.change {
                Change::Remove { page, objects } => {
                    let gone = there.take_if(|there| may_go(there, *page) && objects.contains(&id));
                    removed.extend(gone.map(|gone| (pending.command, gone)));
                }
                Change::Rub { page, strokes } => {
                    let is_rubbed = strokes.iter().any(|stroke| stroke.object == id);
                    let gone = there.take_if(|there| is_rubbed && may_go(there, *page));
                    removed.extend(gone.map(|gone| (pending.command, gone)));
                    there = there.or_else(|| self.left(id, strokes, *page, at));
                }
                Change::Clear { page } => {
                    let gone = there.take_if(|there| there.page == *page);
                    removed.extend(gone.map(|gone| (pending.command, gone)));
                }
                Change::Restore { removal } if self.parts_of(*removal).contains(&id) => there = None,
                Change::Restore { removal } => {
                    let here = || removed.iter().find(|(command, _)| command == removal);
                    let of_log = || {
                        let removed = self.drawing.removed(*removal, self.me)?;
                        removed.objects.iter().find(|object| object.id == id).cloned()
                    };
                    there = there.or_else(|| here().map(|(_, object)| object.clone()).or_else(of_log));
                }
                Change::Add { .. }
                | Change::AddAll { .. }
                | Change::Redraw { .. }
                | Change::Place { .. }
                | Change::Style { .. }
                | Change::Stack { .. }
                | Change::Group { .. }
                | Change::Lock { .. }
                | Change::Paper { .. } => match &mut there {
                    None => there = self.added(id, pending, at),
                    Some(there) => self.alter(there, pending, at),
                },
            }
        }
        there
    }

    /// An object as the `at`-th of one's own changes leaves it, which neither adds nor removes it.
    fn alter(&self, there: &mut Object, pending: &Pending, at: usize) {
        let id = there.id;
        match &pending.change {
            Change::Lock { objects, locked } if objects.contains(&id) => there.locked = *locked,
            _ if there.locked => {}
            Change::Redraw { object } if *object == id => {
                (there.author, there.packed) = (self.me, pending.packed.first().cloned().unwrap_or_default());
            }
            Change::Place { objects } => {
                let last = objects.iter().rev().find(|placed| placed.object == id);
                there.place = last.map_or(there.place, |placed| placed.place);
            }
            Change::Style { objects } => {
                let last = objects.iter().rev().find(|styled| styled.object == id);
                last.iter().for_each(|styled| there.restyle(styled.style));
            }
            Change::Group { objects } => {
                let last = objects.iter().rev().find(|grouped| grouped.object == id);
                there.group = last.map_or(there.group, |grouped| grouped.group);
            }
            Change::Stack { page, piles } if there.page == *page => {
                there.order = self.order_in(id, piles, *page, at).unwrap_or(there.order);
            }
            Change::Add { .. }
            | Change::AddAll { .. }
            | Change::Redraw { .. }
            | Change::Stack { .. }
            | Change::Lock { .. }
            | Change::Remove { .. }
            | Change::Rub { .. }
            | Change::Clear { .. }
            | Change::Restore { .. }
            | Change::Paper { .. } => {}
        }
    }

    /// What an object is as part of a stroke that the `at`-th of one's own changes rubs at.
    fn left(&self, id: ObjectId, strokes: &[Rubbed], page: u16, at: usize) -> Option<Object> {
        let mut all =
            strokes.iter().flat_map(|stroke| stroke.parts.iter().map(|part| (stroke.object, *part)));
        let (stroke, part) = all.find(|(_, part)| part.object == id)?;
        let whole = self.get_before(stroke, at)?;
        if whole.locked || whole.page != page { None } else { whole.parts(&[part]).pop() }
    }

    /// The object as the `at`-th of one's own changes adds it, where it does.
    fn added(&self, id: ObjectId, pending: &Pending, at: usize) -> Option<Object> {
        let (added, page, place) = match &pending.change {
            Change::Add { object, page } if *object == id => (Added::as_drawn(id), *page, 0),
            Change::AddAll { objects, page } => {
                let place = objects.iter().position(|added| added.object == id)?;
                (objects[place], *page, place)
            }
            _ => return None,
        };
        let packed = pending.packed.get(place)?.clone();
        let order = ON_TOP + (at * MOST_AT_ONCE + place) as i64;
        let Added { object, place, group } = added;
        Some(Object { id: object, page, author: self.me, order, place, group, locked: false, packed })
    }

    /// The order that the `at`-th of one's own changes gives an object by piling it; about where it will be.
    fn order_in(&self, id: ObjectId, piles: &[Pile], page: u16, at: usize) -> Option<i64> {
        let (pile, place) =
            piles.iter().enumerate().rev().find_map(|(pile, there)| {
                Some((pile, there.objects.iter().position(|object| *object == id)?))
            })?;
        let count = piles[pile].objects.len() as i64;
        let below = match piles[pile].above {
            None => self.drawing.on_page(page).next().map_or(0, |lowest| lowest.order) - count - 1,
            Some(above) => match self.order_in(above, &piles[..pile], page, at) {
                Some(order) => order,
                None => self.get_before(above, at)?.order,
            },
        };
        Some(below + 1 + place as i64)
    }

    /// What is left of the strokes that a command of its person's rubbed at.
    fn parts_of(&self, command: CommandId) -> Vec<ObjectId> {
        let there = self.pending.iter().find(|pending| pending.command == command);
        match (there.map(|pending| &pending.change), self.drawing.removed(command, self.me)) {
            (Some(Change::Rub { strokes, .. }), _) => {
                strokes.iter().flat_map(|stroke| stroke.parts.iter().map(|part| part.object)).collect()
            }
            (None, Some(removal)) => removal.parts.values().flatten().copied().collect(),
            (Some(_), _) | (None, None) => vec![],
        }
    }

    /// The objects that a command of its person's removed and that would come back.
    #[must_use]
    pub fn removed_by(&self, command: CommandId) -> Vec<ObjectId> {
        if let Some(pending) = self.pending.iter().find(|pending| pending.command == command) {
            let mut removed = self.touched(&pending.change);
            let parts = new_by(&pending.change);
            removed.retain(|object| !parts.contains(object));
            return removed;
        }
        let removed = self.drawing.removed(command, self.me);
        removed.map(|removal| removal.objects.iter().map(|object| object.id).collect()).unwrap_or_default()
    }

    fn touched(&self, change: &Change) -> Vec<ObjectId> {
        match change {
            Change::Add { object, .. } | Change::Redraw { object } => vec![*object],
            Change::AddAll { objects, .. } => objects.iter().map(|added| added.object).collect(),
            Change::Place { objects } => objects.iter().map(|placed| placed.object).collect(),
            Change::Style { objects } => objects.iter().map(|styled| styled.object).collect(),
            Change::Group { objects } => objects.iter().map(|grouped| grouped.object).collect(),
            Change::Stack { piles, .. } => piles.iter().flat_map(|pile| pile.objects.clone()).collect(),
            Change::Remove { objects, .. } | Change::Lock { objects, .. } => objects.clone(),
            Change::Rub { strokes, .. } => {
                let parts = strokes.iter().flat_map(|stroke| stroke.parts.iter().map(|part| part.object));
                strokes.iter().map(|stroke| stroke.object).chain(parts).collect()
            }
            Change::Clear { page } => {
                let on_page = self.drawing.on_page(*page).map(|object| object.id);
                let waiting = self.pending.iter().filter(|pending| pending.change.page() == Some(*page));
                on_page.chain(waiting.flat_map(|pending| new_by(&pending.change))).collect()
            }
            Change::Restore { removal } => {
                let mut touched = self.removed_by(*removal);
                touched.extend(self.parts_of(*removal));
                touched
            }
            Change::Paper { .. } => vec![],
        }
    }
}

/// The objects that there are by a change and that may not have been there before.
fn new_by(change: &Change) -> Vec<ObjectId> {
    match change {
        Change::Add { object, .. } => vec![*object],
        Change::AddAll { objects, .. } => objects.iter().map(|added| added.object).collect(),
        Change::Rub { strokes, .. } => {
            strokes.iter().flat_map(|stroke| stroke.parts.iter().map(|part| part.object)).collect()
        }
        Change::Redraw { .. }
        | Change::Place { .. }
        | Change::Remove { .. }
        | Change::Clear { .. }
        | Change::Restore { .. }
        | Change::Style { .. }
        | Change::Stack { .. }
        | Change::Group { .. }
        | Change::Lock { .. }
        | Change::Paper { .. } => vec![],
    }
}
