//! What the facts about hands make of a class.

use crate::event::{Event, Fact};
use crate::hand::Hand;
use crate::pace::Paced;
use crate::view::ClassView;

pub(crate) fn fold(view: &mut ClassView, event: &Event) {
    match &event.fact {
        Fact::HandRaised { user } => {
            view.note(Some(user.0), Paced::Hand, event.offset);
            view.hands.push(Hand { user: *user, since: event.offset });
        }
        Fact::HandLowered { user } => view.hands.retain(|hand| hand.user != *user),
        _ => {}
    }
}
