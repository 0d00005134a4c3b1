//! The background half of Lectern: the room bot that records a class, and the pipeline that makes its replay.

pub mod bot;
pub mod derive;
pub mod effects;
pub mod mail;
pub mod pipeline;
mod queue;
mod run;
pub mod speech;
pub mod supervisor;

pub use run::{WorkerParts, WorkerSettings, run};
