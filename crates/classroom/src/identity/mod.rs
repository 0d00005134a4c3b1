//! Signing in and out.

mod sign_in;

pub use sign_in::{LOGIN_DAYS, SignedIn, token_hash};
