//! The other end of the live channel, without its socket: how a browser keeps its view and the commands it owes.

mod again;
mod client;
mod outbox;

pub use again::wait_ms;
pub use client::{Client, Step};
pub use outbox::{Outbox, Owed, Progress};
