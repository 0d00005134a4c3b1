//! Use cases of a class and the ports they need. No SQL, no HTTP, no vendor's client.

pub mod ports;
