//! Making boards and changing them.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::board::{
    Board, Boards, Change, Command, Fact, LONGEST_TITLE, MOST_BOARDS, MOST_DRAWN, MOST_DRAWN_IN_CLASS,
    MOST_OBJECTS, MOST_PAGES, Moved, Paced, count_drawn, read_drawn,
};
use crate::core::Core;
use crate::ids::{BoardId, DeckId};
use crate::permission::Permission;
use crate::rejection::{BadDrawing, Rejection};
use crate::words::{Words, clean};

/// What a page's command makes happen.
///
/// # Errors
/// Outside a live class, without permission to draw, for a board or page that isn't there, beyond any bound, or a drawing that
/// can't be read.
pub fn decide(
    class: &Core,
    own: &Boards,
    asking: Asking,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_permitted(class, Permission::Draw)?;
    match command {
        Command::Create { board, title } => create(own, *board, title),
        Command::AddPage { board, page } => add_page(own, *board, *page),
        Command::Bind { deck } => bind(own, *deck),
        Command::Change { board, change, drawn } => {
            own.paces.must_not_be_too_often(class, asking, Paced::Change, now)?;
            update(own, *board, change, drawn.as_deref())
        }
    }
}

fn create(own: &Boards, board: BoardId, title: &str) -> Result<Vec<Fact>, Rejection> {
    if own.boards.contains_key(&board) {
        return Err(Rejection::AlreadyThere);
    }
    // Of those on slides there are as many as there are decks.
    if own.boards.values().filter(|board| board.deck().is_none()).count() >= MOST_BOARDS {
        return Err(Rejection::TooMany { most: MOST_BOARDS });
    }
    let title = clean(title, LONGEST_TITLE).map_err(Rejection::BadText)?;
    Ok(vec![Fact::Created { board, title: title.into() }])
}

fn add_page(own: &Boards, board: BoardId, page: u16) -> Result<Vec<Fact>, Rejection> {
    let there = known(own, board)?;
    // Slides have the pages that they have.
    if there.deck().is_some() {
        return Err(Rejection::NoSuchBoard);
    }
    if there.objects(page).is_some() {
        return Ok(vec![]);
    }
    if page > MOST_PAGES {
        return Err(Rejection::TooMany { most: MOST_PAGES.into() });
    }
    if usize::from(page) != there.pages.len() + 1 {
        return Err(Rejection::NoSuchBoard);
    }
    Ok(vec![Fact::PageAdded { board, page }])
}

/// The board of a deck's slides; nothing where there is one. Two who draw on them first make one.
fn bind(own: &Boards, deck: DeckId) -> Result<Vec<Fact>, Rejection> {
    let board = own.of_deck(deck);
    match own.boards.get(&board) {
        None => Ok(vec![Fact::Bound { board, deck }]),
        Some(there) if there.deck() == Some(deck) => Ok(vec![]),
        Some(_) => Err(Rejection::AlreadyThere),
    }
}

/// What a deck that took the place of another makes of the board on that one's slides. `places` says for each page of the old
/// deck which page of the new one it became; `shown` is the farthest of the old one that was shown.
#[must_use]
pub fn rebind(own: &Boards, (old, deck): (DeckId, DeckId), places: &[u16], shown: u16) -> Option<Fact> {
    let board = own.of_deck(old);
    let is_on_old = own.boards.get(&board).is_some_and(|there| there.deck() == Some(old));
    // A board of its own that the new deck has already stays as it is.
    if !is_on_old || own.boards.contains_key(&own.of_deck(deck)) {
        return None;
    }
    let moved = (1..=shown).zip(places).map(|(from, to)| Moved { from, to: *to });
    let places = moved.filter(|moved| moved.from != moved.to).collect();
    Some(Fact::Rebound { board, deck, places })
}

fn update(
    own: &Boards,
    board: BoardId,
    change: &Change,
    drawn: Option<&str>,
) -> Result<Vec<Fact>, Rejection> {
    let there = known(own, board)?;
    let on_page = change.page().map(|page| there.objects(page).ok_or(Rejection::NoSuchBoard)).transpose()?;
    if there.deck().is_some() && matches!(change, Change::Paper { .. }) {
        return Err(Rejection::NoSuchBoard);
    }
    change.must_be_sound().map_err(Rejection::BadDrawing)?;
    let after = on_page.unwrap_or_default() as usize + change.adds();
    if change.adds() > 0 && after > MOST_OBJECTS as usize {
        return Err(Rejection::BadDrawing(BadDrawing::PageFull { most: MOST_OBJECTS }));
    }
    let drawn_before = own.boards.values().fold(0, |all: u64, board| all.saturating_add(board.drawn));
    if change.draws() && (there.drawn >= MOST_DRAWN || drawn_before >= MOST_DRAWN_IN_CLASS) {
        return Err(Rejection::BadDrawing(BadDrawing::BoardFull));
    }
    let unreadable = || Rejection::BadDrawing(BadDrawing::Unreadable);
    let drawn = match (change, drawn) {
        (Change::AddAll { objects, .. }, Some(drawn)) => {
            if count_drawn(drawn).map_err(Rejection::BadDrawing)? != objects.len() {
                return Err(unreadable());
            }
            Words::from(drawn)
        }
        (_, Some(drawn)) if change.draws() => {
            read_drawn(drawn).map_err(Rejection::BadDrawing)?;
            Words::from(drawn)
        }
        (_, None) if !change.draws() => Words(None),
        // Of a change that draws and brings nothing, or the other way about.
        (_, _) => return Err(unreadable()),
    };
    Ok(vec![Fact::Updated { board, change: change.clone(), drawn }])
}

fn known(own: &Boards, board: BoardId) -> Result<&Board, Rejection> {
    own.boards.get(&board).map(AsRef::as_ref).ok_or(Rejection::NoSuchBoard)
}

#[cfg(test)]
mod tests;
