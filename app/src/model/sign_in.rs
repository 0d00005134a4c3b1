//! What the sign-in page shows.

use lean::FromJson;
use serde::{Deserialize, Serialize};

/// The form as it stands before or after an attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct SignInView {
    /// What was typed before.
    pub email: String,
    /// Why the last attempt was refused.
    pub error: Option<String>,
    /// Where to go afterwards, a path of ours.
    pub next: Option<String>,
    /// People of the demo, who sign in with one press; none outside the demo.
    pub demo: Vec<DemoPerson>,
}

/// One of the people a demo comes with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct DemoPerson {
    /// Their name.
    pub name: String,
    /// What they show: "Teacher of Dynamics 2".
    pub role: String,
    /// Their address.
    pub email: String,
    /// Their password, which everybody may know.
    pub password: String,
}
