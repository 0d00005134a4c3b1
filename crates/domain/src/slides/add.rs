//! Adding a deck.

use crate::core::Core;
use crate::ids::DeckId;
use crate::rejection::Rejection;
use crate::slides::{Fact, LONGEST_NAME, MOST_DECKS, Slides};
use crate::words::clean;

/// Adds a deck, before the class or in it. One that is there already stays as it is.
///
/// # Errors
/// After the class, where it has as many decks as it may have, and for a name that can't be taken.
pub fn add(class: &Core, own: &Slides, deck: DeckId, name: &str) -> Result<Vec<Fact>, Rejection> {
    class.must_not_be_over()?;
    if own.decks.contains_key(&deck) {
        return Ok(vec![]);
    }
    if own.decks.len() >= MOST_DECKS {
        return Err(Rejection::TooManyDecks { most: MOST_DECKS });
    }
    let name = clean(name, LONGEST_NAME).map_err(Rejection::BadText)?;
    Ok(vec![Fact::Added { deck, name: name.into() }])
}
