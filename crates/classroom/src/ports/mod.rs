//! The outside systems a class needs, each a small trait. Implementations live in `adapters` and `store`.

pub mod assets;
pub mod bus;
pub mod clock;
pub mod effects;
pub mod event_log;
pub mod mail;
pub mod media;
pub mod nodes;
pub mod object_store;
pub mod people;
pub mod plans;
pub mod polls;
pub mod records;
pub mod scenes;
pub mod snapshots;
