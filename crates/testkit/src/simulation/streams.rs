//! What grows in a class of chance, and what must hold of it: whatever breaks, everybody sees the beginning of what was sent, in
//! its order, and it is whole where they read that it is.

use std::collections::BTreeMap;

use domain::stream::{Change, Content, Growth, Name};

/// All that was ever sent.
#[derive(Default)]
pub struct Sent {
    streams: BTreeMap<Name, Stream>,
}

#[derive(Default)]
struct Stream {
    pieces: Vec<Content>,
    done: bool,
}

/// How many pieces somebody has of what grows on their screen, and what came of the streams before.
#[derive(Default)]
pub struct Seen {
    growing: BTreeMap<Name, usize>,
    /// Streams that came whole.
    pub whole: usize,
    /// Streams that were marked as incomplete.
    pub dropped: usize,
}

impl Sent {
    /// Somebody sends a piece.
    pub fn append(&mut self, name: Name, content: Content) {
        self.streams.entry(name).or_default().pieces.push(content);
    }

    /// Somebody says that a stream is whole.
    pub fn end(&mut self, name: Name) {
        self.streams.entry(name).or_default().done = true;
    }

    /// Holds what somebody sees against what was sent.
    pub fn compare(&self, seen: &mut Seen, changes: &[Change]) {
        for Change { name, growth } in changes {
            let stream = &self.streams[name];
            match growth {
                Growth::Appended(content) => {
                    let next = seen.growing.entry(*name).or_default();
                    assert_eq!(stream.pieces.get(*next), Some(content), "piece {next} of {name:?}");
                    *next += 1;
                }
                Growth::Done => {
                    let pieces = seen.growing.remove(name);
                    assert!(stream.done, "{name:?} is said to be whole and isn't");
                    assert_eq!(pieces, Some(stream.pieces.len()), "{name:?} has an end and a hole");
                    seen.whole += 1;
                }
                Growth::Dropped => {
                    assert!(seen.growing.remove(name).is_some(), "{name:?} is dropped and wasn't there");
                    seen.dropped += 1;
                }
            }
        }
    }
}

impl Seen {
    /// The page was loaded again: its screen is empty.
    pub fn forget_growing(&mut self) {
        self.growing.clear();
    }
}
