//! The pages: each takes a plain view and shows it; where the data comes from is the caller's business.

#[cfg(feature = "ssr")]
pub mod attendance;
pub mod class;
#[cfg(feature = "ssr")]
pub(crate) mod coming;
#[cfg(all(test, feature = "ssr"))]
mod direction;
pub mod framed;
pub mod home;
pub mod lesson;
pub mod messages;
#[cfg(feature = "ssr")]
pub(crate) mod prepared;
pub mod replay;
#[cfg(feature = "ssr")]
pub(crate) mod results;
pub mod schedule;
pub mod sign_in;
#[cfg(test)]
mod sources;
pub mod waiting;
