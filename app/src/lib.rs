//! The Leptos app, compiled for the server and the browser.

#![recursion_limit = "512"]

pub mod api;
pub mod built;
#[cfg(feature = "ssr")]
pub mod caller;
#[cfg(feature = "ssr")]
pub(crate) mod context;
pub mod error;
pub(crate) mod features;
#[cfg(feature = "ssr")]
pub mod forms;
pub mod live;
pub(crate) mod markup;
pub mod media;
pub mod model;
pub mod mount;
pub mod pages;
pub(crate) mod platform;
pub(crate) mod playback;
pub(crate) mod room;
#[cfg(feature = "ssr")]
pub mod routes;
pub(crate) mod stage;
pub mod ui;
#[cfg(feature = "ssr")]
pub(crate) mod zone;

#[cfg(feature = "ssr")]
pub use routes::{App, shell};
