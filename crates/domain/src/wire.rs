//! What travels over the live channel, as JSON text frames.

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::board;
use crate::command::Command;
use crate::decide::Rejection;
use crate::emoji::Emoji;
use crate::event::Event;
use crate::ids::{BoardId, CommandId, ConnectionId, Sequence, UserId};
use crate::permission::Permission;
use crate::role::Viewer;
use crate::stream::{Piece, Streamed};
use crate::view::ClassView;

/// Bytes in one frame from a browser, at most.
pub const LARGEST_FRAME: usize = 64 * 1024;

/// From the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// The first frame: what the browser has seen already.
    Hello {
        /// The last event it has; `None` on a fresh page.
        resume_after: Option<Sequence>,
    },
    /// A command. Sent again after a reconnect, it has one effect and the same answer.
    Command {
        /// Its id.
        id: CommandId,
        /// What is asked for.
        command: Command,
    },
    /// Something that is shown and forgotten.
    Ephemeral {
        /// What.
        frame: Ephemeral,
    },
    /// A piece of something that grows.
    Stream {
        /// The piece.
        piece: Piece,
    },
    /// Are you there?
    Ping,
}

/// From the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    /// The answer to `Hello`; a snapshot or events follow.
    Welcome {
        /// Who you are here.
        you: Viewer,
        /// The id of this tab's connection.
        connection: ConnectionId,
        /// The server's clock, so that class time is right on a machine whose clock isn't.
        now: DateTime<Utc>,
    },
    /// The class as it is; replaces what the browser has.
    Snapshot {
        /// The view, with the sequence it is at.
        view: Box<ClassView>,
    },
    /// Events after `after` up to and including `through`; fewer than their difference where some are not for you.
    /// A browser that is not at `after` asks again with `Hello`.
    Events {
        /// The event before the first.
        after: Sequence,
        /// The last.
        through: Sequence,
        /// What you may see of them, in their order.
        events: Vec<Event>,
    },
    /// The command is in the log.
    Accepted {
        /// Which.
        id: CommandId,
        /// The last event it made, or the log's end where it changed nothing.
        sequence: Sequence,
    },
    /// The command was refused; sending it again won't help.
    Refused {
        /// Which.
        id: CommandId,
        /// Why.
        reason: Rejection,
    },
    /// The log can't be written: the class is paused, and commands wait in the browser.
    Paused {
        /// The command that this answers: sent again on `Resumed`. What has no answer yet still gets one, and must not be
        /// sent twice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<CommandId>,
    },
    /// The log is back.
    Resumed,
    /// What people showed since the last such frame, each kind of each person once; your own is among it.
    Ephemeral {
        /// Who showed what.
        frames: Vec<Shown>,
    },
    /// Pieces of what grows, in their order; your own are among them.
    Streams {
        /// These are all streams that grow, each from its start: what grows in the browser and isn't among them is dropped.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anew: bool,
        /// The pieces.
        pieces: Vec<Streamed>,
    },
    /// The answer to `Ping`.
    Pong,
    /// A frame the server could not use; the channel stays open.
    BadFrame {
        /// What was wrong with it.
        problem: String,
    },
    /// The server closes the channel.
    Bye {
        /// Why, in words for the person.
        reason: String,
        /// Whether to come back at once (the channel was too slow, the server restarts).
        retry: bool,
    },
}

/// What somebody showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Shown {
    /// Who.
    pub from: UserId,
    /// What.
    pub frame: Ephemeral,
}

/// Shown and forgotten: never stored, and of each kind the last of each person replaces those before it. What must keep its order
/// is a [`crate::stream`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Ephemeral {
    /// Somebody is writing in the chat.
    Typing,
    /// Somebody answers what is said with an emoji.
    Reaction {
        /// Which.
        emoji: Emoji,
    },
    /// Somebody points at a place of the stage.
    Pointer {
        /// From its left edge, 0 to [`EXTENT`].
        x: u16,
        /// From its top, 0 to [`EXTENT`].
        y: u16,
    },
    /// Somebody's pen or pointer is over a place of a board.
    Hovers {
        /// Which board.
        board: BoardId,
        /// Which page of it.
        page: u16,
        /// To the right of its middle, in units: to [`board::EXTENT`] either way.
        x: i32,
        /// Below its middle.
        y: i32,
    },
    /// Somebody looks at a part of a board, for those who follow them.
    Looks {
        /// Which board.
        board: BoardId,
        /// Which page of it.
        page: u16,
        /// The middle of what they see: to the right of the board's middle, in units.
        x: i32,
        /// Below it.
        y: i32,
        /// How wide what they see is, in units: at least one.
        wide: i32,
    },
    /// Staff have the class look at a place of a board: all around it is dimmed.
    Spotlight {
        /// Which board.
        board: BoardId,
        /// Which page of it.
        page: u16,
        /// The middle of what is lit: to the right of the board's middle, in units.
        x: i32,
        /// Below it.
        y: i32,
        /// From the middle to the edge of what is lit, in units; none where it has ended.
        radius: i32,
    },
    /// Somebody began to speak, or stopped.
    Speaking {
        /// Whether they speak.
        on: bool,
    },
}

