//! Boards that go from one class of a lesson to the next.

use serde::Serialize;

use crate::board::drawing::ROOM;
use crate::board::{Boards, Drawing, Fact, MOST_BOARDS, Object};
use crate::ids::{BoardId, Sequence, SessionId};

/// A board for the class that continues this one ([`crate::SystemCommand::ContinueFrom`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// Which; it keeps its id.
    pub board: BoardId,
    /// How far its class's log counts.
    pub through: Sequence,
    /// How many objects are on each of its pages.
    pub pages: Vec<u32>,
    /// Characters of what is drawn on it.
    pub drawn: u64,
}

impl Carried {
    /// A board of so many pages with what is drawn on it.
    #[must_use]
    pub fn of(board: BoardId, pages: usize, drawing: &Drawing) -> Self {
        let bytes: usize = drawing.objects().map(|object| object.packed.len()).sum();
        let numbers = (1..).take(pages);
        Self {
            board,
            through: drawing.sequence(),
            pages: numbers.map(|page| drawing.count(page)).collect(),
            // As the log has it: four characters for three bytes.
            drawn: (bytes as u64).saturating_mul(4).div_ceil(3),
        }
    }
}

/// The boards of a class that go on in the next one, with how many pages each has: all that lie on no slides, since decks stay
/// where they are.
#[must_use]
pub fn free(own: &Boards) -> Vec<(BoardId, usize)> {
    let free = own.boards.values().filter(|board| board.deck().is_none());
    free.map(|board| (board.id, board.pages.len())).collect()
}

/// Has a class go on with the boards of an earlier one, as far as there is room.
#[must_use]
pub fn take_over(own: &Boards, from: SessionId, boards: &[Carried]) -> Vec<Fact> {
    let room = MOST_BOARDS.saturating_sub(free(own).len());
    let new = boards.iter().filter(|carried| !own.boards.contains_key(&carried.board));
    let continued = |Carried { board, through, pages, drawn }: &Carried| {
        let (board, through, pages, drawn) = (*board, *through, pages.clone(), *drawn);
        Fact::Continued { board, from, through, pages, drawn }
    };
    new.take(room).map(continued).collect()
}

impl Drawing {
    /// What is drawn as the class that goes on with it begins, by the event at `sequence` of its log: in the same order, below
    /// all that comes, and what was removed before stays away.
    #[must_use]
    pub fn for_the_next(mut self, sequence: Sequence) -> Self {
        self.removals.clear();
        let pages: Vec<u16> = self.on_pages.keys().copied().collect();
        for page in pages {
            let ids: Vec<_> = self.on_page(page).map(|object| object.id).collect();
            let lifted: Vec<Object> = ids.iter().filter_map(|id| self.lift(*id)).collect();
            for (object, below) in lifted.into_iter().rev().zip(1..) {
                self.place(Object { order: -ROOM * below, ..object });
            }
        }
        self.sequence = sequence;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::{Change, Form, Origin, Shape, Span, drawn};
    use crate::ids::{CommandId, ObjectId};
    use crate::testing::{id, user};

    /// Follows a change of the event at `n`.
    fn change(drawing: &mut Drawing, n: u64, change: Change) {
        let form = Form::Line(Span { from: (0, 0), to: (1, 1) });
        let shape = Shape { colour: [0; 3], width: 16, fine: 0, form };
        let drawn = if change.draws() { drawn(&shape).into() } else { crate::words::Words(None) };
        let command = CommandId::from(id(u128::from(n)));
        let origin = Origin { sequence: Sequence(n), command, actor: Some(user(1)) };
        drawing.apply(&Fact::Updated { board: id(9).into(), change, drawn }, origin);
    }

    fn add(drawing: &mut Drawing, n: u64, object: u128) {
        change(drawing, n, Change::Add { object: id(object).into(), page: 1 });
    }

    fn ids(drawing: &Drawing) -> Vec<ObjectId> {
        drawing.objects().map(|object| object.id).collect()
    }

    #[test]
    fn a_board_goes_on_in_its_order_below_what_comes() {
        let mut earlier = Drawing::default();
        (1..=4).for_each(|n| add(&mut earlier, 900 + n, u128::from(n)));
        change(&mut earlier, 905, Change::Remove { page: 1, objects: vec![id(2).into()] });
        let carried = Carried::of(id(9).into(), 2, &earlier);
        assert_eq!((carried.pages, carried.through), (vec![3, 0], Sequence(905)));
        let mut next = earlier.for_the_next(Sequence(3));
        add(&mut next, 4, 7);
        assert_eq!(ids(&next), [1, 3, 4, 7].map(|n| id(n).into()));
        change(&mut next, 5, Change::Restore { removal: id(905).into() });
        assert_eq!(ids(&next).len(), 4, "what was removed in the earlier class stays away");
        let pile = crate::board::Pile { above: None, objects: vec![id(7).into()] };
        change(&mut next, 6, Change::Stack { page: 1, piles: vec![pile] });
        assert_eq!(ids(&next), [7, 1, 3, 4].map(|n| id(n).into()), "it can be put below them");
        let again = Drawing::from_bytes(&next.to_bytes()).unwrap();
        assert_eq!(again, next);
    }

    #[test]
    fn a_class_takes_over_what_it_does_not_have_and_has_room_for() {
        let carried = |n: usize| Carried {
            board: id(n as u128).into(),
            through: Sequence(9),
            pages: vec![1],
            drawn: 20,
        };
        let all: Vec<Carried> = (0..60).map(carried).collect();
        let facts = take_over(&Boards::default(), id(77).into(), &all);
        assert_eq!(facts.len(), MOST_BOARDS);
        let mut own = Boards::default();
        let (offset, at) = (crate::ids::Offset(0), chrono::DateTime::UNIX_EPOCH);
        let stamp = crate::core::Stamp { sequence: Sequence(3), offset, at, actor: None };
        crate::board::fold(&mut own, &facts[0], stamp);
        let board = own.boards.get(&facts[0].board()).unwrap();
        assert_eq!((&board.pages, board.from, board.drawn), (&vec![1], Some(id(77).into()), 20));
        assert!(take_over(&own, id(77).into(), &all[..1]).is_empty(), "once");
    }
}
