//! Boards that lie on slides: which pages may be drawn on, and what becomes of them when a deck is replaced.

use crate::board;
use crate::event::Fact;
use crate::ids::DeckId;
use crate::rejection::Rejection;
use crate::slides;
use crate::view::ClassView;

/// Refuses what would be drawn on slides that nobody was shown: of a deck that is gone or wasn't on the stage yet, and of a page
/// that is still to come.
pub(super) fn must_be_shown(class: &ClassView, command: &board::Command) -> Result<(), Rejection> {
    let deck_of = |board| class.board.boards.get(board).and_then(|board| board.deck());
    let (deck, page) = match command {
        board::Command::Create { .. } => return Ok(()),
        board::Command::Bind { deck } => (*deck, None),
        board::Command::AddPage { board, .. } => match deck_of(board) {
            Some(deck) => (deck, None),
            None => return Ok(()),
        },
        board::Command::Change { board, change, .. } => match deck_of(board) {
            Some(deck) => (deck, change.page()),
            None => return Ok(()),
        },
    };
    let shown = class.slides.farthest(deck);
    if shown == 0 || class.slides.decks_gone.contains_key(&deck) {
        return Err(Rejection::NoSuchDeck);
    }
    if page.is_some_and(|page| !(1..=shown).contains(&page)) {
        return Err(Rejection::NoSuchBoard);
    }
    Ok(())
}

/// The facts of a report about a deck, with what a deck that took the place of another makes of what was drawn on that one.
pub(super) fn with_boards(
    class: &ClassView,
    command: &slides::SystemCommand,
    facts: Vec<slides::Fact>,
) -> Vec<Fact> {
    let rebound = match command {
        slides::SystemCommand::Replace { deck, places } if !facts.is_empty() => rebound(class, *deck, places),
        _ => None,
    };
    facts.into_iter().map(Into::into).chain(rebound.map(Into::into)).collect()
}

fn rebound(class: &ClassView, deck: DeckId, places: &[u16]) -> Option<board::Fact> {
    let old = class.slides.decks.get(&deck)?.instead_of?;
    board::rebind(&class.board, (old, deck), places, class.slides.farthest(old))
}

#[cfg(test)]
mod tests {
    use crate::board::{self, Change, Form, Moved, Paper, Shape, Span, drawn};
    use crate::command::{Command, SystemCommand, UseCaseCommand};
    use crate::event::Fact;
    use crate::ids::{BoardId, DeckId};
    use crate::permission::{self, Permission};
    use crate::rejection::Rejection;
    use crate::slides;
    use crate::testing::{Class, STUDENT, TEACHER, id};

    fn deck(n: u128) -> DeckId {
        DeckId(id(n))
    }

    fn bring(class: &mut Class, n: u128, pages: u16, instead_of: Option<DeckId>) {
        let name = format!("{n}.pdf");
        let add = slides::UseCaseCommand::Add { deck: deck(n), name, instead_of };
        class.does(TEACHER, UseCaseCommand::Slides(add));
        let draw = slides::SystemCommand::Draw { deck: deck(n), pages, drawn: pages, undrawable: vec![] };
        class.system(SystemCommand::Slides(draw)).unwrap();
    }

    fn show(n: u128, page: u16) -> Command {
        Command::Slides(slides::Command::Show { deck: deck(n), page })
    }

    fn bind(n: u128) -> Command {
        Command::Board(board::Command::Bind { deck: deck(n) })
    }

    fn change(board: BoardId, change: Change) -> Command {
        let form = Form::Line(Span { from: (0, 0), to: (9, 9) });
        let line = || drawn(&Shape { colour: [0; 3], width: 16, fine: 0, form: form.clone() });
        let drawn = change.draws().then(line);
        Command::Board(board::Command::Change { board, change, drawn })
    }

    fn add(board: BoardId, object: u128, page: u16) -> Command {
        change(board, Change::Add { object: id(object).into(), page })
    }

    /// A class that looks at page 4 of a deck of ten, and looked at page 6 before.
    fn shown() -> Class {
        let mut class = Class::live();
        bring(&mut class, 1, 10, None);
        class.does(TEACHER, show(1, 6));
        class.does(TEACHER, show(1, 4));
        class
    }

    #[test]
    fn who_may_draw_draws_on_pages_that_were_shown_and_on_no_others() {
        let mut class = shown();
        bring(&mut class, 2, 3, None);
        assert_eq!(class.ask(TEACHER, bind(2)), Err(Rejection::NoSuchDeck), "nobody was shown it");
        assert_eq!(class.ask(TEACHER, bind(9)), Err(Rejection::NoSuchDeck));
        let refused = Err(Rejection::NotPermitted { permission: Permission::Draw });
        assert_eq!(class.ask(STUDENT, bind(1)), refused);
        let all = permission::Command::Permit { permission: Permission::Draw, allowed: true };
        class.does(TEACHER, Command::Permission(all));
        class.does(STUDENT, bind(1));
        assert_eq!(class.ask(TEACHER, bind(1)), Ok(vec![]), "two who begin at once have one board");
        let board = class.view.board.of_deck(deck(1));
        class.does(STUDENT, add(board, 1, 6));
        assert_eq!(class.view.board.boards[&board].pages, [0, 0, 0, 0, 0, 1]);
        for page in [0, 7, 11] {
            assert_eq!(class.ask(STUDENT, add(board, 2, page)), Err(Rejection::NoSuchBoard), "{page}");
        }
        let page = Command::Board(board::Command::AddPage { board, page: 11 });
        assert_eq!(class.ask(TEACHER, page), Err(Rejection::NoSuchBoard));
        let paper = change(board, Change::Paper { page: 4, paper: Paper::Graph });
        assert_eq!(class.ask(TEACHER, paper), Err(Rejection::NoSuchBoard));
        class.does(TEACHER, change(board, Change::Clear { page: 6 }));
        class.does(TEACHER, Command::Slides(slides::Command::Remove { deck: deck(1) }));
        assert_eq!(class.ask(TEACHER, add(board, 3, 4)), Err(Rejection::NoSuchDeck));
    }

    #[test]
    fn what_was_drawn_goes_to_the_page_that_a_page_became() {
        let mut class = shown();
        class.does(TEACHER, bind(1));
        let board = class.view.board.of_deck(deck(1));
        for (object, page) in [(1, 4), (2, 4), (3, 6)] {
            class.does(TEACHER, add(board, object, page));
        }
        bring(&mut class, 2, 12, Some(deck(1)));
        let places = vec![1, 2, 3, 5, 6, 7, 8, 9, 10, 11];
        let replace = slides::SystemCommand::Replace { deck: deck(2), places };
        let facts = class.system(SystemCommand::Slides(replace)).unwrap();
        let places = [(4, 5), (5, 6), (6, 7)].map(|(from, to)| Moved { from, to }).to_vec();
        let rebound = board::Fact::Rebound { board, deck: deck(2), places };
        assert_eq!(facts.last(), Some(&Fact::Board(rebound)), "of what nobody was shown nothing is said");
        assert_eq!(class.view.board.of_deck(deck(2)), board);
        assert_eq!(class.view.board.of_deck(deck(1)), board, "a replay finds it before, too");
        assert_eq!(class.view.board.boards[&board].pages, [0, 0, 0, 0, 2, 0, 1]);
        assert_eq!(class.ask(TEACHER, bind(2)), Ok(vec![]));
        class.does(TEACHER, add(board, 4, 5));
        assert_eq!(
            class.ask(TEACHER, add(board, 5, 6)),
            Err(Rejection::NoSuchBoard),
            "not shown of this one"
        );
    }
}
