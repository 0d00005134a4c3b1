//! Signing in and out.

mod password;
mod place;
mod revalidate;
mod sign_in;

pub use revalidate::SeatStatus;
pub use sign_in::{LOGIN_DAYS, REMEMBERED_DAYS, SignedIn, Visit, token_hash};
