//! A class's life, as its teacher leads it.

mod cancel;
mod end;
mod join;
mod names;
mod schedule;
mod series;
mod start;

pub use join::Ticket;
pub(crate) use names::derived;
pub use schedule::Calendar;
pub use series::{Scope, zone};
