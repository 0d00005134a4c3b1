//! Signing in and out.

mod attempts;
mod password;
mod sign_in;
mod still;

pub use sign_in::{LOGIN_DAYS, SignedIn, token_hash};
pub use still::Still;
