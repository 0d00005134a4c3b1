//! People in a class: who was there, and what is done about them in the room.

mod attendance;
mod enter_room;
mod perform;
mod report;

pub use attendance::Register;
pub use perform::NotDone;
