//! What becomes of a board's pages when the slides that it lies on are replaced.

use lean::FromJson;
use serde::{Deserialize, Serialize};

/// A page that becomes another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Moved {
    /// What it was, from 1 on.
    pub from: u16,
    /// What it is from now on.
    pub to: u16,
}

/// What a page becomes; those that aren't named stay.
pub(crate) fn moved(places: &[Moved], page: u16) -> u16 {
    places.iter().find(|place| place.from == page).map_or(page, |place| place.to)
}
