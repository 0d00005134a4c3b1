//! What the worker reports of a deck that it draws.

use crate::ids::DeckId;
use crate::slides::{Fact, Slides, Unfit};

/// So many of its pages are done with.
pub(super) fn draw(own: &Slides, deck: DeckId, pages: u16, drawn: u16, undrawable: &[u16]) -> Vec<Fact> {
    let Some(there) = own.decks.get(&deck).filter(|there| !there.is_done()) else { return vec![] };
    if there.pages == pages && there.drawn >= drawn {
        return vec![];
    }
    vec![Fact::Drawn { deck, pages, drawn: drawn.min(pages), undrawable: undrawable.to_vec() }]
}

/// It can't be shown.
pub(super) fn refuse(own: &Slides, deck: DeckId, why: Unfit) -> Vec<Fact> {
    let there = own.decks.get(&deck).filter(|there| !there.is_done());
    there.map(|_| Fact::Refused { deck, why }).into_iter().collect()
}
