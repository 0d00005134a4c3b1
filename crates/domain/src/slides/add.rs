//! Adding a deck.

use crate::core::Core;
use crate::ids::DeckId;
use crate::rejection::Rejection;
use crate::slides::{Fact, LONGEST_NAME, MOST_DECKS, MOST_EVER, Slides};
use crate::words::clean;

/// Adds a deck, before the class or in it. One that is or was there stays as it is. `instead_of` names the deck whose place it
/// takes once it is drawn; where that isn't there (any more) it is a deck as any other.
///
/// # Errors
/// After the class, where it has as many decks as it may have, and for a name that can't be taken.
pub fn add(
    class: &Core,
    own: &Slides,
    deck: DeckId,
    name: &str,
    instead_of: Option<DeckId>,
) -> Result<Vec<Fact>, Rejection> {
    class.must_not_be_over()?;
    if own.decks.contains_key(&deck) || own.decks_gone.contains_key(&deck) {
        return Ok(vec![]);
    }
    // One that takes another's place has that place.
    let has_place = instead_of.is_some_and(|old| own.decks.contains_key(&old));
    if own.decks.len() >= MOST_DECKS + usize::from(has_place) {
        return Err(Rejection::TooManyDecks { most: MOST_DECKS });
    }
    if own.decks.len() + own.decks_gone.len() >= MOST_EVER {
        return Err(Rejection::TooManyDecks { most: MOST_EVER });
    }
    let name = clean(name, LONGEST_NAME).map_err(Rejection::BadText)?;
    Ok(vec![Fact::Added { deck, name: name.into(), instead_of }])
}
