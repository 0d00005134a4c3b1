//! What the facts about permissions make of a class.

use crate::core::Core;
use crate::permission::Fact;

pub(crate) fn fold(core: &mut Core, fact: &Fact) {
    match fact {
        Fact::Changed { permission, allowed: true } => {
            core.permissions.0.insert(*permission);
        }
        Fact::Changed { permission, allowed: false } => {
            core.permissions.0.remove(permission);
        }
        Fact::Granted { user, permission, allowed } => {
            if let Some(person) = core.people.get_mut(user) {
                match allowed {
                    Some(allowed) => person.permits.insert(*permission, *allowed),
                    None => person.permits.remove(permission),
                };
            }
        }
        Fact::Locked => core.locked = true,
        Fact::Unlocked => core.locked = false,
    }
}
