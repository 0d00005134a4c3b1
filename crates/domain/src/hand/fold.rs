//! What the facts about hands make of a class.

use crate::core::Stamp;
use crate::hand::{Fact, Hand, Hands, Paced};

pub(crate) fn fold(own: &mut Hands, fact: &Fact, stamp: Stamp) {
    match fact {
        Fact::Raised { user } => {
            own.paces.note(Some(user.0), Paced::Raise, stamp.offset);
            own.hands.push(Hand { user: *user, since: stamp.offset });
        }
        Fact::Lowered { user } => own.hands.retain(|hand| hand.user != *user),
    }
}
