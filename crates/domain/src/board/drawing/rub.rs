//! Rubbing out parts of strokes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Drawing, Object, Origin};
use crate::board::Rubbed;
use crate::ids::ObjectId;

impl Drawing {
    /// Takes strokes of a page away and puts what is left of each where it was, by who drew it. Says which objects that touches.
    pub(super) fn rub(&mut self, page: u16, strokes: &[Rubbed], origin: Origin) -> Vec<ObjectId> {
        let (mut gone, mut left) = (Vec::new(), BTreeMap::<_, Vec<Object>>::new());
        for stroke in strokes {
            let may_go = |object: &&Object| object.page == page && !object.locked;
            let Some(object) = self.get(stroke.object).filter(may_go) else { continue };
            // What was cut out of nothing, or is there already, is left out.
            let is_new = |part: &Object| !self.orders.contains_key(&part.id);
            // A log of before may name a stroke twice.
            if let Entry::Vacant(first) = left.entry(stroke.object) {
                gone.push(stroke.object);
                first.insert(object.parts(&stroke.parts).into_iter().filter(is_new).collect());
            }
        }
        let ids = left.iter().filter(|(_, parts)| !parts.is_empty());
        let ids = ids.map(|(id, parts)| (*id, parts.iter().map(|part| part.id).collect())).collect();
        let mut touched = self.remove(gone, ids, origin);
        for parts in left.into_values() {
            self.put_parts(parts, &mut touched);
        }
        touched
    }

    /// Puts what is left of a stroke where it was, each above the one before it, as far as there is room for it.
    fn put_parts(&mut self, parts: Vec<Object>, touched: &mut Vec<ObjectId>) {
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else { return };
        let (page, id) = (first.page, first.id);
        touched.extend(self.put(first));
        let below = self.get(id).map(|there| there.order);
        let orders = self.orders_above(page, below, parts.len(), touched);
        touched.extend(parts.zip(orders).flat_map(|(part, order)| self.put(Object { order, ..part })));
    }
}
