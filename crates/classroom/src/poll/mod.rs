//! Polls: what the class's rules leave to the server, what is written before a class, and what came of it.

mod ballot;
mod prepare;
mod recall;
mod results;

pub(crate) use ballot::LogIdentity;
pub use prepare::PreparedLesson;
