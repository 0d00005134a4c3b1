//! The server as a process: its doors, its end, and what it does when something dies.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod calendar;
mod chaos;
mod doors;
mod flood;
mod place;
mod start;
mod trouble;
mod two;
