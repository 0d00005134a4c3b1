//! The order in which the objects of a page lie: numbers with room between them.

use std::ops::Bound;

use super::{Drawing, Object, Origin, ROOM, order_of};
use crate::board::Pile;
use crate::ids::ObjectId;

impl Drawing {
    /// Puts objects of a page directly above another of it, or below all of it. Says which that touches.
    pub(super) fn stack(&mut self, page: u16, pile: &Pile, origin: Origin) -> Vec<ObjectId> {
        let is_here = |object: &&Object| object.page == page;
        let below = match pile.above {
            None => None,
            Some(above) => match self.get(above).filter(is_here) {
                Some(object) if !pile.objects.contains(&above) => Some(object.order),
                _ => return vec![],
            },
        };
        let mut moved = Vec::new();
        for id in &pile.objects {
            if self.get(*id).filter(is_here).is_some_and(|object| !object.locked) {
                moved.extend(self.lift(*id));
            }
        }
        let mut touched: Vec<_> = moved.iter().map(|object| object.id).collect();
        let is_top = match below {
            Some(below) => self.next_above(page, below).is_none(),
            None => self.on_page(page).next().is_none(),
        };
        let orders = if is_top {
            // Above all that was there before, and below all that comes.
            let first = below.unwrap_or(i64::MIN).max(order_of(origin.sequence)).saturating_add(1);
            (first..).take(moved.len()).collect()
        } else {
            self.orders_above(page, below, moved.len(), &mut touched)
        };
        for (object, order) in moved.into_iter().zip(orders) {
            self.place(Object { order, ..object });
        }
        touched
    }

    /// Orders that are free, directly above one of a page or below all of it. Where there is no room the whole page gets new
    /// ones, which touches all of it.
    pub(super) fn orders_above(
        &mut self,
        page: u16,
        below: Option<i64>,
        count: usize,
        touched: &mut Vec<ObjectId>,
    ) -> Vec<i64> {
        if let Some(orders) = self.free_above(page, below, count) {
            return orders;
        }
        let lies_below =
            below.map_or(0, |below| self.on_page(page).filter(|object| object.order <= below).count());
        touched.extend(self.spread(page));
        let below =
            lies_below.checked_sub(1).and_then(|at| self.on_page(page).nth(at)).map(|object| object.order);
        self.free_above(page, below, count).unwrap_or_default()
    }

    fn free_above(&self, page: u16, below: Option<i64>, count: usize) -> Option<Vec<i64>> {
        let count = i64::try_from(count).ok()?;
        let above = match below {
            Some(below) => self.next_above(page, below),
            None => self.on_page(page).next().map(|object| object.order),
        };
        let (first, step) = match (below, above) {
            (None, None) => (0, ROOM),
            (None, Some(above)) => (above.checked_sub(count.checked_mul(ROOM)?)?, ROOM),
            (Some(below), None) => (below.checked_add(1)?, 1),
            (Some(below), Some(above)) => {
                let step = above.checked_sub(below)? / (count + 1);
                (below.checked_add(step)?, step)
            }
        };
        (step > 0).then(|| (0..count).map(|at| first + at * step).collect())
    }

    fn next_above(&self, page: u16, below: i64) -> Option<i64> {
        let above = (Bound::Excluded((page, below)), Bound::Included((page, i64::MAX)));
        self.objects.range(above).next().map(|(_, object)| object.order)
    }

    /// Gives all objects of a page new orders with room between them, none higher than the highest was.
    fn spread(&mut self, page: u16) -> Vec<ObjectId> {
        let ids: Vec<_> = self.on_page(page).map(|object| object.id).collect();
        // What lay below all else again and again can lie no lower.
        let top = self.on_page(page).next_back().map_or(0, |object| object.order).max(0);
        let objects: Vec<_> = ids.iter().filter_map(|id| self.lift(*id)).collect();
        for (object, at) in objects.into_iter().rev().zip(0..) {
            self.place(Object { order: top.saturating_sub(at * ROOM), ..object });
        }
        ids
    }

    /// Takes an object out of its place, to be put into another at once.
    pub(in crate::board) fn lift(&mut self, id: ObjectId) -> Option<Object> {
        self.objects.remove(&self.orders.remove(&id)?)
    }
}
