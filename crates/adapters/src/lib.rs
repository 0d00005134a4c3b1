//! The outside systems behind the ports of `classroom`: one module each.

pub mod bus;
pub mod embedded_s3;
pub mod livekit;
pub mod mail;
pub mod object_storage;
