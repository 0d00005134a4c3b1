//! The live channel in the browser: a class that keeps itself up to date, and commands that arrive once.
//!
//! [`use_live`] gives a [`LiveHandle`]. On the server it holds the first view and nothing moves.

mod channel;
mod drafts;
mod lasting;
mod left;
mod storage;
mod unheard;

pub use domain::live::{Owed, Progress};
pub use unheard::{LostQuestion, Unheard, Which, keep_drafts};

use std::rc::Rc;

use chrono::{DateTime, Utc};
use domain::event::Event;
use domain::ids::{CommandId, ConnectionId, Offset, SessionId};
use domain::role::Viewer;
use domain::session::Phase;
use domain::stream::{Change, Piece};
use domain::wire::{Ephemeral, Shown};
use domain::{ClassView, Command, Rejection};
use leptos::prelude::*;
use uuid::Uuid;

/// The channel's state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Link {
    /// Being opened for the first time.
    #[default]
    Opening,
    /// Open: what happens in the class is here within the blink of an eye.
    Open,
    /// Lost; being opened again.
    Mending,
    /// Closed by the server for good.
    Closed {
        /// Why, in words for the person.
        reason: String,
    },
}

/// A command that the class did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its id.
    pub id: CommandId,
    /// What was asked for.
    pub command: Command,
    /// Why not.
    pub reason: Rejection,
}

/// What a board that is shown is told, beside what the view says.
#[derive(Debug, Clone)]
pub enum BoardNews {
    /// Boards changed, in this order.
    Changed(Vec<Event>),
    /// The class came whole: what is drawn is to be fetched anew.
    Replaced,
    /// Something grew, is whole, or is dropped.
    Grew(Vec<Change>),
}

/// A class that keeps itself up to date. Copied freely; it ends with the component that made it.
#[derive(Clone, Copy)]
pub struct LiveHandle {
    /// The class.
    pub view: RwSignal<ClassView>,
    /// The channel's state.
    pub link: RwSignal<Link>,
    /// The log can't be written: the class is paused, nothing is lost.
    pub paused: RwSignal<bool>,
    /// Commands whose events are not in the view yet, oldest first.
    pub owed: RwSignal<Vec<Owed>>,
    /// The last command that was refused.
    pub refused: RwSignal<Option<Refused>>,
    /// How often refused words were given back to their writer.
    pub given_back: RwSignal<u32>,
    /// What people showed last, and forget: each round replaces the one before.
    pub passing: RwSignal<Vec<Shown>>,
    /// The server's time, a new one each second.
    pub now: RwSignal<DateTime<Utc>>,
    /// Where the class is in its life.
    pub phase: Memo<Phase>,
    /// The open channel, by the id that the server gave it.
    connection: RwSignal<Option<ConnectionId>>,
    /// The open channel, once the class counts it among its person's: with it they may enter the room.
    pub seat: Memo<Option<ConnectionId>>,
    channel: channel::Channel,
}

/// Follows a class from `view` on, as `viewer`, until the component that called is gone. `now` is the server's time
/// at which `view` was made.
pub fn use_live(session: SessionId, viewer: Viewer, view: ClassView, now: DateTime<Utc>) -> LiveHandle {
    let view = RwSignal::new(view);
    let connection = RwSignal::new(None::<ConnectionId>);
    let counts = move |connection: &ConnectionId| {
        let own = |view: &ClassView| {
            view.core.people.get(&viewer.user).is_some_and(|me| me.connections.contains_key(connection))
        };
        view.with(own)
    };
    let live = LiveHandle {
        view,
        link: RwSignal::default(),
        paused: RwSignal::default(),
        owed: RwSignal::default(),
        refused: RwSignal::default(),
        given_back: RwSignal::default(),
        passing: RwSignal::default(),
        now: RwSignal::new(now),
        phase: Memo::new(move |_| view.with(|view| view.core.phase)),
        connection,
        seat: Memo::new(move |_| connection.get().filter(counts)),
        channel: channel::Channel::new(),
    };
    Effect::new(move || channel::open(live, session, viewer.user));
    provide_context(live);
    live
}

impl LiveHandle {
    /// Sends a command: now, or as soon as the channel is back. It takes effect once.
    pub fn send(&self, command: Command) -> CommandId {
        let id = CommandId(Uuid::new_v4());
        self.send_as(id, command);
        id
    }

    /// Sends a command under an id that no other has.
    pub fn send_as(&self, id: CommandId, command: Command) {
        self.channel.submit(*self, id, command);
    }

    /// The words of a refused command are before their writer again: they need not be kept any longer.
    pub fn gave_back(&self, id: CommandId) {
        self.channel.forget(*self, id);
    }

    /// Shows the others something for a moment, where the channel is open; nothing is kept.
    pub fn show(&self, frame: Ephemeral) {
        self.channel.show(frame);
    }

    /// Sends the others a piece of what grows, where the channel is open.
    pub fn append(&self, piece: Piece) {
        self.channel.append(piece);
    }

    /// Has `board` told what a shown board needs to know, until the component that called is gone. One board is shown at a
    /// time.
    pub fn follow_board(&self, board: impl Fn(BoardNews) + 'static) {
        let channel = self.channel;
        let number = channel.set_board(Rc::new(board));
        on_cleanup(move || channel.leave_board(number));
    }

    /// How long the class has been going, or went; `None` before its start.
    #[must_use]
    pub fn class_time(&self) -> Option<Offset> {
        match self.phase.get() {
            Phase::Unscheduled | Phase::Scheduled | Phase::Cancelled => None,
            Phase::Live { started_at } => Some(Offset((self.now.get() - started_at).num_milliseconds())),
            Phase::Ended { length, .. } => Some(length),
        }
    }

    /// How many commands wait for the server, or for its answer, of those that a reload doesn't take away.
    #[must_use]
    pub fn unsent(&self) -> usize {
        self.owed.with(|owed| unsent(owed))
    }
}

fn unsent(owed: &[Owed]) -> usize {
    let waits = |owed: &&Owed| !matches!(owed.progress, Progress::Heard(_));
    owed.iter().filter(waits).filter(|owed| lasting::Lasting::of(&owed.command).is_some()).count()
}

#[cfg(test)]
mod tests {
    use domain::hand;
    use domain::ids::{MessageId, Sequence};

    use super::*;

    #[test]
    fn only_what_is_kept_counts_as_not_lost() {
        let owed = |command, progress| Owed { id: CommandId(Uuid::nil()), command, progress };
        let words = || Command::chat(MessageId(Uuid::nil()), "words");
        let all = [
            owed(words(), Progress::Waiting),
            owed(words(), Progress::Sent),
            owed(words(), Progress::Heard(Sequence(1))),
            owed(Command::Hand(hand::Command::Raise), Progress::Waiting),
        ];
        assert_eq!(unsent(&all), 2);
    }
}
