//! People in a class: what is done about them in the room.

mod carry_out;

pub(crate) use carry_out::may_send;
