//! The doors of the server: each function takes a wish from a page, calls one use case, and answers with what the page
//! shows. Who may come through each stands in [`access`].

pub mod access;
pub mod calendar;
pub mod class;
pub mod home;
pub mod replay;
pub mod schedule;
pub mod viewer;
#[cfg(feature = "ssr")]
pub(crate) mod zone;

pub use crate::error::{PageError, Problem};
