//! The Leptos app, compiled for the server and the browser.

#![recursion_limit = "512"]

pub mod api;
pub mod built;
#[cfg(feature = "ssr")]
pub mod caller;
pub mod error;
#[cfg(feature = "ssr")]
pub mod forms;
pub mod live;
pub mod media;
pub mod mount;
pub mod pages;
pub mod path;
#[cfg(feature = "ssr")]
pub mod routes;
pub mod ui;

#[cfg(feature = "ssr")]
pub use routes::{App, shell};
