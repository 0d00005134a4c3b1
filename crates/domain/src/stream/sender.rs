//! The owner's end of a stream.

use super::{Content, Part, Piece};
use crate::ids::StreamId;

/// Numbers the pieces of one stream. A channel that breaks ends its streams: what is sent on the next one is another's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    stream: StreamId,
    next: u32,
}

impl Sender {
    /// A stream that is not begun yet, by an id that no other has.
    #[must_use]
    pub fn new(stream: StreamId) -> Self {
        Self { stream, next: 0 }
    }

    /// The next piece.
    #[must_use]
    pub fn append(&mut self, content: Content) -> Piece {
        self.piece(Part::Appended { content })
    }

    /// The end: the stream is whole.
    #[must_use]
    pub fn done(mut self) -> Piece {
        self.piece(Part::Done)
    }

    /// The end: it is given up.
    #[must_use]
    pub fn dropped(mut self) -> Piece {
        self.piece(Part::Dropped)
    }

    fn piece(&mut self, part: Part) -> Piece {
        let index = self.next;
        self.next += 1;
        Piece { stream: self.stream, index, part }
    }
}
