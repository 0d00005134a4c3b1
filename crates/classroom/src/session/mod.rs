//! A class's life, as its teacher leads it.

mod end;
mod join;
mod schedule;
mod start;

pub use join::Ticket;
pub use schedule::Calendar;
