//! A fake of the port to whoever delivers mail, and a mail server, which keep what they are given.
#![expect(clippy::expect_used, reason = "a test without its mail server fails")]

mod sink;

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use classroom::ports::mail::{Letter, Mail, MailError};

pub use sink::{SmtpSink, Way};

/// Whoever has this in their address is unknown to the fake and to the sink.
pub const UNKNOWN: &str = "nobody@";
/// The mailbox of whoever has this in their address is full for now: 452.
pub const FULL: &str = "full@";
/// At whose letter the sink ends the conversation: 421.
pub const BUSY: &str = "busy@";
/// At the end of whose letter the sink is gone without an answer.
pub const CUT: &str = "cut@";

/// Letters in memory.
#[derive(Debug, Default)]
pub struct FakeMail {
    sent: Mutex<Vec<Letter>>,
    away: Mutex<bool>,
    mended: Mutex<bool>,
}

impl FakeMail {
    /// What was sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Letter> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on mailboxes that took nothing take letters ([`FULL`], [`BUSY`], [`CUT`]).
    pub fn mend(&self) {
        *self.mended.lock().unwrap_or_else(PoisonError::into_inner) = true;
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
        let for_now = [FULL, BUSY, CUT].iter().any(|address| letter.to.email.starts_with(address));
        if for_now && !*self.mended.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(MailError::Unavailable("not now".to_owned()));
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(letter.clone());
        Ok(())
    }
}
