//! What the facts about slides make of a class.

use crate::core::Stamp;
use crate::slides::{Deck, Fact, Slides, Turned};

pub(crate) fn fold(own: &mut Slides, fact: &Fact, stamp: Stamp) {
    match fact {
        Fact::Added { deck, name } => {
            let there = own.decks.get_or_insert_with(*deck, Deck::default);
            (there.name, there.by) = (name.clone(), stamp.actor);
        }
        Fact::Drawn { deck, pages, drawn, undrawable } => {
            if let Some(there) = own.decks.get_mut(deck) {
                (there.pages, there.drawn) = (*pages, *drawn);
                there.undrawable.clone_from(undrawable);
            }
        }
        Fact::Refused { deck, why } => {
            if let Some(there) = own.decks.get_mut(deck) {
                there.unfit = Some(*why);
            }
        }
        Fact::Changed { deck, page, pages } => {
            let farthest = own.turned.get(deck).map_or(0, |turned| turned.farthest).max(*page);
            own.turned.insert(*deck, Turned { page: *page, farthest, pages: *pages });
            own.last_deck = Some(*deck);
        }
    }
}