/// The stage's width and height, whatever its shape on a screen.
pub const EXTENT: u16 = 10_000;

impl Ephemeral {
    /// What a student must be permitted to do who shows it; none where whoever is inside may.
    #[must_use]
    pub fn permission(&self) -> Option<Permission> {
        match self {
            // An emoji for the class is as one under a message.
            Self::Typing | Self::Reaction { .. } => Some(Permission::Chat),
            Self::Speaking { .. } => Some(Permission::Microphone),
            Self::Hovers { .. } => Some(Permission::Draw),
            Self::Pointer { .. } | Self::Looks { .. } | Self::Spotlight { .. } => None,
        }
    }

    /// Whether it may be passed on: its numbers are within their bounds.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        match self {
            Self::Typing | Self::Reaction { .. } | Self::Speaking { .. } => true,
            Self::Pointer { x, y } => *x <= EXTENT && *y <= EXTENT,
            Self::Hovers { x, y, .. } => is_on_board(*x) && is_on_board(*y),
            Self::Looks { x, y, wide, .. } => is_on_board(*x) && is_on_board(*y) && *wide > 0,
            Self::Spotlight { x, y, radius, .. } => {
                is_on_board(*x) && is_on_board(*y) && (0..=board::EXTENT).contains(radius)
            }
        }
    }
}

fn is_on_board(units: i32) -> bool {
    (-board::EXTENT..=board::EXTENT).contains(&units)
}

impl ClassView {
    /// Whether what somebody shows who is inside may be passed on.
    #[must_use]
    pub fn lets_show(&self, viewer: &Viewer, frame: &Ephemeral) -> bool {
        let permits = |permission| self.core.permits(viewer.user, viewer.role, permission);
        let is_theirs = !matches!(frame, Ephemeral::Spotlight { .. }) || viewer.role.is_staff();
        frame.is_valid() && is_theirs && frame.permission().is_none_or(permits)
    }
}

#[cfg(test)]
mod tests {
    use super::Ephemeral;
    use crate::command::Command;
    use crate::emoji::Emoji;
    use crate::permission;
    use crate::permission::Permission;
    use crate::role::{Role, Viewer};
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, user};

    #[test]
    fn who_may_not_write_shows_no_applause_and_no_writing() {
        let mut class = Class::live();
        let shows = |class: &Class, n, role, frame: &Ephemeral| {
            class.view.lets_show(&Viewer { user: user(n), role }, frame)
        };
        let clap = Ephemeral::Reaction { emoji: Emoji::Clap };
        assert!(shows(&class, STUDENT, Role::Student, &clap));
        class.does(
            TEACHER,
            Command::Permission(permission::Command::Grant {
                user: user(STUDENT),
                permission: Permission::Chat,
                allowed: Some(false),
            }),
        );
        for frame in [&clap, &Ephemeral::Typing] {
            assert!(!shows(&class, STUDENT, Role::Student, frame));
            assert!(shows(&class, OTHER, Role::Student, frame));
        }
        class.does(TEACHER, Command::Permission(permission::Command::Lock { locked: true }));
        assert!(!shows(&class, OTHER, Role::Student, &clap));
        assert!(shows(&class, TEACHER, Role::Teacher, &clap));
        assert!(!shows(&class, OTHER, Role::Student, &Ephemeral::Speaking { on: true }));
        assert!(shows(&class, OTHER, Role::Student, &Ephemeral::Pointer { x: 1, y: 1 }));
    }

    #[test]
    fn a_spotlight_is_for_staff_and_within_the_board() {
        let class = Class::live();
        let shows = |n, role, x, radius| {
            let frame = Ephemeral::Spotlight { board: uuid::Uuid::nil().into(), page: 1, x, y: 0, radius };
            class.view.lets_show(&Viewer { user: user(n), role }, &frame)
        };
        assert!(shows(TEACHER, Role::Teacher, 5, 120) && shows(TEACHER, Role::Teacher, 5, 0));
        assert!(!shows(STUDENT, Role::Student, 5, 120));
        for (x, radius) in [(i32::MIN, 120), (crate::board::EXTENT + 1, 120), (0, -1), (0, i32::MAX)] {
            assert!(!shows(TEACHER, Role::Teacher, x, radius), "{x} {radius}");
        }
    }

    #[test]
    fn a_pointer_stays_on_the_stage() {
        assert!(Ephemeral::Pointer { x: 0, y: 10_000 }.is_valid());
        assert!(!Ephemeral::Pointer { x: 10_001, y: 0 }.is_valid());
        assert!(serde_json::from_str::<Ephemeral>(r#"{"what":"pointer","x":-1,"y":0}"#).is_err());
        assert!(serde_json::from_str::<Ephemeral>(r#"{"what":"reaction","emoji":"skull"}"#).is_err());
    }
}
