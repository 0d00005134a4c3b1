//! The store on a real Postgres, a database each test.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod altered;
mod assets;
mod calendar;
mod effects;
mod erasing;
mod leases;
mod log;
mod opening;
mod people;
mod pipeline;
mod prepared;
mod proof;
mod questions_and_polls;
mod rows;
mod scenes;
mod snapshots;
mod walls;
