//! The background half of Lectern: the room bot that records a class, the pipeline that makes its replay, and what draws its slides.

pub mod bot;
pub mod derive;
pub mod effects;
pub mod mail;
pub mod pipeline;
mod queue;
mod run;
pub mod slides;
pub mod speech;
pub mod supervisor;

pub use run::{WorkerParts, WorkerSettings, run};
