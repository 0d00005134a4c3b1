//! Signing in and out.

mod password;
mod place;
mod sign_in;
mod still;

pub use sign_in::{LOGIN_DAYS, REMEMBERED_DAYS, SignedIn, Visit, token_hash};
pub use still::Still;
