//! Slides: the page on the stage, turning pages and looking closer, and bringing decks into the class.

mod bring;
mod deck;
mod describe;
mod dialog;
mod page;
mod presenter;
mod spoken;
mod turn;
mod window;
mod zoom;

pub(crate) use dialog::SlidesDialog;
pub(crate) use page::{Looking, slides_surface};
pub(crate) use spoken::Spoken;
pub(crate) use turn::{SlideTools, last_for, turn};
