//! The outside systems a class needs, each a small trait. Implementations live in `adapters` and `store`.

pub mod object_store;
