//! The server functions: each takes a request from a page, calls one use case, and answers with what the page shows. Who may
//! call which stands in [`access`].

#[cfg(feature = "ssr")]
pub mod access;
pub mod calendar;
pub mod class;
pub mod clock;
pub mod home;
pub mod replay;
pub mod scenes;
pub mod schedule;
pub mod slides;
pub mod viewer;

pub use crate::error::{PageError, Problem};
