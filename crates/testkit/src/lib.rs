//! What tests share: fakes, fixtures, a database each, a script for a class's log.

pub mod bench;
pub mod bus;
pub mod cases;
pub mod database;
pub mod livekit;
#[cfg(feature = "server")]
pub mod load;
pub mod log;
pub mod mail;
pub mod objects;
pub mod redis;
#[cfg(feature = "room")]
pub mod room;
pub mod script;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "server")]
pub mod tab;
#[cfg(feature = "server")]
pub mod visitor;
