//! Mail to people.

use async_trait::async_trait;
use domain::icalendar::{Method, Person};

/// The port to whoever delivers mail.
#[async_trait]
pub trait Mail: Send + Sync {
    /// Hands a letter over. Done means that the other side has taken it.
    async fn send(&self, letter: &Letter) -> Result<(), MailError>;
}

/// A mail to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its message id: the same letter sent twice has the same.
    pub id: String,
    /// To whom.
    pub to: Person,
    /// What it is about, in a line.
    pub subject: String,
    /// What it says, as plain text.
    pub text: String,
    /// What goes into their calendar, and what is to be done with it there.
    pub calendar: Option<(Method, String)>,
}

/// Why a letter was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Worth trying again.
    #[error("the mail server didn't take it now: {0}")]
    Unavailable(String),
    /// The way to it is set up wrongly: it doesn't take our login, or its certificate can't be trusted. Worth trying again
    /// once that is mended.
    #[error("the mail server can't be used as it is set up: {0}")]
    Settings(String),
    /// This letter will never be taken: no such address, say.
    #[error("the mail server refused it: {0}")]
    Refused(String),
}
