//! What a class is: its facts, the decisions that make them, and the fold that shows them. Pure: no I/O, no clock,
//! no randomness; the same code runs on the server and in the browser.

pub mod asking;
pub mod attempt;
pub mod attendance;
pub mod board;
pub mod catalog;
pub mod chain;
pub mod chapter;
pub mod chat;
pub mod command;
pub mod core;
pub mod csv;
pub mod decide;
pub mod digest;
pub mod effect;
pub mod emoji;
pub mod event;
mod filter;
pub mod hand;
pub mod icalendar;
pub mod ids;
pub mod live;
pub mod media;
pub mod names;
mod one_of;
pub mod pace;
pub mod pipeline;
pub mod policy;
pub mod poll;
pub mod question;
pub mod recording;
pub mod recurrence;
pub mod rejection;
pub mod replay;
pub mod role;
pub mod route;
pub mod scene;
pub mod shared;
pub mod sorted;
pub mod step;
pub mod stream;
#[cfg(test)]
mod testing;
pub mod text;
pub mod time;
pub mod transcript;
pub mod view;
pub mod wire;
pub mod words;

pub use self::core::{Core, lobby, participant, permission, session};
pub use asking::Asking;
pub use command::{AnyCommand, Command, SystemCommand, UseCaseCommand};
pub use decide::decide;
pub use event::{Event, Fact};
pub use rejection::Rejection;
pub use view::ClassView;
