//! The pages: each takes a plain view and shows it; where the data comes from is the caller's business.

pub mod class;
pub mod framed;
pub mod home;
pub mod messages;
pub mod replay;
pub mod schedule;
pub mod sign_in;
pub mod waiting;
