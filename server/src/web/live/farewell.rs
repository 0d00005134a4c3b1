//! How a tab is told that it is over, and why.

use classroom::class::encode;
use classroom::identity::SeatStatus;
use domain::wire::{LARGEST_FRAME, ServerFrame};

use websocket::{Broken, code};

use super::socket::{Over, Tab};
use super::tabs::CloseReason;
use super::{Channel, LIMITS};

/// Frames of one tab that nobody can read, after which it is sent away.
const MOST_UNREADABLE: u32 = 100;

/// Says that to whoever sends one.
pub(super) const UNREADABLE: &str =
    "Lectern can't read what this page sent. Load the page again and repeat what you did.";

impl Tab {
    /// The tab's first message was none that begins.
    pub(super) fn no_hello(&self, channel: &mut Channel) -> Over {
        let problem = "The first frame must be {\"type\":\"hello\",\"resume_after\":null}.".to_owned();
        channel.text(encode(&ServerFrame::BadFrame { problem }));
        channel.close(Some(code::POLICY));
        Over
    }

    /// Says what was wrong with a frame, and sends away who goes on with such frames.
    pub(super) fn unreadable(&mut self, channel: &mut Channel, problem: String) -> Result<(), Over> {
        channel.text(encode(&ServerFrame::BadFrame { problem }));
        self.unreadable += 1;
        if self.unreadable < MOST_UNREADABLE {
            return Ok(());
        }
        let reason = "This tab goes on sending what Lectern can't read. Load the page again.".to_owned();
        channel.text(encode(&ServerFrame::Bye { reason, retry: false }));
        channel.close(Some(code::POLICY));
        Err(Over)
    }

    /// Says why nothing more can be read from the tab.
    pub(super) fn send_away(&self, channel: &mut Channel, broken: Broken) -> Over {
        let reason = match broken {
            Broken::TooLong => format!("A frame may have {} KiB at most.", LARGEST_FRAME / 1024),
            Broken::TooManyParts => format!("A message may come in {} frames at most.", LIMITS.most_parts),
            Broken::NotUtf8 => "Frames are JSON text in UTF-8.".to_owned(),
            Broken::Protocol => "That isn't WebSocket (RFC 6455).".to_owned(),
        };
        channel.text(encode(&ServerFrame::Bye { reason, retry: false }));
        channel.close(Some(broken.code()));
        Over
    }

    /// The tab said goodbye, and hears it back with the code it gave (RFC 6455, section 5.5.1).
    pub(super) fn answer_close(&self, channel: &mut Channel, code: Option<u16>) -> Over {
        channel.close(code);
        Over
    }

    /// The tab may not stay where it is.
    pub(super) fn leave_place(&mut self, channel: &mut Channel, closed_for: CloseReason) -> Over {
        let (reason, retry) = match closed_for {
            CloseReason::Seat(SeatStatus::SignedOut) => {
                ("You are signed out. Load the page again to sign in.".to_owned(), false)
            }
            CloseReason::Seat(SeatStatus::Outside) => {
                ("You don't belong to this class any more.".to_owned(), false)
            }
            CloseReason::Seat(SeatStatus::Changed | SeatStatus::Seated) => {
                ("You have another place in this class now.".to_owned(), true)
            }
            CloseReason::Crowded { most } => (
                format!(
                    "You have more than {most} tabs open; this one, the oldest, was closed. Close some, then load this page again."
                ),
                false,
            ),
        };
        channel.text(encode(&ServerFrame::Bye { reason, retry }));
        channel.close(Some(if retry { code::RESTART } else { code::POLICY }));
        // Who only has too many tabs is in the room with the others.
        self.for_good = !retry && matches!(closed_for, CloseReason::Seat(_));
        Over
    }
}
