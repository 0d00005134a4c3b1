//! What the facts about boards make of a class: how many pages and about how many objects there are, and nothing of what is
//! drawn.

use crate::board::{Board, Boards, Change, Fact, MOST_SLIDES, Paced, moved};
use crate::core::Stamp;
use crate::words::Words;

pub(crate) fn fold(own: &mut Boards, fact: &Fact, stamp: Stamp) {
    match fact {
        Fact::Created { board, title } => {
            let made = Board {
                id: *board,
                title: title.clone(),
                made: stamp.offset,
                pages: vec![0],
                drawn: 0,
                decks: vec![],
                from: None,
            };
            own.boards.insert(*board, made.into());
        }
        Fact::Continued { board, from, through: _, pages, drawn } => {
            let made = Board {
                id: *board,
                title: Words(None),
                made: stamp.offset,
                pages: pages.clone(),
                drawn: *drawn,
                decks: vec![],
                from: Some(*from),
            };
            own.boards.insert(*board, made.into());
        }
        Fact::PageAdded { board, .. } => {
            if let Some(board) = own.boards.get_mut(board) {
                board.pages.push(0);
            }
        }
        Fact::Bound { board, deck } => {
            let (title, made, decks) = (Words(None), stamp.offset, vec![*deck]);
            let bound = Board { id: *board, title, made, pages: vec![], drawn: 0, decks, from: None };
            own.boards.insert(*board, bound.into());
        }
        Fact::Rebound { board, deck, places } => {
            if let Some(board) = own.boards.get_mut(board) {
                board.decks.push(*deck);
                let before = std::mem::take(&mut board.pages);
                for (page, count) in (1..).zip(before) {
                    if let Some(there) = page_of(board, moved(places, page)) {
                        *there = there.saturating_add(count);
                    }
                }
            }
        }
        Fact::Updated { board, change, drawn } => {
            let drawn = drawn.text().len();
            for _ in 0..change.weight(drawn) {
                own.paces.note(stamp.actor.map(|user| user.0), Paced::Change, stamp.offset);
            }
            if let Some(board) = own.boards.get_mut(board) {
                board.drawn = board.drawn.saturating_add(drawn as u64);
                count(board, change);
            }
        }
    }
}

fn count(board: &mut Board, change: &Change) {
    let Some(there) = change.page().and_then(|page| page_of(board, page)) else { return };
    let gone = match change {
        Change::Clear { .. } => return *there = 0,
        Change::Remove { objects, .. } => objects.len(),
        Change::Rub { strokes, .. } => strokes.len(),
        Change::Add { .. }
        | Change::AddAll { .. }
        | Change::Redraw { .. }
        | Change::Place { .. }
        | Change::Restore { .. }
        | Change::Style { .. }
        | Change::Stack { .. }
        | Change::Group { .. }
        | Change::Lock { .. }
        | Change::Paper { .. } => 0,
    };
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    *there = there.saturating_add(number(change.adds())).saturating_sub(number(gone));
}

fn page_of(board: &mut Board, page: u16) -> Option<&mut u32> {
    let at = usize::from(page).checked_sub(1)?;
    if board.deck().is_some() && page <= MOST_SLIDES && board.pages.len() <= at {
        board.pages.resize(at + 1, 0);
    }
    board.pages.get_mut(at)
}
