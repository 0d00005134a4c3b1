//! What tests share: fakes, fixtures, a database each, a script for a class's log.

pub mod absent;
pub mod bench;
pub mod bus;
pub mod cases;
pub mod clock;
pub mod database;
pub mod leak;
pub mod livekit;
#[cfg(feature = "server")]
pub mod load;
pub mod log;
pub mod objects;
pub mod redis;
#[cfg(feature = "room")]
pub mod room;
pub mod script;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "simulation")]
pub mod simulation;
#[cfg(feature = "server")]
pub mod tab;
#[cfg(feature = "server")]
pub mod visitor;
#[cfg(feature = "wishes")]
pub mod wishes;
