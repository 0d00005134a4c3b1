//! A fake of the port to whoever delivers mail, and a mail server, which keep what they are given.
#![expect(clippy::expect_used, reason = "a test without its mail server fails")]

mod sink;

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use classroom::ports::mail::{Letter, Mail, MailError};

pub use sink::{SmtpSink, Way};

/// Whoever has this in their address is unknown to the fake and to the sink.
pub const UNKNOWN: &str = "nobody@";

/// Letters in memory.
#[derive(Debug, Default)]
pub struct FakeMail {
    sent: Mutex<Vec<Letter>>,
    away: Mutex<bool>,
}

impl FakeMail {
    /// What was sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Letter> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes nothing any more, or takes letters again.
    pub fn set_away(&self, away: bool) {
        *self.away.lock().unwrap_or_else(PoisonError::into_inner) = away;
    }
}

#[async_trait]
impl Mail for FakeMail {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        if *self.away.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(MailError::Unavailable("nobody is there".to_owned()));
        }
        if letter.to.email.starts_with(UNKNOWN) || !letter.to.email.contains('@') {
            return Err(MailError::Refused("no such address".to_owned()));
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(letter.clone());
        Ok(())
    }
}
