//! Draws the pages of an uploaded file: pictures in three sizes, the text of each page with its place,
//! the speaker's notes and the outline.
//!
//! Files come from anywhere, so none is read in the process of the server: [`Renderer`] starts a child ([`child`]) that walls
//! itself in first (`walls`) and says what it has drawn line by line ([`Said`]). What kills the child costs a page, not the deck.

pub mod child;
mod document;
mod fonts;
mod kind;
mod outline;
mod picture;
mod renderer;
mod said;
mod text;
mod walls;
mod write;

pub use kind::Kind;
pub use renderer::{Limits, Renderer};
pub use said::{Heading, Line, Page, Said};
pub use write::{LARGE, SMALL, Size, THUMB};
