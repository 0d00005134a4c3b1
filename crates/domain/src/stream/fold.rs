//! What a piece does to the streams that grow. Servers and browsers fold with this, so that both know the same of a stream.

use std::collections::BTreeMap;
use std::mem::discriminant;

use super::{Content, Name, Part, Piece, Streamed};

/// The streams that grow, each from its start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Streams {
    growing: BTreeMap<Name, Vec<Content>>,
}

/// Something that happened to a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which stream.
    pub name: Name,
    /// What happened.
    pub growth: Growth,
}

/// What happens to a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Growth {
    /// It grew, or began with this.
    Appended(Content),
    /// It is whole, and forgotten here.
    Done,
    /// It won't be whole, and is forgotten here.
    Dropped,
}

impl Streams {
    /// Takes in what comes next. Nothing changes by a piece that came before, or of a stream whose start is not known. A piece
    /// that doesn't go on where its stream ended, or is of another kind, drops the stream.
    pub fn take(&mut self, streamed: &Streamed) -> Option<Change> {
        let name = streamed.name();
        let growth = self.growth(name, &streamed.piece)?;
        match &growth {
            Growth::Appended(content) => self.growing.entry(name).or_default().push(content.clone()),
            Growth::Done | Growth::Dropped => drop(self.growing.remove(&name)),
        }
        Some(Change { name, growth })
    }

    fn growth(&self, name: Name, piece: &Piece) -> Option<Growth> {
        let Some(there) = self.growing.get(&name) else {
            return match &piece.part {
                Part::Appended { content } if piece.index == 0 => Some(Growth::Appended(content.clone())),
                Part::Appended { .. } | Part::Done | Part::Dropped => None,
            };
        };
        if piece.part == Part::Dropped {
            return Some(Growth::Dropped);
        }
        match (piece.index as usize).cmp(&there.len()) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Greater => Some(Growth::Dropped),
            std::cmp::Ordering::Equal => Some(match &piece.part {
                Part::Appended { content } if is_of_kind(content, there) => Growth::Appended(content.clone()),
                Part::Done => Growth::Done,
                Part::Appended { .. } | Part::Dropped => Growth::Dropped,
            }),
        }
    }

    /// Drops a stream, if it grows.
    pub fn drop_one(&mut self, name: Name) -> Option<Change> {
        self.growing.remove(&name).map(|_| Change { name, growth: Growth::Dropped })
    }

    /// Drops all streams that grow: nobody knows what became of them.
    pub fn drop_all(&mut self) -> Vec<Change> {
        let dropped = std::mem::take(&mut self.growing).into_keys();
        dropped.map(|name| Change { name, growth: Growth::Dropped }).collect()
    }

    /// What there is of a stream that grows.
    #[must_use]
    pub fn get(&self, name: Name) -> Option<&[Content]> {
        self.growing.get(&name).map(Vec::as_slice)
    }

    /// The streams that grow, in the order of their names.
    pub fn names(&self) -> impl Iterator<Item = Name> {
        self.growing.keys().copied()
    }

    /// The pieces that make a stream as it is.
    pub fn pieces(&self, name: Name) -> impl Iterator<Item = Streamed> {
        let all = self.get(name).unwrap_or_default().iter().zip(0..);
        all.map(move |(content, index)| {
            let part = Part::Appended { content: content.clone() };
            Streamed { from: name.from, piece: Piece { stream: name.stream, index, part } }
        })
    }
}

fn is_of_kind(content: &Content, there: &[Content]) -> bool {
    there.first().is_none_or(|first| discriminant(first) == discriminant(content))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::ids::{StreamId, UserId};
    use crate::stream::Sender;

    const NAME: Name = Name { from: UserId(Uuid::nil()), stream: StreamId(Uuid::max()) };

    fn trail(x: u16) -> Content {
        Content::Trail { points: vec![(x, 0)] }
    }

    /// A stream of so many pieces, and its end.
    fn sent(pieces: u16) -> Vec<Streamed> {
        let mut sender = Sender::new(NAME.stream);
        let mut sent: Vec<_> = (0..pieces).map(|x| sender.append(trail(x))).collect();
        sent.push(sender.done());
        sent.into_iter().map(|piece| Streamed { from: NAME.from, piece }).collect()
    }

    #[test]
    fn a_stream_grows_in_its_order_and_is_forgotten_when_it_is_whole() {
        let mut streams = Streams::default();
        let changes: Vec<_> = sent(2).iter().filter_map(|piece| streams.take(piece)).collect();
        let growths = [Growth::Appended(trail(0)), Growth::Appended(trail(1)), Growth::Done];
        assert_eq!(changes, growths.map(|growth| Change { name: NAME, growth }));
        assert_eq!(streams, Streams::default());
    }

    #[test]
    fn who_comes_in_the_middle_learns_nothing_of_it_or_gets_it_whole() {
        let (all, mut first, mut late) = (sent(3), Streams::default(), Streams::default());
        first.take(&all[0]);
        first.take(&all[1]);
        assert_eq!(late.take(&all[1]), None);
        for piece in first.pieces(NAME) {
            late.take(&piece);
        }
        assert_eq!(late, first);
        assert_eq!(late.take(&all[2]).unwrap().growth, Growth::Appended(trail(2)));
    }

    #[test]
    fn a_gap_drops_all_of_it_and_what_comes_after_is_nothing() {
        let (all, mut streams) = (sent(3), Streams::default());
        streams.take(&all[0]);
        assert_eq!(streams.take(&all[2]).unwrap().growth, Growth::Dropped);
        assert_eq!(streams.take(&all[1]), None);
        assert_eq!(streams.take(&all[3]), None);
        streams.take(&all[0]);
        assert_eq!(streams.take(&Streamed::dropped(NAME)).unwrap().growth, Growth::Dropped);
        assert_eq!(streams.take(&Streamed::dropped(NAME)), None);
    }

    proptest! {
        /// Whatever of it is lost, repeated or swapped: what is shown is how it begins, and it is done only where it is whole.
        #[test]
        fn no_screen_shows_a_hole(indexes in prop::collection::vec(0_usize..7, 0..40)) {
            let (all, mut streams, mut shown) = (sent(6), Streams::default(), Vec::new());
            for index in indexes {
                let Some(change) = streams.take(&all[index]) else { continue };
                match change.growth {
                    Growth::Appended(content) => shown.push(content),
                    Growth::Done => prop_assert_eq!(std::mem::take(&mut shown).len(), 6),
                    Growth::Dropped => shown.clear(),
                }
                prop_assert!(shown.iter().zip(0..).all(|(content, x)| *content == trail(x)));
                prop_assert_eq!(streams.get(NAME).unwrap_or_default(), shown.as_slice());
            }
        }
    }
}
