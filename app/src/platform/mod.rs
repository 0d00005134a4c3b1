//! What differs between the browser and the server, where a page is drawn and nothing is pressed, kept or waited for: the same
//! functions twice, so that what uses them is written once.

#[cfg(feature = "browser")]
mod browser;
#[cfg(not(feature = "browser"))]
mod server;

#[cfg(feature = "browser")]
pub use browser::*;
#[cfg(not(feature = "browser"))]
pub use server::*;
