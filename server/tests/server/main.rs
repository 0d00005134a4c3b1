//! The server as a process: its doors, its end, and what it does when something dies.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod absurd;
mod bodies;
mod calendar;
mod chaos;
mod deploy;
mod doors;
mod flood;
mod hostile;
mod media;
mod once;
mod place;
mod requests;
mod room;
mod sign_in;
mod start;
mod times;
mod track;
mod trouble;
mod trust;
mod two;
mod webhooks;
