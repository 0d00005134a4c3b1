//! What all parts of the replay page share: the class as it is watched, what plays it, and what stood at the moment played.

pub(crate) mod asked;
pub(crate) mod cast;
pub(crate) mod clock;
mod elements;
pub(crate) mod player;
pub(crate) mod timeline;
pub(crate) mod watching;
pub(crate) mod words;
