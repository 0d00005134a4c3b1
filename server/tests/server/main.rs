//! The server as a process: its endpoints, its end, and what it does when something dies.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod absurd;
mod boards;
mod bodies;
mod calendar;
mod chaos;
mod deploy;
mod endpoints;
mod flood;
mod forms;
mod hearing;
mod hostile;
mod installation;
mod kept_out;
mod media;
mod once;
mod requests;
mod room;
mod sign_in;
mod site;
mod start;
mod streams;
mod times;
mod track;
mod trouble;
mod trust;
mod two;
mod webhooks;
