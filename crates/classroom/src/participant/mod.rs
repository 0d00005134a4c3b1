//! People in a class: who was there, and what is done about them in the room.

mod attendance;
mod carry_out;
mod report;

pub use attendance::Register;
pub(crate) use carry_out::may_send;
