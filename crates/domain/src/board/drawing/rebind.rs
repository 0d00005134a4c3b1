//! Pages that become others, where slides are replaced.

use crate::board::drawing::{Drawing, Object};
use crate::board::{Moved, moved};
use crate::ids::ObjectId;

impl Drawing {
    /// Has pages become others; what lies on one that another became, too, lies in the order in which it was drawn.
    pub(super) fn rebind(&mut self, places: &[Moved]) -> Vec<ObjectId> {
        let goes = |object: &Object| moved(places, object.page) != object.page;
        let ids: Vec<_> = self.objects().filter(|object| goes(object)).map(|object| object.id).collect();
        let taken: Vec<_> = ids.iter().filter_map(|id| self.take(*id)).collect();
        let mut touched = ids;
        for mut object in taken {
            object.page = moved(places, object.page);
            touched.extend(self.put(object));
        }
        let removed = self.removals.iter_mut().flat_map(|removal| &mut removal.objects);
        removed.for_each(|object| object.page = moved(places, object.page));
        touched
    }
}
