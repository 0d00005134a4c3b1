//! A class whose log can't be written: it says so, and waits until it can be.

use std::time::Duration;

use tokio::time::Instant;

use super::super::submit::{PendingCommand, WriterRequest};
use super::{IDLE, Writer};
use crate::refusal::Refusal;

/// The first wait before trying the log again; it doubles up to [`LONGEST_WAIT`].
const SHORTEST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

impl Writer {
    /// The log can't be written: everybody sees it, and what was asked is sent again by whoever asked.
    pub(super) async fn pause(&mut self, pending: Vec<PendingCommand>) {
        self.class.set_paused(true);
        pending.into_iter().for_each(|one| drop(one.answer.send(Err(Refusal::Paused))));
        self.wait_for_log().await;
    }

    /// Refuses what comes with [`Refusal::Paused`] until the log can be read again, and with it what became of the last commit,
    /// and is as this installation left it. A class that nobody needs meanwhile is closed.
    pub(super) async fn wait_for_log(&mut self) {
        self.class.set_paused(true);
        let (mut wait, mut last_asked) = (SHORTEST_WAIT, Instant::now());
        loop {
            let next_try = tokio::time::sleep(wait);
            tokio::pin!(next_try);
            loop {
                tokio::select! {
                    // In this order, so that a test's run is one run.
                    biased;
                    () = &mut next_try => break,
                    request = self.requests.recv() => match request {
                        Some(WriterRequest::Command(one) | WriterRequest::LookUp(one)) => {
                            last_asked = Instant::now();
                            drop(one.answer.send(Err(Refusal::Paused)));
                        }
                        Some(WriterRequest::Refresh | WriterRequest::CatchUp(_)) => {}
                        None => return,
                    },
                }
            }
            if self.is_whole().await {
                self.forget_undecided();
                self.class.set_paused(false);
                return;
            }
            if last_asked.elapsed() > IDLE && (self.closed || self.close()) {
                self.closed = true;
                return;
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// Whether the log can be read up to its end, and written after it.
    async fn is_whole(&mut self) -> bool {
        let read = self.catch_up().await;
        let last = self.class.read(|view| view.sequence);
        read.is_ok() && self.log.check(self.class.key, last).await.is_ok()
    }
}
