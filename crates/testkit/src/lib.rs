//! What tests share: fakes, fixtures, a database each, a clock.

pub mod bench;
pub mod database;
pub mod livekit;
pub mod objects;
#[cfg(feature = "room")]
pub mod room;
