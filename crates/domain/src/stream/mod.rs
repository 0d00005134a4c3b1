//! What grows while everybody watches: a trail under a pointer, and what later features append. It is shown and forgotten as
//! [`crate::wire::Ephemeral`] is, but each piece counts: pieces keep their order, none is merged with another or replaced, and a
//! stream that can't go on is dropped as a whole, with a mark that says so. No screen ever shows one with a hole in it.

mod content;
mod fold;
mod sender;

pub use content::{Content, InkPlace, LaserPlace};
pub use fold::{Change, Growth, Streams};
pub use sender::Sender;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{StreamId, UserId};

/// Streams of one person that grow at the same time, at most.
pub const MOST_OF_A_PERSON: usize = 4;
/// Streams of a class that grow at the same time, at most.
pub const MOST_OF_A_CLASS: usize = 64;
/// Pieces of one stream, at most; whoever has more to say begins another.
pub const MOST_PIECES: u32 = 1_024;
/// Bytes of one stream, at most, as [`Content::size`] counts them. A stream is kept while it grows, so that who comes in its
/// middle gets it from its start: with [`MOST_OF_A_CLASS`] this bounds what that takes.
pub const LARGEST_STREAM: usize = 16 * 1024;
/// Bytes of one piece, at most.
pub const LARGEST_PIECE: usize = 2 * 1024;

/// Which stream: its owner, and the id that they gave it. An id is used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// Whose it is.
    pub from: UserId,
    /// Which of theirs.
    pub stream: StreamId,
}

/// A piece of a stream, as its owner sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Piece {
    /// Which stream.
    pub stream: StreamId,
    /// Its place: 0 for the first, one more for each after it, the end included.
    pub index: u32,
    /// What it does.
    pub part: Part,
}

/// What a piece does to its stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Part {
    /// The stream grows.
    Appended {
        /// By what. All of a stream is of one kind.
        content: Content,
    },
    /// The stream is whole.
    Done,
    /// The stream is given up: what is there of it is incomplete, and no more comes. Its index says nothing.
    Dropped,
}

/// A piece, as it is passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Streamed {
    /// Whose.
    pub from: UserId,
    /// The piece.
    pub piece: Piece,
}

impl Streamed {
    /// Its stream.
    #[must_use]
    pub fn name(&self) -> Name {
        Name { from: self.from, stream: self.piece.stream }
    }

    /// The mark that a stream is given up.
    #[must_use]
    pub fn dropped(name: Name) -> Self {
        let piece = Piece { stream: name.stream, index: 0, part: Part::Dropped };
        Self { from: name.from, piece }
    }
}
