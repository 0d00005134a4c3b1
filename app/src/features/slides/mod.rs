//! Slides: the page on the stage, turning pages, and bringing decks into the class.

mod bring;
mod dialog;
mod page;
mod turn;

pub(crate) use dialog::SlidesDialog;
pub(crate) use page::{Looking, slides_surface};
pub(crate) use turn::SlideTools;
