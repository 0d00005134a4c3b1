//! What the worker reports of a deck. Reports may come twice or late, from a worker that was thought dead.

use crate::slides::{Fact, Slides, SystemCommand};

/// What a report makes happen; nothing where it is of the past, or of a deck that isn't there.
#[must_use]
pub fn decide_system(own: &Slides, command: &SystemCommand) -> Vec<Fact> {
    match command {
        SystemCommand::Draw { deck, pages, drawn, undrawable } => {
            let Some(there) = own.decks.get(deck).filter(|there| !there.is_done()) else { return vec![] };
            if there.pages == *pages && there.drawn >= *drawn {
                return vec![];
            }
            let (deck, pages, drawn) = (*deck, *pages, (*drawn).min(*pages));
            vec![Fact::Drawn { deck, pages, drawn, undrawable: undrawable.clone() }]
        }
        SystemCommand::Refuse { deck, why } => {
            let there = own.decks.get(deck).filter(|there| !there.is_done());
            there.map(|_| Fact::Refused { deck: *deck, why: *why }).into_iter().collect()
        }
    }
}
