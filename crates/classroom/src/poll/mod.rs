//! Polls: what the class's rules leave to the server.

mod ballot;
