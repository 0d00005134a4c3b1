//! The server functions: each takes a request from a page, calls one use case, and answers with what the page shows. Who may
//! call which stands in [`access`].

pub mod access;
#[cfg(feature = "ssr")]
pub mod attendance;
pub mod calendar;
pub mod class;
pub mod clock;
#[cfg(feature = "ssr")]
pub(crate) mod coming;
pub mod home;
#[cfg(feature = "ssr")]
pub(crate) mod prepared;
pub mod replay;
#[cfg(feature = "ssr")]
pub(crate) mod results;
pub mod schedule;
pub mod viewer;
#[cfg(feature = "ssr")]
pub(crate) mod zone;

pub use crate::error::{PageError, Problem};
