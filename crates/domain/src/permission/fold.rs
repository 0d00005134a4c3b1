//! What the facts about permissions make of a class.

use crate::event::{Event, Fact};
use crate::view::ClassView;

pub(crate) fn fold(view: &mut ClassView, event: &Event) {
    match &event.fact {
        Fact::PermissionChanged { permission, allowed: true } => {
            view.permissions.0.insert(*permission);
        }
        Fact::PermissionChanged { permission, allowed: false } => {
            view.permissions.0.remove(permission);
        }
        Fact::PermissionGranted { user, permission, allowed } => {
            if let Some(person) = view.people.get_mut(user) {
                match allowed {
                    Some(allowed) => person.permits.insert(*permission, *allowed),
                    None => person.permits.remove(permission),
                };
            }
        }
        Fact::PermissionLocked => view.locked = true,
        Fact::PermissionUnlocked => view.locked = false,
        _ => {}
    }
}
