//! What a class is: its facts, the decisions that make them, and the fold that shows them. Pure: no I/O, no clock,
//! no randomness; the same code runs on the server and in the browser.

pub mod catalog;
pub mod chain;
pub mod chapter;
pub mod chat;
pub mod command;
pub mod decide;
pub mod event;
pub mod ids;
pub mod live;
pub mod participant;
pub mod pipeline;
pub mod policy;
pub mod recording;
pub mod replay;
pub mod role;
pub mod session;
pub mod transcript;
pub mod view;
pub mod wire;
pub mod words;

pub use command::Command;
pub use decide::{Rejection, decide};
pub use event::{Event, Fact};
pub use view::ClassView;
